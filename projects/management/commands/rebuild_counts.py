from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.counting import ledger


class Command(BaseCommand):
    help = "Fill the read model of counting anew from the records, or check it against them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail if a row is not as it should be."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            if wrong := ledger.differences():
                raise CommandError(f"{len(wrong)} rows differ from the records: {', '.join(wrong[:20])}")
            self.stdout.write("The read model agrees with the records.")
        else:
            self.stdout.write(f"{ledger.rebuild()} rows written.")
