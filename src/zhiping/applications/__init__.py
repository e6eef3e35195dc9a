"""Stage 1: sign-up, draft, evidence, unit endorsement, submission; and the one gate of states."""
