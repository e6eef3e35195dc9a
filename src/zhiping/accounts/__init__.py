"""People, their sign-in, and the offices they hold. Never knows organisations or cases."""
