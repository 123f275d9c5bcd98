import pytest
from django.core.management import call_command


@pytest.fixture
def seeded(db: None) -> None:
    """Loaded by each test itself: some begin without the facts."""
    call_command("seed", verbosity=0)
