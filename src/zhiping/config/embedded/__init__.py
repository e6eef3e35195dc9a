"""The embedded PostgreSQL: found, laid out, guarded and shared without a database administrator.

`server` is the door (ensure, stop, release); `guardian` is the process that owns the running
server. Nothing here may import Django: it runs before the settings are read.
"""
