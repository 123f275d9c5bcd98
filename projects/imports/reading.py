"""Tables out of files that people send: CSV and Excel workbooks, told apart by their content."""

import os
from typing import IO

from django.utils.translation import gettext_lazy as _

from projects.imports.reading_csv import read_csv
from projects.imports.reading_kind import Kind, kind_of
from projects.imports.reading_table import (
    REMARKS,
    Cell,
    Fault,
    Recognised,
    Row,
    Table,
    UnreadableFileError,
    address_of,
    header_key,
)
from projects.imports.reading_xlsx import read_xlsx

MAX_BYTES = 100_000_000


def read_table(file: IO[bytes], name: str, recognised: Recognised, *, max_bytes: int = MAX_BYTES) -> Table:
    """The table in a seekable file: all of a CSV file, the first visible sheet of a workbook.

    `recognised` is asked for the `header_key` of a text whether it is a header; the row among the first thirty
    with the most of them is the header. Where none is recognised it is the fullest row: the caller knows what
    was expected. `name` is for messages alone.

    Raises UnreadableFileError for whatever is no table, and so does going through the rows: a CSV file is
    read on as they are asked for. A workbook's values are all in memory by then.
    """
    file.seek(0, os.SEEK_END)
    size = file.tell()
    if size > max_bytes:
        raise UnreadableFileError(
            _("“%(name)s” has %(size)s MB; at most %(limit)s MB can be read. Divide the table into several files."),
            code="too_large",
            params={"name": name, "size": f"{size / 1e6:,.1f}", "limit": f"{max_bytes / 1e6:,.1f}"},
        )
    if kind_of(file, name) is Kind.ZIP:
        return read_xlsx(file, name, recognised)
    return read_csv(file, recognised)


__all__ = [
    "MAX_BYTES",
    "REMARKS",
    "Cell",
    "Fault",
    "Row",
    "Table",
    "UnreadableFileError",
    "address_of",
    "header_key",
    "read_table",
]
