"""The share of each kind's reported amount that the ledger substantiates, in words."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects import formatting
from projects.counting import Substance, substance
from projects.models import Basis, CountedFigure
from projects.views.details.addresses import LIST_OF_KIND, Scope, list_address


@dataclass(frozen=True)
class Share:
    label: str
    text: str
    percent: int
    address: str
    """The recorded entries; empty where there are none."""


def substantiated(figures: QuerySet[CountedFigure], scope: Scope) -> list[Share]:
    """Of what these figures report, kind by kind."""
    shares = []
    for kind, found in substance(figures).items():
        list_key, of_kind = LIST_OF_KIND[kind]
        address = list_address(list_key, scope, **of_kind, basis=Basis.RECORDED) if found.substantiated else ""
        shares.append(Share(capfirst(str(kind.label)), _in_words(found), found.percent, address))
    return shares


def _in_words(found: Substance) -> str:
    said = {"reported": formatting.money(found.reported)}
    if not found.substantiated:
        return _("nothing yet of the %(reported)s reported") % said
    said |= {"substantiated": formatting.money(found.substantiated), "percent": str(found.percent)}
    if not found.percent:
        return _("%(substantiated)s of the %(reported)s reported, less than 1%%") % said
    return _("%(substantiated)s of the %(reported)s reported, %(percent)s%%") % said
