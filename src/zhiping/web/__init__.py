"""The pages, cut by who looks."""
