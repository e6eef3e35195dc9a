"""Pages of a unit's administrator: its applications, its opinion on them, its people and teams."""
