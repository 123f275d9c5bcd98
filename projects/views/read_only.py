"""For views that write nothing."""

from collections.abc import Callable
from typing import TypeVar

from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def read_only(view: View) -> View:
    """GET and HEAD alone. Whatever else is sent is told so; a token, asked for first, would be the wrong answer."""
    return csrf_exempt(require_safe(view))
