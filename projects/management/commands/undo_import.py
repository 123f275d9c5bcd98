from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from projects.imports.undo import undo
from projects.models import Proposal


class Command(BaseCommand):
    help = "Bring the records of an import back to what they were, if nothing has come to depend on it since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="The import's number, as in the staff pages.")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        proposal = Proposal.objects.filter(pk=options["number"]).first()
        if proposal is None:
            raise CommandError(f"There is no import {options['number']}.")
        try:
            faults = undo(proposal)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for fault in faults:
            self.stderr.write(f"{fault.value}: {fault.message}" if fault.value else fault.message)
        if faults:
            raise CommandError("Nothing was undone.")
        self.stdout.write(f"Undone: {proposal}")
