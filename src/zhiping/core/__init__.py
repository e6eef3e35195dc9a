"""Pure parts: rulebook schema, stage graph, quota, calendar, scoring, assignment, permissions.

Plain typed Python: never Django, a clock, a database or settings.
"""
