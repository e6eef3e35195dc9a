"""The expert pool: fields, employers past and present, ties, commitments. Never sees a case."""
