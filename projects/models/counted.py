"""The read model of counting: what is published, resolved so that a query can put it into its bucket.

Filled and read by projects/counting alone; every row can be rebuilt from the records.
"""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from projects.fields import HundredthsField
from projects.models.aid_project import AidProject, Measure
from projects.models.donation import Donation, Payer
from projects.models.enterprise import Enterprise
from projects.models.figure import Kind
from projects.models.funding import Funding
from projects.models.indexes import sorted_by
from projects.models.indicator import Indicator
from projects.models.outcome import Outcome
from projects.models.purchase import Purchase
from projects.models.source import Source
from projects.models.village import Village

RECORDS = ("funding", "donation", "purchase", "outcome", "project")
"""Each row is of one of these. Lists hold one kind of record: what they are sorted by is indexed apart."""
NOWHERE = "-"
"""In the order of places it stands before every code, and begins with none."""


class PlaceKind(models.TextChoices):
    VILLAGES = "villages", _("named villages")
    REGION = "region", _("a region whose villages are not named")
    NOT_STATED = "not_stated", _("not stated")


class CountedFigure(models.Model):
    """A published figure or project: its remainder, and where and when that went."""

    # Counting takes away the rows of what is deleted, so that its sums follow. Constraints would check here once more
    # what the records guarantee, and make a rebuild three times as long.
    funding = models.OneToOneField(Funding, models.DO_NOTHING, null=True, related_name="counted", db_constraint=False)
    donation = models.OneToOneField(Donation, models.DO_NOTHING, null=True, related_name="counted", db_constraint=False)
    purchase = models.OneToOneField(Purchase, models.DO_NOTHING, null=True, related_name="counted", db_constraint=False)
    outcome = models.OneToOneField(Outcome, models.DO_NOTHING, null=True, related_name="counted", db_constraint=False)
    project = models.OneToOneField(
        AidProject, models.DO_NOTHING, null=True, related_name="counted", db_constraint=False
    )

    kind = models.CharField(max_length=15, choices=Kind)
    indicator = models.ForeignKey(Indicator, models.DO_NOTHING, null=True, db_constraint=False, db_index=False)
    enterprise = models.ForeignKey(Enterprise, models.DO_NOTHING, null=True, db_constraint=False, db_index=False)
    source = models.ForeignKey(Source, models.DO_NOTHING, null=True, db_constraint=False, db_index=False)
    measure = models.CharField(max_length=20, choices=Measure, blank=True)
    payer = models.CharField(max_length=10, choices=Payer, blank=True)
    remainder = HundredthsField(null=True)
    """Null where the amount is not stated; zero where another figure replaces this one."""
    is_replaced = models.BooleanField(default=False)
    may_overlap = models.BooleanField(default=False)
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()
    place_kind = models.CharField(max_length=10, choices=PlaceKind)
    region_code = models.CharField(max_length=9, blank=True)
    village_count = models.PositiveIntegerField(default=0)
    """How many villages are named: a village has the figure to itself only where this is 1."""
    unnamed_villages = models.PositiveIntegerField(null=True)
    """How many villages the project itself counts without naming them."""
    area = models.CharField(max_length=12, blank=True)
    """The smallest division, or the place of the one village, that holds all of its places; empty for the country,
    NOWHERE where its places are not stated."""
    giver = models.BigIntegerField(null=True)
    """Whose places these are: a project's key, or the figure's, negative."""
    places = models.TextField(blank=True)
    """Refs of the villages, or the code of the region, separated by “;”."""
    places_zh = models.TextField(blank=True)
    places_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="countedfigure_has_region",
                condition=models.Q(place_kind=PlaceKind.REGION) ^ models.Q(region_code=""),
            )
        ]
        indexes = [
            models.Index(fields=["kind", "measure", "area"], name="countedfigure_kind_measure"),
            models.Index(fields=["enterprise", "area", "measure", "kind"], name="countedfigure_enterprise"),
            models.Index(fields=["source", "measure", "area"], name="countedfigure_source"),
            *sorted_by("countedfigure", "area"),
            *(
                models.Index(
                    fields=[field, "id"],
                    name=f"counted_{record}_by_{field}",
                    condition=models.Q(**{f"{record}__isnull": False}),
                )
                for record in RECORDS
                for field in ("year_from", "year_to", "measure", "area")
            ),
            models.Index(
                fields=["kind", "area", "place_kind"],
                name="countedfigure_kind_area",
                include=["indicator", "remainder", "year_from", "year_to", "may_overlap"],
            ),
            models.Index(fields=["kind"], name="countedfigure_overlapping", condition=models.Q(may_overlap=True)),
            models.Index(
                fields=["indicator", "-remainder"],
                name="countedfigure_largest",
                include=["area", "place_kind", "year_from", "year_to", "may_overlap"],
            ),
            models.Index(
                fields=["region_code"],
                name="countedfigure_unnamed",
                include=["unnamed_villages", "year_from", "year_to", "place_kind", "is_replaced"],
                condition=models.Q(unnamed_villages__gt=0),
            ),
        ]


