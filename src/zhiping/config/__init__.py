"""Settings, addresses, server entry, command line and the embedded database."""
