"""Keeping the read model in step with a write, and filling it anew."""

import json
import statistics
import threading
import time
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection

from benchmarks import checks
from benchmarks.bench import Bench
from benchmarks.measure import Result
from benchmarks.process import run_measured
from benchmarks.sections.places import TOTALS, against_records
from projects.counting.sync import together
from projects.models import Funding

SECTION = "upkeep"
SAVED = 40
FEN = Decimal("0.01")
MEGABYTE = 1 << 20


def run(bench: Bench) -> Iterator[Result]:
    yield one_figure(bench)
    yield from rebuild(bench)


def one_figure(bench: Bench) -> Result:
    """What follows a save, its commit included, against an UPDATE of one row with its commit."""
    plain, following = [], []
    for funding in some_funding(bench):
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE projects_funding SET version = version + 1 WHERE id = %s", [funding.pk])
        plain.append(time.perf_counter() - begun)
        for change in (FEN, -FEN):
            funding.amount = (funding.amount or Decimal(0)) + change
            with together():
                funding.save()
                begun = time.perf_counter()
            following.append(time.perf_counter() - begun)
            funding.history.order_by("-history_id")[:1].get().delete()
    ratio = statistics.median(following) / statistics.median(plain)
    note = f"{statistics.median(following) * 1000:.2f} ms; UPDATE {statistics.median(plain) * 1000:.2f} ms"
    return Result(SECTION, "one figure saved", ratio, "× an UPDATE", 10, note=note)


def some_funding(bench: Bench) -> list[Funding]:
    last = Funding.objects.order_by("-pk").values_list("pk", flat=True)[0]
    keys = {bench.rng.randint(1, last) for _ in range(3 * SAVED)}
    return list(Funding.objects.published().filter(pk__in=keys, amount__isnull=False).order_by("pk")[:SAVED])


def rebuild(bench: Bench) -> Iterator[Result]:
    """Anew, while others read: they see the old totals until they see the new ones."""
    expected = checks.grand_totals(json.loads(bench.client.get(TOTALS).body))
    ended = threading.Event()
    seen, wrong = 0, 0

    def read_on() -> None:
        nonlocal seen, wrong
        client = bench.server.client()
        while not ended.is_set():
            reply = client.get(TOTALS)
            seen += 1
            wrong += reply.status != 200 or checks.grand_totals(json.loads(reply.body)) != expected
            time.sleep(0.5)
        client.close()

    reader = threading.Thread(target=read_on)
    reader.start()
    try:
        done = run_measured("manage.py", "rebuild_counts")
    finally:
        ended.set()
        reader.join()
    rows = Funding.objects.count()
    limit = 60 if rows == 3_000_000 else None
    yield Result(SECTION, "rebuild of the read model", done.seconds, "s", limit, note=f"{rows:,} rows of funding")
    yield Result(SECTION, "rebuild, memory of the command", done.peak / MEGABYTE, "MB")
    yield Result(SECTION, "rebuild, wrong totals meanwhile", wrong, "replies", 0, note=f"of {seen}")
    bench.client.close()  # the server has not waited for it all that time
    after = against_records(bench)
    yield Result(SECTION, "rebuild, differ from the records", after.value, after.unit, after.limit, note=after.note)
