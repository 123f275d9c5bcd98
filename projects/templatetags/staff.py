"""What waits for the person who opens the staff pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.admin.reminders import SOON, called, due, time_left
from projects.models import (
    AidProject,
    Award,
    Basis,
    Donation,
    Enterprise,
    Figure,
    Funding,
    Outcome,
    Proposal,
    ProposalStage,
    Purchase,
    Source,
    State,
    Village,
)
from projects.models.base import Named, Titled
from projects.vetting import CHECKS, open_findings
from projects.vetting.checks import vetted_models

register = template.Library()

RECORDS: tuple[type[Any], ...] = (
    Source, Enterprise, Village, AidProject, Funding, Donation, Purchase, Outcome, Award,
)  # fmt: skip
ABOUT: dict[type[Any], str] = {
    Funding: "project", Donation: "enterprise", Purchase: "enterprise", Outcome: "indicator",
}  # fmt: skip
"""What a figure is about, for whoever looks through a list of them."""
SHOWN = 5
"""Of each kind in each section; the list behind it has all."""

Entry = tuple[str, str, str]
"""Address, title and note."""


@dataclass
class Section:
    title: str
    entries: list[Entry] = field(default_factory=list)
    more: list[tuple[str, str]] = field(default_factory=list)
    """Lists with further ones: address and name."""


@register.inclusion_tag("admin/work_queue.html")
def work_queue(user: User) -> dict[str, list[Section]]:
    models = [model for model in RECORDS if user.has_perm(f"projects.change_{model._meta.model_name}")]
    sections = [
        _returned(user, models),
        _ending(models),
        _without_evidence(models),
        _untranslated(models),
        _warnings(models),
    ]
    if user.has_perm("projects.publish_record"):
        sections.insert(0, _to_review(user, models))
    return {"sections": [section for section in sections if section.entries]}


def _section(title: str, rows: Iterable[tuple[type[Any], QuerySet[Any], str]]) -> Section:
    """`rows`: a kind, its records that wait, and the query of the list that shows them."""
    section = Section(title)
    for model, waiting, query in rows:
        if model in ABOUT:
            waiting = waiting.select_related(ABOUT[model])
        found = list(waiting.order_by("-pk")[: SHOWN + 1])
        section.entries += [
            (_address(record), _titled(model._meta.verbose_name, _called(record)), record.review_note)
            for record in found[:SHOWN]
        ]
        if len(found) > SHOWN:
            listing = reverse(f"admin:projects_{model._meta.model_name}_changelist")
            section.more.append((f"{listing}?{query}", capfirst(str(model._meta.verbose_name_plural))))
    return section


def _titled(kind: Any, text: str) -> str:
    return _("%(title)s: %(text)s") % {"title": capfirst(str(kind)), "text": text}


def _called(record: Any) -> str:
    """A figure also by what it is about and its quantity: its ref says little."""
    if not isinstance(record, Figure):
        return str(record)
    about = {
        "ref": record.ref,
        "about": getattr(record, ABOUT[type(record)]),
        "quantity": record.in_words(record.quantity),
    }
    return _("%(ref)s (%(about)s, %(quantity)s)") % about


def _address(record: Any) -> str:
    return reverse(f"admin:projects_{record._meta.model_name}_change", args=[record.pk])


def _to_review(user: User, models: list[type[Any]]) -> Section:
    """What others sent for review: records, imports, and changes of public records."""
    section = _section(
        _("Waiting for my review"),
        (
            (model, model.objects.filter(state=State.IN_REVIEW).exclude(submitted_by=user), "state__exact=in_review")
            for model in models
        ),
    )
    proposals = Proposal.objects.filter(stage=ProposalStage.IN_REVIEW).exclude(made_by=user)[: SHOWN + 1]
    section.entries[:0] = [(_address(p), _titled(p.get_origin_display(), p.title), p.reason) for p in proposals[:SHOWN]]
    if len(proposals) > SHOWN:
        listing = reverse("admin:projects_proposal_changelist")
        section.more.append((f"{listing}?stage__exact=in_review", str(Proposal._meta.verbose_name_plural)))
    return section


def _returned(user: User, models: list[type[Any]]) -> Section:
    drafts = {"state": State.DRAFT, "submitted_by": user}
    section = _section(
        _("Returned to me"),
        ((model, model.objects.filter(**drafts).exclude(review_note=""), "state__exact=draft") for model in models),
    )
    returned = Proposal.objects.filter(stage=ProposalStage.PREPARED, made_by=user).exclude(remark="")[:SHOWN]
    section.entries[:0] = [(_address(p), _titled(p.get_origin_display(), p.title), p.remark) for p in returned]
    return section


def _ending(models: list[type[Any]]) -> Section:
    section = Section(_("Ends soon, or is over"))
    for model, waiting in due(models):
        found = list(waiting[: SHOWN + 1])
        section.entries += [
            (_address(record), _titled(model._meta.verbose_name, called(record)), time_left(record.due_on))
            for record in found[:SHOWN]
        ]
        if len(found) > SHOWN:
            listing = reverse(f"admin:projects_{model._meta.model_name}_changelist")
            section.more.append((f"{listing}?due={SOON}", capfirst(str(model._meta.verbose_name_plural))))
    return section


def _warnings(models: list[type[Any]]) -> Section:
    """What the checks found, and nobody has answered."""
    section = Section(_("Warnings"))
    found = list(open_findings(models)[: SHOWN + 1])
    section.entries += [
        (
            reverse("admin:projects_finding_change", args=[finding.pk]),
            _titled(
                f"{vetted_models()[finding.model]._meta.verbose_name} {finding.ref}",
                f"{CHECKS[finding.check_key].title}",
            ),
            CHECKS[finding.check_key].says(finding.facts),
        )
        for finding in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        section.more.append((reverse("admin:projects_finding_changelist"), _("all findings")))
    return section


def _without_evidence(models: list[type[Any]]) -> Section:
    lacking = (
        Q(basis=Basis.RECORDED) & (Q(source=None) | Q(locator="")) & Q(attachments=None) & ~Q(state=State.PUBLISHED)
    )
    figures = [model for model in models if issubclass(model, Figure)]
    return _section(
        _("Missing evidence"),
        ((model, model._default_manager.filter(lacking), "basis__exact=recorded") for model in figures),
    )


def _untranslated(models: list[type[Any]]) -> Section:
    """Of what is public: drafts are translated when they are finished."""
    columns = {Named: "name_en", Titled: "title_en"}
    return _section(
        _("Missing translation"),
        (
            (model, model._default_manager.filter(**{column: ""}, state=State.PUBLISHED), "state__exact=published")
            for model in models
            for base, column in columns.items()
            if issubclass(model, base)
        ),
    )
