from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command


@pytest.fixture
def site(transactional_db: None, django_db_serialized_rollback: None, live_server: Any) -> Iterator[str]:
    """The address of a running site with the article's facts."""
    call_command("seed", verbosity=0)
    yield live_server.url


@pytest.fixture
def password() -> str:
    return "a-long-enough-secret"


@pytest.fixture
def reviewer(site: str, password: str) -> User:
    user = User.objects.create_user("reviewer", password=password, is_staff=True)
    user.groups.add(Group.objects.get(name="reviewer"))
    return user
