"""How the database is asked, whatever is asked for."""

from zhiping.asking.beside import beside, forget, keep
from zhiping.asking.prepared import Prepared, prepared

__all__ = ["Prepared", "beside", "forget", "keep", "prepared"]
