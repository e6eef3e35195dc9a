"""Statistics of a programme's years: how many came how far, from where, with which level."""
