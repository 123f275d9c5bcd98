"""A project or programme: its places, its money, what came of it, and the projects that belong to it."""

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from projects import formatting
from projects.counting import Selection
from projects.models import Aggregation, AidProject, CountedFigure, Funding, Kind, Outcome
from projects.templatetags.aid import address
from projects.views.details import related
from projects.views.details.addresses import Scope, list_address
from projects.views.details.capped import capped
from projects.views.details.figures import figure_table, places_of, public_figures, shown_villages
from projects.views.details.hierarchy import above, below
from projects.views.details.levels import level_series, public_levels
from projects.views.details.origins import origin_of_project_places, origin_sentence
from projects.views.details.page import Crumb, Page, crumb_of_list
from projects.views.details.statements import Statements, state
from projects.views.details.substantiated import substantiated

VILLAGES_AT_MOST = 200


def page(request: HttpRequest, ref: str) -> Page:
    project: AidProject = get_object_or_404(
        related.public_projects()
        .select_related("parent", "region")
        .prefetch_related(shown_villages("counted__named_villages", VILLAGES_AT_MOST)),
        ref=ref,
    )
    programmes = above(project)
    parts = below(AidProject.objects.published(), project.pk)
    scope: Scope = {"project": [project.ref]}
    figures = Q(project=project)
    return Page(
        template="pages/project.html",
        title=project.title,
        description=_("%(project)s, by %(enterprise)s: places, funding and outcomes, each with its source.")
        % {"project": project.title, "enterprise": project.enterprise.name},
        crumbs=[crumb_of_list("projects"), *(Crumb(p.title, address(p)) for p in reversed(programmes))],
        record=project,
        context={
            "project": project,
            "programmes": programmes,
            "children": capped(
                related.public_projects().filter(parent=project), list_address("projects", {"parent": [project.ref]})
            ),
            "places": places_of(project.counted),
            "place_origin": origin_sentence(project, origin_of_project_places(project)),
            "years": formatting.years(project.counted.year_from, project.counted.year_to),
            "statements": own_statements([project.pk], scope),
            "statements_below": own_statements([project.pk, *parts], {"project": [project.ref, *parts.values()]})
            if parts
            else None,
            "substantiated": substantiated(
                CountedFigure.objects.filter(funding__project__in=[project.pk, *parts]),
                {"project": [project.ref, *parts.values()]},
            ),
            "tables": {
                "funding": figure_table(public_figures(Funding).filter(figures), list_address("funding", scope)),
                "outcomes": figure_table(
                    public_figures(Outcome).filter(figures).exclude(indicator__aggregation=Aggregation.NONE),
                    list_address("outcomes", scope),
                ),
            },
            "series": level_series(public_levels(figures), list_address("outcomes", scope)),
        },
    )


def own_statements(projects: list[int], scope: Scope) -> Statements:
    funding, outcomes = (
        CountedFigure.objects.order_by().filter(**{f"{figure}__project__in": projects}).values("pk")
        for figure in ("funding", "outcome")
    )
    figures = CountedFigure.objects.filter(pk__in=funding.union(outcomes))
    return state(figures, Selection(), scope, always=(Kind.FUNDING,))
