"""Giving up queries that take too long, where there is another way to the same rows."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction


class TookTooLongError(Exception):
    """The database had not answered in time, and was told to stop."""


@contextmanager
def patience(milliseconds: int) -> Iterator[None]:
    """All queries within may together take so long; else this raises TookTooLongError."""
    limited = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    try:
        with limited(time.monotonic() + milliseconds / 1000):
            yield
    except OperationalError as error:
        is_stopped = getattr(error.__cause__, "sqlstate", "") == "57014" or str(error) == "interrupted"
        if not is_stopped:
            raise
        raise TookTooLongError from error


@contextmanager
def _on_postgresql(deadline: float) -> Iterator[None]:
    def let_it_take(time_out: str) -> None:
        with connection.wrap_database_errors:  # past the wrapper, which this is part of
            connection.connection.execute("SELECT set_config('statement_timeout', %s, true)", [time_out])

    def within_time(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        let_it_take(f"{max(1, int((deadline - time.monotonic()) * 1000))}ms")
        return execute(sql, params, many, context)

    goes_on = connection.in_atomic_block
    with transaction.atomic():  # a stopped statement spoils a transaction, or the part of it that this is
        before = _time_out() if goes_on else ""
        with connection.execute_wrapper(within_time):
            yield
        if goes_on:
            let_it_take(before)


def _time_out() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        return str(cursor.fetchone()[0])


@contextmanager
def _on_sqlite(deadline: float) -> Iterator[None]:
    connection.ensure_connection()
    database = connection.connection
    database.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
    try:
        yield
    finally:
        database.set_progress_handler(None, 0)
