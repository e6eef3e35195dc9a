"""Pure rules of editions, and of the sheet with which recommenders are imported."""

from zhiping.programmes.rules.editions import check_reason, check_window

__all__ = ["check_reason", "check_window"]
