"""A reader who goes away leaves no query behind."""

from itertools import islice

import psycopg
import pytest
from django.db import connection
from django.test import Client

from projects.models import Enterprise, State


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no server to be left at work")
@pytest.mark.django_db(transaction=True)
def test_nothing_goes_on_once_the_reader_is_gone(client: Client) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(ref=f"e{n}", name_zh="甲", note="乙" * 1500, state=State.PUBLISHED) for n in range(5_000)
    )
    for suffix in ("csv", "json"):
        response = client.get(f"/en/enterprises.{suffix}")
        received = b"".join(islice(response.streaming_content, 2))  # type: ignore[attr-defined]
        assert len(received) > 1000
        assert states_of(connection.connection.info.backend_pid) & {"active", "idle in transaction"}
        response.close()
        assert states_of(connection.connection.info.backend_pid) == {"idle"}
        assert Enterprise.objects.count() == 5_000


def states_of(backend: int) -> set[str]:
    """What the server says a connection is doing, asked over another."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        found = other.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [backend])
        return {state for (state,) in found}
