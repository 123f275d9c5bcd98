from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import call_command


def restore_reference_data() -> None:
    """What the migrations brought: a test with a running server empties all tables when it ends."""
    import_module("projects.migrations.0002_indicators").add_indicators(apps, None)
    modules = {config: config.models_module for config in apps.get_app_configs()}
    import_module("projects.migrations.0004_groups").add_groups(apps, None)
    for name in ("0016_correction_request", "0017_attachments", "0019_findings"):
        import_module(f"projects.migrations.{name}").allow(apps, None)
    import_module("projects.migrations.0013_office").add_office(apps, None)
    for config, module in modules.items():
        config.models_module = module


@pytest.fixture
def site(transactional_db: None, live_server: Any) -> Iterator[str]:
    """The address of a running site with the article's facts."""
    restore_reference_data()
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
