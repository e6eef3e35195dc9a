"""Stage 4: panels, conflicts, assignment, scorecards, presentations, visits, deliberation, merged results."""
