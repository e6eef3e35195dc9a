"""Repeatable measurements: `make bench`."""
