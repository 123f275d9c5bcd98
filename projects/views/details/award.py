"""One award: who received it, from whom, and where that is written."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from projects.models import Award
from projects.views.details.citations import citation
from projects.views.details.page import Page, crumb_of_list


def page(request: HttpRequest, ref: str) -> Page:
    award: Award = get_object_or_404(Award.objects.published().select_related("enterprise", "source"), ref=ref)
    return Page(
        template="pages/award.html",
        title=award.title,
        description=_("%(award)s, %(year)s, received by %(enterprise)s.")
        % {"award": award.title, "year": award.year, "enterprise": award.enterprise.name},
        crumbs=[crumb_of_list("awards")],
        record=award,
        context={
            "award": award,
            "list_key": "awards",
            "citation": citation(
                request, award, _("%(award)s (%(year)s)") % {"award": award.title, "year": award.year}
            ),
            "bodies": [body.strip() for body in award.granted_by.replace("；", ";").split(";") if body.strip()],
        },
    )
