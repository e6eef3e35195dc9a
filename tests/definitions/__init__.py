"""The shipped programme definitions, read as the office ships them."""
