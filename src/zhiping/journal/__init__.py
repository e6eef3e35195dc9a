"""The append-only journal of official acts: who, as whom, what, why, when. Never updates, never deletes."""
