"""A ledger of 100,000 sums, taken in with every check and its history, against the same rows written bare."""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from benchmarks.bench import Bench
from benchmarks.measure import Result
from benchmarks.process import run_measured
from projects.counting import mark, together
from projects.models import AidProject, CountedFigure, Funding, Proposal, Source

SECTION = "imports"
ROWS = 100_000
MEGABYTE = 1 << 20
PREFIX = "bench-"
FILE = "bench-funding.csv"


def run(bench: Bench) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        write(path, bench)
        taken_back()
        try:
            done = run_measured("manage.py", "import_records", "funding", str(path), "--publish")
            written = Funding.objects.filter(ref__startswith=PREFIX)
            counted = written.filter(counted__isnull=False).count()
            with_history = Funding.history.filter(ref__startswith=PREFIX).count()
        finally:
            taken_back()
        try:
            bare = bare_seconds(path)
        finally:
            taken_back()
    rate = ROWS / done.seconds
    yield Result(SECTION, "100,000 rows of funding", rate, "rows/s", 2000, at_least=True,
                 note=f"{done.seconds:.0f} s, the start of the command included")  # fmt: skip
    yield Result(SECTION, "memory of the command", done.peak / MEGABYTE, "MB", 500)
    yield Result(SECTION, "against bulk_create alone", bare / done.seconds, "× its speed", 0.25, at_least=True,
                 note=f"bulk_create {ROWS / bare:,.0f} rows/s")  # fmt: skip
    missing = 2 * ROWS - counted - with_history
    yield Result(SECTION, "rows not counted or without history", missing, "rows", 0)


def write(path: Path, bench: Bench) -> None:
    """Sums for projects from everywhere."""
    projects = list(AidProject.objects.published().order_by("pk").values_list("ref", flat=True))
    sources = list(Source.objects.published().order_by("-pk").values_list("ref", flat=True)[:100])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ref", "project", "amount", "year_from", "year_to", "source", "locator"])
        for number in range(ROWS):
            year = bench.rng.randint(2012, 2025)
            amount = f"{bench.rng.randint(1_000, 10_000_000)}.{number % 100:02}"
            writer.writerow(
                [
                    f"{PREFIX}{number:06}",
                    bench.rng.choice(projects),
                    amount,
                    year,
                    year,
                    bench.rng.choice(sources),
                    "¶1",
                ]
            )


def bare_seconds(path: Path) -> float:
    with tempfile.TemporaryFile() as output:
        run_measured("-m", "benchmarks.bare", str(path), output=output)
        output.seek(0)
        return float(output.read())


def taken_back() -> None:
    """The rows gone again, and everything that was counted of them."""
    counted = CountedFigure.objects.filter(funding__ref__startswith=PREFIX)
    with together(), connection.cursor() as cursor:
        mark(Funding, list(counted.values_list("funding", flat=True)))
        cursor.execute("DELETE FROM projects_funding WHERE ref LIKE %s", [f"{PREFIX}%"])
        cursor.execute("DELETE FROM projects_historicalfunding WHERE ref LIKE %s", [f"{PREFIX}%"])
    Proposal.objects.filter(title=FILE).delete()
