"""Published outcomes shown with consent. Reads results, never changes a case."""
