"""Files of strangers are read in processes of their own, with little memory and time (docs/decisions/0063)."""

from zhiping.apart.asking import run

__all__ = ["run"]
