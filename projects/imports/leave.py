"""All records of a kind as rows of text, in the columns the importer takes."""

from collections.abc import Iterator

from projects.imports.kinds import Kind
from projects.imports.values import plain


def rows_of(kind: Kind) -> Iterator[list[str]]:
    """The header, then one row per record, drafts too."""
    to_one = [c for c in kind.columns if kind.model._meta.get_field(c).many_to_one]
    records = kind.model._default_manager.select_related(*to_one).order_by(kind.key_column)
    if kind.has_many():
        records = records.prefetch_related("villages")
    yield list(kind.columns)
    for record in records.iterator(chunk_size=2000):
        yield [plain(record, column) for column in kind.columns]
