import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser

ACCOUNTS = {"entry": "data entry", "reviewer": "reviewer", "admin": "administrator"}


class Command(BaseCommand):
    help = "Make one account per role for trying the site on this machine, and print how to log in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Accounts with printed passwords are for a developer's machine. Use createsuperuser.")
        kept = settings.VAR_DIR / "local-staff.txt"
        try:
            passwords = self._accounts(kept)
        except OSError as error:
            raise CommandError(f"{kept} cannot be read and written: {error.strerror}.") from error
        site = f"http://127.0.0.1:{options['port']}"
        self.stdout.write(f"\nThe site: {site}/\nStaff log in at {site}/zh-hans/admin/ with one of:")
        for name, group in ACCOUNTS.items():
            self.stdout.write(f"  {name:10} {passwords[name]:14} ({group})")

    def _accounts(self, kept: Path) -> dict[str, str]:
        """Their passwords by name; those kept from an earlier time stay."""
        passwords = self._kept_passwords(kept)
        for name, group in ACCOUNTS.items():
            if name in passwords and User.objects.filter(username=name).exists():
                continue
            passwords[name] = secrets.token_urlsafe(9)
            user, _ = User.objects.get_or_create(username=name)
            user.is_staff, user.is_superuser = True, name == "admin"
            user.set_password(passwords[name])
            user.save()
            user.groups.set([Group.objects.get(name=group)])
        kept.parent.mkdir(exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text("".join(f"{name} {passwords[name]}\n" for name in ACCOUNTS))
        return passwords

    @staticmethod
    def _kept_passwords(path: Path) -> dict[str, str]:
        if not path.exists():
            return {}
        lines = [line.split() for line in path.read_text().splitlines()]
        return {line[0]: line[1] for line in lines if len(line) == 2}
