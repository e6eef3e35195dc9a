"""Stored files: bytes, type by content, hash, limits, scan. Never knows whose case they belong to."""
