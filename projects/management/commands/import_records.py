import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override
from tqdm import tqdm

from projects.imports.kinds import KINDS
from projects.imports.proposals import take

SHOWN = 1000
OBJECTS = 100_000
"""After so many new ones circles are looked for: rows make few, and looking as often as usual takes a tenth longer."""


class Command(BaseCommand):
    help = "Take in a table of records (CSV or XLSX): all of it, or nothing and every fault by name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Check everything, write nothing.")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="Publish the records, unless their column “state” says otherwise. Without this, new ones are drafts.",
        )

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with _few_collections(), path.open("rb") as file, tqdm(unit=" rows", disable=None) as progress:
                outcome = take(
                    KINDS[options["kind"]], file, path.name,
                    publish=options["publish"], dry_run=options["dry_run"], progress=progress.update,
                )  # fmt: skip
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError(f"Nothing was written. {path.name}: {' '.join(error.messages)}") from error
        for row, texts in sorted(outcome.warnings.items())[:SHOWN]:
            self.stderr.write(f"row {row}, to look at: {' '.join(texts)}")
        if outcome.faults:
            for fault in outcome.faults[:SHOWN]:
                self.stderr.write(str(fault))
            raise CommandError(f"Nothing was written. {path.name} has {len(outcome.faults)} faults.")
        self.stdout.write(
            f"{'Checked, nothing written' if options['dry_run'] else 'Done'}: "
            f"{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged."
        )


@contextmanager
def _few_collections() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
