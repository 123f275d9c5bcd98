import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from projects.imports.kinds import KINDS
from projects.imports.values import plain


class Command(BaseCommand):
    help = "Write all records, drafts too, as one CSV file per kind, in the columns import_records takes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for kind in KINDS.values():
            to_one = [c for c in kind.columns if kind.model._meta.get_field(c).many_to_one]
            records = kind.model._default_manager.select_related(*to_one).order_by(kind.key_column)
            if kind.has_many():
                records = records.prefetch_related("villages")
            count = 0
            with (folder / f"{kind.key}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(kind.columns)
                for record in records.iterator(chunk_size=2000):
                    writer.writerow([plain(record, column) for column in kind.columns])
                    count += 1
            self.stdout.write(f"{kind.key}.csv: {count}")
