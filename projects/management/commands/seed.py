from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.seed.load import SeedError, load


class Command(BaseCommand):
    help = "Load the facts of one article about Zhunneng Group. May be run again: what is there is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added, present = load()
        except SeedError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if options["verbosity"]:
            self.stdout.write(f"Seed: {added} records added, {present} already there and left as they are.")