class CountedVillage(models.Model):
    """A village among a counted figure's places, and again what is asked of the figures of very many villages."""

    counted = models.ForeignKey(
        CountedFigure, models.DO_NOTHING, related_name="named_villages", db_constraint=False, db_index=False
    )
    village = models.ForeignKey(Village, models.DO_NOTHING, related_name="counted", db_constraint=False, db_index=False)
    position = models.CharField(max_length=12)
    kind = models.CharField(max_length=15, choices=Kind)
    indicator = models.ForeignKey(Indicator, models.DO_NOTHING, null=True, db_constraint=False, db_index=False)
    measure = models.CharField(max_length=20, choices=Measure, blank=True)
    remainder = HundredthsField(null=True)
    is_alone = models.BooleanField()
    """Whether all of the remainder certainly reached this village."""
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["counted", "village"], name="countedvillage_once")]
        indexes = [
            models.Index(fields=["position", "counted"], name="countedvillage_position"),
            models.Index(fields=["measure", "village"], name="countedvillage_measure"),
            models.Index(
                fields=["village", "kind", "measure"],
                name="countedvillage_facts",
                include=["counted", "indicator", "remainder", "is_alone", "year_from", "year_to"],
            ),
        ]


class CountedSum(models.Model):
    """The counted figures and projects of the whole country, or of one province, that are alike in what is asked for.

    Each of them is in four of these: with its measure or under all measures, with its years or under all years.
    """

    of_measure = models.BooleanField()
    of_years = models.BooleanField()
    division = models.CharField(max_length=2, blank=True)
    """A province that holds all of their places; empty for the country, which holds all figures."""
    is_placed = models.BooleanField()
    kind = models.CharField(max_length=15, choices=Kind)
    indicator = models.ForeignKey(Indicator, models.DO_NOTHING, null=True, db_constraint=False, db_index=False)
    measure = models.CharField(max_length=20, choices=Measure, blank=True)
    """Empty also under all measures."""
    payer = models.CharField(max_length=10, choices=Payer, blank=True)
    year_from = models.PositiveSmallIntegerField()
    """0, and 9999 for the last, under all years."""
    year_to = models.PositiveSmallIntegerField()
    may_overlap = models.BooleanField()
    total = HundredthsField()
    rows = models.IntegerField()
    not_stated = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "of_measure", "of_years", "division", "kind", Coalesce("indicator", 0), "measure", "payer",
                "year_from", "year_to", "may_overlap", "is_placed", name="countedsum_once",
            )
        ]  # fmt: skip


class CountedBounds(models.Model):
    """What reached a village, as if it alone were selected, in all years: of published ones that something names."""

    village = models.OneToOneField(
        Village, models.DO_NOTHING, primary_key=True, related_name="bounds", db_constraint=False
    )
    division = models.CharField(max_length=2)
    """Its province."""
    funding_lower = HundredthsField()
    funding_upper = HundredthsField()
    households_lifted_lower = HundredthsField()
    households_lifted_upper = HundredthsField()
    excess = HundredthsField()
    """How far some of the figures may exceed all of them: the sum of remainders below zero, which rounding makes."""

    class Meta:
        indexes = [
            models.Index(fields=["excess"], name="countedbounds_excess"),
            *(
                models.Index(fields=[*within, bound, "village"], name=f"countedbounds_{'in_' if within else ''}{short}")
                for bound, short in (
                    ("funding_lower", "low"),
                    ("funding_upper", "high"),
                    ("households_lifted_lower", "lifted_low"),
                    ("households_lifted_upper", "lifted_high"),
                )
                for within in ((), ("division",))
            ),
        ]


class CountedSpan(models.Model):
    """Years in which figures and projects that stand reached a village.

    `villages` is 1 for each span of years on end, and -1 from one span to the next: of those rows that have a year in
    common with any range of years, the sum is 1 if the village was reached in it, and 0 if not.
    """

    village = models.ForeignKey(Village, models.DO_NOTHING, related_name="+", db_constraint=False)
    position = models.CharField(max_length=12)
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()
    villages = models.SmallIntegerField()


class CountedReach(models.Model):
    """How many villages of a division were reached for the first time in a year, and how many for the last time.

    Of any range of years: those reached first until its end, less those reached last before it begins, less those
    that have a gap around it.
    """

    division = models.CharField(max_length=9, blank=True)
    """Empty for the country."""
    year = models.PositiveSmallIntegerField()
    begun = models.IntegerField()
    ended = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "year"], name="countedreach_once")]
        indexes = [models.Index(fields=["division"], name="countedreach_in", include=["year", "begun", "ended"])]


class CountedGap(models.Model):
    """How many villages of a division were reached before some years and after them, and in none of them."""

    division = models.CharField(max_length=9, blank=True)
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()
    villages = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "year_from", "year_to"], name="countedgap_once")]
        indexes = [
            models.Index(fields=["division", "year_to"], name="countedgap_in", include=["year_from", "villages"])
        ]
