"""Addresses of lists under a filter: where a number on a page leads to what it is made of."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from projects.models import Kind

Scope = Mapping[str, Sequence[str]]
"""Parameters of the lists that select what a page is about: {"village": ["yongan"]}."""

MAX_VALUES = 50
"""More values of one parameter no list takes."""

LIST_OF_KIND = {
    Kind.FUNDING: ("funding", {"kind": "funding"}),
    Kind.MOBILISED: ("funding", {"kind": "mobilised"}),
    Kind.COMMITMENTS: ("funding", {"kind": "commitments"}),
    Kind.DONATIONS: ("donations", {}),
    Kind.PURCHASES: ("purchases", {"kind": "purchases"}),
    Kind.ASSISTED_SALES: ("purchases", {"kind": "assisted_sales"}),
}


def list_address(list_key: str, scope: Scope, **more: str) -> str:
    """Empty where the scope is too large to be asked for."""
    if any(len(values) > MAX_VALUES for values in scope.values()):
        return ""
    query = urlencode({**scope, **{name: [value] for name, value in more.items()}}, doseq=True)
    return reverse("list", kwargs={"kind": list_key}) + (f"?{query}" if query else "")
