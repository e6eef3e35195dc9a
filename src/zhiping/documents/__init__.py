"""Data to PDF and DOCX. Typesets what it is given; never reads a case."""
