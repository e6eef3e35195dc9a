"""Keep files: what is handed in at once, and what comes piece by piece."""

from zhiping.files.actions.storing import LARGEST, store
from zhiping.files.actions.uploads import PIECE, abandon, assembled, begin, clear, conclude, receive

__all__ = ["LARGEST", "PIECE", "abandon", "assembled", "begin", "clear", "conclude", "receive", "store"]
