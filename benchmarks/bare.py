"""The rows of an import written with nothing but bulk_create: python -m benchmarks.bare FILE."""

import csv
import sys
import time

import django

from benchmarks import environment  # noqa: F401  (before Django reads its settings)

django.setup()

from projects.models import AidProject, Funding, Source  # noqa: E402

BATCH = 2000


def main(path: str) -> None:
    projects = dict(AidProject.objects.values_list("ref", "pk"))
    sources = dict(Source.objects.values_list("ref", "pk"))
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123
        rows = [
            Funding(
                ref=row["ref"],
                project_id=projects[row["project"]],
                amount=row["amount"],
                year_from=int(row["year_from"]),
                year_to=int(row["year_to"]),
                source_id=sources[row["source"]],
                locator=row["locator"],
                state="published",
                version=1,
            )
            for row in csv.DictReader(file)
        ]
    begun = time.perf_counter()
    Funding.objects.bulk_create(rows, batch_size=BATCH)
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main(sys.argv[1])
