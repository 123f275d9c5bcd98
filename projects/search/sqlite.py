"""On SQLite the index is an FTS5 table of pairs, kept by triggers: they see every write, in its transaction.

Each pair is written in hexadecimal, so that no tokenizer takes it apart.
"""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS = ("insert", "update", "delete")


def index_of(table: str) -> str:
    return f"{table}_pairs"


def pairs_of(row: str, columns: Iterable[str]) -> str:
    """SQL for the pairs of a row's texts.

    A trigger may not hold a recursive query; an array as long as the text counts its characters instead.
    """
    text = " || char(10) || ".join(f"coalesce({row}\"{column}\", '')" for column in columns)
    numbers = "json_each('[0' || replace(hex(zeroblob(length(texts.t) / 2)), '0', ',0') || ']')"
    return (
        "(SELECT group_concat(DISTINCT hex(upper(substr(texts.t, number.key + 1, 2)))) "
        f"FROM (SELECT {text} AS t) AS texts, {numbers} AS number WHERE number.key < length(texts.t) - 1)"
    )


def triggers_of(table: str, columns: tuple[str, ...]) -> dict[str, str]:
    """By name, as SQLite keeps them."""
    index = index_of(table)
    remove = f'INSERT INTO "{index}"("{index}", rowid, pairs) VALUES (\'delete\', old.id, {pairs_of("old.", columns)});'
    add = f'INSERT INTO "{index}"(rowid, pairs) VALUES (new.id, {pairs_of("new.", columns)});'
    watched = ", ".join(f'"{column}"' for column in ("id", *columns))
    steps = {
        "insert": f'AFTER INSERT ON "{table}" BEGIN {add} END',
        "update": f'AFTER UPDATE OF {watched} ON "{table}" BEGIN {remove} {add} END',
        "delete": f'AFTER DELETE ON "{table}" BEGIN {remove} END',
    }
    return {f"{index}_{event}": f'CREATE TRIGGER "{index}_{event}" {steps[event]}' for event in EVENTS}


def make(connection: BaseDatabaseWrapper, table: str, columns: tuple[str, ...]) -> None:
    """Index and triggers, filled from what is there; whatever there was of them goes first."""
    drop(connection, table)
    index = index_of(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE VIRTUAL TABLE "{index}" '
            "USING fts5(pairs, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
        for trigger in triggers_of(table, columns).values():
            cursor.execute(trigger)
        cursor.execute(f'INSERT INTO "{index}"(rowid, pairs) SELECT id, {pairs_of("", columns)} FROM "{table}"')


def drop(connection: BaseDatabaseWrapper, table: str) -> None:
    with connection.cursor() as cursor:
        for event in EVENTS:
            cursor.execute(f'DROP TRIGGER IF EXISTS "{index_of(table)}_{event}"')
        cursor.execute(f'DROP TABLE IF EXISTS "{index_of(table)}"')


def is_whole(connection: BaseDatabaseWrapper, table: str, columns: tuple[str, ...]) -> bool:
    """Whether the triggers are there and as they should be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        kept = dict(cursor.fetchall())
    return all(kept.get(name) == sql for name, sql in triggers_of(table, columns).items())
