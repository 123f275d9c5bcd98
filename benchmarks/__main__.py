"""Measure the product at national size: python -m benchmarks --scale 10k|100k|1M [--only lists --only totals …]."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from random import Random

import django

from benchmarks import environment  # noqa: F401  (before Django reads its settings)

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import report  # noqa: E402
from benchmarks.bench import Bench  # noqa: E402
from benchmarks.data.national import SEED, batches  # noqa: E402
from benchmarks.data.sizes import parse_scale  # noqa: E402
from benchmarks.load import load  # noqa: E402
from benchmarks.measure import Result  # noqa: E402
from benchmarks.sections import files, imports, lists, places, records, search, unchanged, upkeep  # noqa: E402
from benchmarks.server import running  # noqa: E402
from benchmarks.values import Values  # noqa: E402
from projects.models import AidProject  # noqa: E402

SECTIONS: dict[str, Callable[[Bench], Iterator[Result]]] = {
    "lists": lists.run,
    "deep": lists.deep,
    "villages": places.villages,
    "totals": places.totals,
    "records": records.run,
    "search": search.run,
    "files": files.run,
    "unchanged": unchanged.run,
    "upkeep": upkeep.run,
    "imports": imports.run,
}
SMALL = 10_000


def prepare(scale: int) -> None:
    """Fills the database where it is empty; refuses one that holds something else."""
    call_command("migrate", verbosity=0)
    held = AidProject.objects.count()
    if not held:
        load(batches(scale), progress=True)
        call_command("rebuild_counts")
    elif held != scale:
        sys.exit(f"The database holds {held:,} projects, not {scale:,}: name another in DATABASE_URL.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=parse_scale, default=SMALL, help="how many projects: 10k, 100k, 1M")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="measure this section; may be repeated")
    parser.add_argument("--patience", type=float, default=300, help="seconds that the cases of all lists may take")
    options = parser.parse_args()
    prepare(options.scale)
    call_command("collectstatic", interactive=False, verbosity=0)
    report.FOLDER.mkdir(parents=True, exist_ok=True)
    results: list[Result] = []
    with running(report.FOLDER / "server.log") as server:
        client = server.client()
        bench = Bench(options.scale, connection.vendor, server, client, Values(SEED), Random(SEED), options.patience)
        for name in options.only or SECTIONS:
            begun = time.perf_counter()
            for result in SECTIONS[name](bench):
                results.append(result)
                print(report.line(result), file=sys.stderr, flush=True)
            print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        client.close()
    report.keep(connection.vendor, options.scale, results)
    if options.scale != SMALL:
        results += report.growth(connection.vendor, SMALL, options.scale)
    print(report.table(results))


if __name__ == "__main__":
    main()
