"""Acts over several stages, one module a verb group."""

from zhiping.journey.actions.clock import move_to_next_stage

__all__ = ["move_to_next_stage"]
