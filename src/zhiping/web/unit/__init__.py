"""Pages of the unit audience."""
