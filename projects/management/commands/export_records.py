import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from projects.imports.kinds import KINDS
from projects.imports.leave import rows_of


class Command(BaseCommand):
    help = "Write all records, drafts too, as one CSV file per kind, in the columns import_records takes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            self._write(folder)
        except OSError as error:
            raise CommandError(f"{error.filename or folder} cannot be written: {error.strerror}.") from error

    def _write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in KINDS.values():
            count = -1  # the header is no record
            with (folder / f"{kind.key}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                for row in tqdm(rows_of(kind), desc=kind.key, unit=" rows", disable=None):
                    writer.writerow(row)
                    count += 1
            self.stdout.write(f"{kind.key}.csv: {count}")
