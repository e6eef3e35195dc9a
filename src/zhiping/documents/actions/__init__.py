"""Turn data into documents: PDF sheets and tables for spreadsheets; look at sheets that come back.

The official form as Word stands apart, in `documents.actions.official`: its library is large and seldom needed.
"""

from zhiping.documents.actions.bundles import Bound, Evidence, bind
from zhiping.documents.actions.pdf import typeset, typeset_once
from zhiping.documents.actions.scans import Seen, look_at
from zhiping.documents.actions.sheets import sheet_docx, sheet_pdf, sheet_xlsx
from zhiping.documents.actions.tables import Sheet, csv_table, xlsx_book, xlsx_table

__all__ = [
    "Bound",
    "Evidence",
    "Seen",
    "Sheet",
    "bind",
    "csv_table",
    "look_at",
    "sheet_docx",
    "sheet_pdf",
    "sheet_xlsx",
    "typeset",
    "typeset_once",
    "xlsx_book",
    "xlsx_table",
]
