"""An enterprise: what it gave itself, and together with the enterprises that belong to it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from projects import formatting
from projects.counting import Selection, villages_reached
from projects.models import Award, CountedFigure, Donation, Enterprise, Funding, Purchase
from projects.templatetags.aid import address
from projects.views.details import related
from projects.views.details.addresses import Scope, list_address
from projects.views.details.capped import capped
from projects.views.details.figures import figure_table, public_figures
from projects.views.details.hierarchy import above, below
from projects.views.details.linked_data import as_enterprise
from projects.views.details.page import Crumb, Page, crumb_of_list
from projects.views.details.statements import state
from projects.views.details.substantiated import substantiated


def page(request: HttpRequest, ref: str) -> Page:
    enterprise: Enterprise = get_object_or_404(Enterprise.objects.published().select_related("parent"), ref=ref)
    scope: Scope = {"enterprise": [enterprise.ref]}
    own = CountedFigure.objects.filter(enterprise=enterprise)
    subsidiaries = below(Enterprise.objects.published(), enterprise.pk)
    group = CountedFigure.objects.filter(enterprise__in=[enterprise.pk, *subsidiaries])
    group_scope: Scope = {"enterprise": [enterprise.ref, *subsidiaries.values()]}
    statements = state(own, Selection(), scope)
    return Page(
        template="pages/enterprise.html",
        title=enterprise.name,
        description=_(
            "What %(enterprise)s gave: funding %(funding)s, donations %(donations)s. Each figure with its source."
        )
        % {
            "enterprise": enterprise.name,
            "funding": statements.of("funding").shown,
            "donations": statements.of("donations").shown,
        },
        crumbs=[crumb_of_list("enterprises"), *(Crumb(e.name, address(e)) for e in reversed(above(enterprise)))],
        about=as_enterprise(enterprise),
        record=enterprise,
        context={
            "enterprise": enterprise,
            "aliases": formatting.names(enterprise.aliases),
            "subsidiaries": capped(
                Enterprise.objects.published().filter(parent=enterprise).order_by("ref"),
                list_address("enterprises", {"parent": [enterprise.ref]}),
            ),
            "statements": statements,
            "substantiated": substantiated(own, scope),
            "reached": villages_reached(own, Selection()),
            "group_statements": state(group, Selection(), group_scope) if subsidiaries else None,
            "group_reached": villages_reached(group, Selection()) if subsidiaries else None,
            "group_size": len(subsidiaries),
            "projects": capped(
                related.public_projects().filter(enterprise=enterprise), list_address("projects", scope)
            ),
            "tables": {
                "funding": figure_table(
                    public_figures(Funding).filter(counted__enterprise=enterprise), list_address("funding", scope)
                ),
                "donations": figure_table(
                    public_figures(Donation).filter(enterprise=enterprise), list_address("donations", scope)
                ),
                "purchases": figure_table(
                    public_figures(Purchase).filter(enterprise=enterprise), list_address("purchases", scope)
                ),
            },
            "awards": capped(
                Award.objects.published()
                .filter(enterprise=enterprise)
                .select_related("source")
                .order_by("-year", "ref"),
                list_address("awards", scope),
            ),
        },
    )
