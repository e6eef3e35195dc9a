"""Keep files: what is handed in at once, and what comes piece by piece."""

from zhiping.files.actions.orphans import sweep_orphans
from zhiping.files.actions.previews import make_preview
from zhiping.files.actions.scanning import scan, scan_waiting
from zhiping.files.actions.storing import LARGEST, store, store_own
from zhiping.files.actions.uploads import PIECE, abandon, assembled, begin, clear, conclude, receive

__all__ = [
    "LARGEST",
    "PIECE",
    "abandon",
    "assembled",
    "begin",
    "clear",
    "conclude",
    "make_preview",
    "receive",
    "scan",
    "scan_waiting",
    "store",
    "store_own",
    "sweep_orphans",
]
