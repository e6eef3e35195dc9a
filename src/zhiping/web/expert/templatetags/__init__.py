"""Template tags of the expert audience."""
