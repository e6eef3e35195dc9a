"""Turn data into documents: PDF sheets and tables for spreadsheets."""

from zhiping.documents.actions.pdf import typeset
from zhiping.documents.actions.tables import Sheet, csv_table, xlsx_book, xlsx_table

__all__ = ["Sheet", "csv_table", "typeset", "xlsx_book", "xlsx_table"]
