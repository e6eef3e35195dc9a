"""Acts and views over several stages: withdraw, timeline, worklists, deadlines."""
