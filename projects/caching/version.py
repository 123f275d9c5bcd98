"""The versions of what a public page is made of: the data, and the code that shows them."""

import hashlib
from functools import cache

from django.conf import settings
from django.db import connection

from projects.models import DataChange

CODE = ("aidtracker", "projects", "templates", "static")


def data_version() -> str:
    """Never the same again once any transaction that wrote public data has become visible.

    What is read from the database after this was asked is at least as new.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(changes), max(raised_at) FROM {DataChange._meta.db_table}")  # noqa: S608
        changes, raised_at = cursor.fetchone()
    return f"{changes}@{raised_at}"


@cache
def code_version() -> str:
    """The same in every process and on every machine that runs the same code with the same settings."""
    digest = hashlib.blake2b(f"{settings.REVISION}\n{settings.DATA_LICENCE}".encode(), digest_size=16)
    for folder in CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
