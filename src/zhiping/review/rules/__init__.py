"""Pure rules of the review."""
