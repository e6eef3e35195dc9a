"""The database as Django drives it, but for one round trip a page: see `base`."""
