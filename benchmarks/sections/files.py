"""A list as a file: how fast, how soon, how large, and what others feel of it."""

import http.client
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.http import QueryDict

from benchmarks import checks
from benchmarks.bench import PAGES, Bench, address
from benchmarks.measure import Result, quantile
from projects.listings import LISTINGS

SECTION = "files"
CSV = f"{PAGES}/projects.csv"
TAKEN = 3
PAGES_MEANWHILE = 60
MEGABYTE = 1 << 20


def run(bench: Bench) -> Iterator[Result]:
    memory = bench.server.peak_memory()
    wanted = LISTINGS["projects"].published().count() + 1
    streamed, copied, first, faults = [], [], [], 0
    for _ in range(TAKEN):
        seconds, first_byte, lines = stream(bench)
        streamed.append(seconds)
        first.append(first_byte)
        faults += lines != wanted
        if bench.vendor == "postgresql":
            copied.append(copy_by_psql())
    rate = (wanted - 1) / statistics.median(streamed)
    yield Result(SECTION, "CSV of all projects", rate, "rows/s", note=f"{wanted - 1:,} rows")
    yield Result(SECTION, "CSV of all projects, wrong files", faults, "files", 0)
    if copied:
        ratio = statistics.median(copied) / statistics.median(streamed)
        note = f"{statistics.median(streamed):.1f} s; psql {statistics.median(copied):.1f} s"
        yield Result(SECTION, "CSV against psql COPY", ratio, "× its speed", 0.9, at_least=True, note=note)
    yield Result(SECTION, "first byte", statistics.median(first) * 1000, "ms", 100)
    if memory:
        grown = ((bench.server.peak_memory() or 0) - memory) / MEGABYTE
        yield Result(SECTION, "server memory", grown, "MB more", 20)
    if bench.vendor == "postgresql":
        yield abandoned(bench)
    yield others(bench)


def stream(bench: Bench) -> tuple[float, float, int]:
    """Seconds, seconds to the first byte, and lines."""
    begun = time.perf_counter()
    first, lines = 0.0, 0
    for piece in bench.client.stream(CSV):
        first = first or time.perf_counter() - begun
        lines += piece.count(b"\n")
    return time.perf_counter() - begun, first, lines


def copy_by_psql() -> float:
    """Seconds psql takes for the same SELECT, as it stands."""
    query = LISTINGS["projects"].select(QueryDict(), strict=True)
    sql, params = query.values().query.get_compiler(using=connection.alias).as_sql()
    database: Any = connection
    statement = f"COPY ({database.ops.compose_sql(sql, params)}) TO STDOUT (FORMAT csv)"
    given = connection.get_connection_params()
    options = {"host": "-h", "port": "-p", "user": "-U", "dbname": "-d"}
    command = ["psql", "-X", "-q", *(f"{option}{given[name]}" for name, option in options.items() if given.get(name))]
    begun = time.perf_counter()
    subprocess.run([*command, "-c", statement], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def abandoned(bench: Bench) -> Result:
    """Queries still at work two seconds after their reader left."""
    pieces = bench.client.stream(CSV)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    time.sleep(2)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
            " AND pid <> pg_backend_pid() AND query LIKE 'COPY%'"
        )
        left = cursor.fetchone()[0]
    return Result(SECTION, "queries left when the reader leaves", left, "queries", 0)


def others(bench: Bench) -> Result:
    """How much slower other pages are while a file is read."""
    pages(bench)  # by then each worker has served some
    idle = pages(bench)
    ended = threading.Event()

    def read_on() -> None:
        while not ended.is_set():
            for _ in bench.client.stream(CSV):
                if ended.is_set():
                    break

    reader = threading.Thread(target=read_on)
    reader.start()
    try:
        time.sleep(0.5)
        meanwhile = pages(bench)
    finally:
        ended.set()
        reader.join()
    ratio = quantile(meanwhile, 0.95) / quantile(idle, 0.95)
    note = f"{quantile(idle, 0.95) * 1000:.0f} → {quantile(meanwhile, 0.95) * 1000:.0f} ms"
    return Result(SECTION, "other pages meanwhile, p95", ratio, "× idle", 2.5, note=note)


def pages(bench: Bench) -> list[float]:
    """Seconds of a quick list, each time on the next of several connections."""
    clients = [bench.server.client() for _ in range(4)]
    taken = []
    for number in range(PAGES_MEANWHILE):
        reply = clients[number % len(clients)].get(address("awards", {}))
        if fault := checks.list_page("awards", reply):
            raise http.client.HTTPException(fault)
        taken.append(reply.seconds)
    for client in clients:
        client.close()
    return taken
