from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from projects.seed.load import SeedError, load


class Command(BaseCommand):
    help = "Load the facts of one article about Zhunneng Group. May be run again: what is there is left as it is."

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added, known = load()
        except SeedError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if not options["verbosity"]:
            return
        if added:
            self.stdout.write(f"Seed: {added} records added and published, {known} known already and left as they are.")
        else:
            self.stdout.write(f"Seed: nothing to add, all {known} records are known already. Nothing was changed.")
