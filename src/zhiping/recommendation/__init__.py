"""Stage 2: the recommending unit: preconditions, opinion, quota, ranking. Never judges form or content rules of review."""
