"""What others make and run, one folder a vendor, plugged in by settings."""
