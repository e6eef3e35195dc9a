"""Many cases at once: consistent rows in bulk, for a season of real size and for measuring."""
