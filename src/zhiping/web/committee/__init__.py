"""Pages of the committee audience."""
