"""Pages of the expert audience."""
