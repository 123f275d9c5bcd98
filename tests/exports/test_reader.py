"""A query ends when its reader leaves."""

import socket
import time

import pytest
from django.db import connection

from projects.exports.reader import is_gone, stops_without


def test_a_reader_is_gone_once_the_connection_is_closed() -> None:
    ours, theirs = socket.socketpair()
    assert not is_gone(ours)
    theirs.send(b"more")
    assert not is_gone(ours)
    ours.recv(4)
    theirs.close()
    assert is_gone(ours)
    ours.close()
    assert is_gone(ours)


@pytest.mark.django_db
def test_errors_stay_errors_while_the_reader_is_there() -> None:
    ours, theirs = socket.socketpair()
    with pytest.raises(LookupError), stops_without(ours, connection):
        raise LookupError
    ours.close()
    theirs.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite gives its first row from this very process")
def test_a_query_stops_before_its_first_row() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    begun = time.monotonic()
    with connection.cursor() as cursor, stops_without(ours, connection):
        cursor.execute("SELECT pg_sleep(30)")
    assert time.monotonic() - begun < 10
    ours.close()
    with connection.cursor() as cursor:  # the connection itself goes on
        cursor.execute("SELECT 1")
