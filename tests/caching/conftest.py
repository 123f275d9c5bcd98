from typing import Any
from uuid import uuid4

import pytest


@pytest.fixture
def kept(settings: Any) -> None:
    """Pages are kept, as in production, and none is yet."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": uuid4().hex}}
    settings.PAGES_ARE_KEPT = True
