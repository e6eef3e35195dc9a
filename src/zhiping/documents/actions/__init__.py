"""Turn data into documents: PDF sheets and tables for spreadsheets."""

from zhiping.documents.actions.pdf import typeset
from zhiping.documents.actions.tables import csv_table, xlsx_table

__all__ = ["csv_table", "typeset", "xlsx_table"]
