"""Fill an empty database with made-up records of national size: python -m benchmarks.generate 10k|100k|1M."""

import argparse
import os
import time
from pathlib import Path

os.environ.setdefault("AIDTRACKER_ENV", "development")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aidtracker.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.data.national import SEED, batches  # noqa: E402
from benchmarks.data.sizes import parse_scale  # noqa: E402
from benchmarks.load import load  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", type=parse_scale, help="how many projects: 10k, 100k, 1M")
    parser.add_argument("--divisions", type=Path, help="a CSV file of divisions and villages (code, name)")
    parser.add_argument("--seed", default=SEED)
    parser.add_argument("--without-counts", action="store_true", help="leave the read model empty")
    options = parser.parse_args()
    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    rows = load(batches(options.projects, options.divisions, options.seed), progress=True)
    print(f"{rows:,} rows in {time.monotonic() - begun:.0f} s")
    if not options.without_counts:
        begun = time.monotonic()
        call_command("rebuild_counts")
        print(f"read model in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
