from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import (
    Noted,
    Record,
    Sourced,
    State,
    Titled,
    in_reader_language,
    year_field,
    years_in_order,
)
from projects.models.family import check_moved
from projects.models.history import kept_history
from projects.models.indexes import reminded_by, sorted_by
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR, Period, Places, refuse_elsewhere
from projects.models.rules import Rule
from projects.models.village import Village


class Measure(models.TextChoices):
    INDUSTRY = "industry", _("industry-based assistance")
    EMPLOYMENT = "employment", _("employment assistance")
    RELOCATION = "relocation", _("relocation")
    HOUSING = "housing", _("dilapidated-housing renovation")
    EDUCATION = "education", _("education assistance")
    HEALTH = "health", _("health assistance")
    ECOLOGY = "ecology", _("ecological assistance")
    SAFETY_NET = "safety_net", _("social safety net")
    INFRASTRUCTURE = "infrastructure", _("infrastructure")
    CONSUMPTION = "consumption", _("consumption-based assistance")
    COLLECTIVE = "collective", _("village collective economy")
    PARTY_BUILDING = "party_building", _("Party-building")
    TALENT = "talent", _("cadres and talent")
    TECH = "tech", _("science and technology")
    ECOMMERCE = "ecommerce", _("e-commerce")
    TOURISM = "tourism", _("tourism")
    FINANCE = "finance", _("finance")
    PHOTOVOLTAIC = "photovoltaic", _("photovoltaic")
    CULTURE = "culture", _("culture")
    OTHER = "other", _("other measure")


class Relationship(models.TextChoices):
    CENTRAL_DESIGNATED = "central_designated", _("central-unit designated assistance")
    REGION_PAIRING = "region_pairing", _("region-assigned pairing")
    ENTERPRISES_VILLAGES = "enterprises_villages", _("enterprises assist villages")
    EAST_WEST = "east_west", _("East–West collaboration")
    COUNTERPART = "counterpart", _("counterpart support")
    ENTERPRISE_LOCALITY = "enterprise_locality", _("enterprise–locality co-building")
    SOCIAL_DONATION = "social_donation", _("social donation")


class Status(models.TextChoices):
    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", _("completed")
    STOPPED = "stopped", _("stopped")


class AidProject(Titled, Noted, Sourced, Record):
    """A project, or a programme other projects belong to."""

    ref_prefix = "p"
    pending_villages: Sequence[Village] | None = None
    """The villages about to be stored, set by whoever validates before saving."""
    _stored_within: tuple[Any, Any] | None = None
    """The region and the programme it is stored with; None where it was not read from the database."""

    enterprise = models.ForeignKey(
        "projects.Enterprise", models.PROTECT, related_name="aidprojects", verbose_name=_("enterprise")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("programme"),
        help_text=_("The programme this project belongs to. Places it does not state are taken from there."),
    )
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    relationship = models.CharField(_("relationship"), max_length=20, choices=Relationship, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, blank=True)
    villages = models.ManyToManyField(
        Village,
        blank=True,
        related_name="aidprojects",
        verbose_name=_("villages"),
        help_text=_("All villages the project is for. What they share stays shared: no split is made."),
    )
    region = models.ForeignKey(
        "projects.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="aidprojects",
        verbose_name=_("region"),
        help_text=_("Where the source names no village, the smallest region it names."),
    )
    unnamed_villages = models.PositiveIntegerField(
        _("villages not named"),
        null=True,
        blank=True,
        help_text=_("How many villages the source counts without naming them."),
    )
    place_note = models.CharField(_("place as worded"), max_length=200, blank=True)
    place_note_en = models.CharField(_("place as worded, in English"), max_length=200, blank=True)
    year_from = year_field(_("first year"))
    year_to = year_field(_("last year"))
    due_on = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        help_text=_("The day a secondment ends or the project is to be accepted: the first page reminds of it."),
    )
    description_zh = models.TextField(_("description in Chinese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    history = kept_history(m2m_fields=[villages])

    class Meta:
        verbose_name = _("aid project")
        verbose_name_plural = _("aid projects")
        ordering = ["ref"]
        indexes = [
            *sorted_by("aidproject", "measure", "relationship", "status"),
            reminded_by("aidproject"),
            models.Index(
                fields=["parent"],
                name="aidproject_of_programme",
                condition=models.Q(parent__isnull=False, state=State.PUBLISHED),
            ),
        ]
        permissions = [("publish_record", _("Can publish records and take them back"))]
        constraints = [
            years_in_order("aidproject"),
            Rule(
                name="aidproject_not_its_own_parent",
                condition=~models.Q(parent=models.F("id")),
                violation_error_message=_("A project cannot be part of itself."),
            ),
        ]

    @property
    def description(self) -> str:
        return in_reader_language(self.description_zh, self.description_en)

    def stated_villages(self) -> Sequence[Village]:
        if self.pending_villages is not None:
            return self.pending_villages
        return list(self.villages.all()) if self.pk else []

    def own_places(self) -> Places:
        if villages := tuple(self.stated_villages()):
            return Places(villages=villages)
        return Places(region=self.region)

    def resolved_places(self) -> Places:
        """Its own places, else those of the programme it belongs to, and so on up."""
        project: AidProject | None = self
        seen: set[int | None] = set()
        while project is not None and project.pk not in seen:
            if places := project.own_places():
                return places
            seen.add(project.pk)
            project = project.parent
        return Places()

    def resolved_period(self) -> Period:
        """A project without a last year is seen up to its source's publication; without a source it is open."""
        year_to = self.year_to or (self.source.published_on.year if self.source else NO_LAST_YEAR)
        return Period(self.year_from or NO_FIRST_YEAR, max(year_to, self.year_from or 0))

    def clean(self) -> None:
        seen = {self.pk} if self.pk else set()
        above = self.parent
        while above is not None:
            if above.pk in seen:
                raise ValidationError(
                    {"parent": _("%(parent)s already belongs to %(name)s.") % {"parent": self.parent, "name": self}}
                )
            seen.add(above.pk)
            above = above.parent
        if self.unnamed_villages and self.stated_villages():
            raise ValidationError(
                {"unnamed_villages": _("Villages are named and counted as unnamed at once. Make two projects of it.")}
            )
        refuse_elsewhere(self)
        if self.pk and self._moves():
            check_moved(self)
        super().clean()

    def _moves(self) -> bool:
        """Whether its places are about to be others than those stored."""
        if self._stored_within != (self.region_id, self.parent_id):
            return True
        return self.pending_villages is not None and {*self.pending_villages} != {*self.villages.all()}

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Self:
        project = super().from_db(db, field_names, values)
        project._stored_within = (project.__dict__.get("region_id"), project.__dict__.get("parent_id"))
        return project

    def relies_on(self) -> Iterable[Record | None]:
        return (self.enterprise, self.parent, self.source, *self.stated_villages())

    def relied_on_by(self) -> Iterable[models.QuerySet[Any]]:
        return (self.children.all(), self.fundings.all(), self.outcomes.all())
