"""The page of one published record: one module per kind of record."""
