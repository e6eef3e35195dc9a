"""Templates, inbox, outbox and channels; a message is sent once. Never decides who deserves one."""
