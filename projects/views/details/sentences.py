"""The sentences around a total, each number in them leading to the list it is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from projects import formatting
from projects.counting import Bucket, Totals, Wider
from projects.models import Aggregation, Payer, Region
from projects.templatetags.aid import address, text
from projects.views.details.addresses import Scope, list_address


class Wording(Enum):
    """What verb a kind takes."""

    GIVEN = auto()
    BOUGHT = auto()
    CAME_ABOUT = auto()


def to_unnamed_villages(wording: Wording, villages: int | None) -> str:
    if wording == Wording.BOUGHT:
        return _("A further {amount} was for goods from {region}, whose villages the source does not name.")
    if wording == Wording.GIVEN:
        if villages is None:
            return _("A further {amount} went to villages of {region} that the source does not name.")
        return ngettext(
            "A further {amount} went to one village of {region} that the source does not name.",
            "A further {amount} went to {n} villages of {region} that the source does not name.",
            villages,
        )
    if villages is None:
        return _("A further {amount}, in villages of {region} that the source does not name.")
    return ngettext(
        "A further {amount}, in one village of {region} that the source does not name.",
        "A further {amount}, in {n} villages of {region} that the source does not name.",
        villages,
    )


def to_unnamed_villages_without_amount(wording: Wording) -> str:
    if wording == Wording.BOUGHT:
        return _("{entries} of goods from {region}: neither the villages nor the amount is stated.")
    return _("{entries} for villages of {region}: neither their names nor the amount is stated.")


def entries(rows: int) -> str:
    return ngettext("%(n)s more entry", "%(n)s more entries", rows) % {"n": rows}


def to_no_place(wording: Wording) -> str:
    if wording == Wording.BOUGHT:
        return _("A further {amount} was for goods whose origin the source does not state.")
    if wording == Wording.GIVEN:
        return _("A further {amount} went to places the source does not state.")
    return _("A further {amount}, in places the source does not state.")


@dataclass(frozen=True)
class Writer:
    """Puts one kind's totals into words."""

    wording: Wording
    unit: str | None
    """Of an outcome; None for money."""
    list_key: str
    scope: Scope
    of_kind: Mapping[str, str]
    regions: Mapping[str, Region]
    shared_with: SafeString | None
    has_years: bool
    """Whether years are asked for, which a figure may reach beyond as it may reach beyond the places."""

    def made_of(self, **more: str) -> str:
        return list_address(self.list_key, self.scope, **{**self.of_kind, **more})

    def bounds(self, totals: Totals) -> str:
        if self.unit is None:
            return formatting.interval(totals.lower, totals.upper)
        return formatting.quantity_interval(totals.lower, totals.upper, self.unit)

    def format(self, amount: Decimal) -> str:
        return formatting.money(amount) if self.unit is None else formatting.quantity(amount, self.unit)

    def interval(self, totals: Totals) -> str:
        """“Stated” where some entries state no amount: what they hold is unknown, not zero."""
        if not totals.in_interval:
            return _("no entry")
        if totals.not_stated_in_interval == totals.in_interval:
            return _("amount not stated")
        shown = self.bounds(totals)
        return _("%(amount)s stated") % {"amount": shown} if totals.not_stated_in_interval else shown

    def remarks(self, totals: Totals, wider: Iterable[Wider]) -> list[SafeString]:
        return [
            *self._in_the_interval(totals),
            *(self._wider(part) for part in wider),
            *self._unplaced(totals),
            *self._elsewhere(totals),
        ]

    def employees(self, totals: Totals) -> SafeString:
        shown = self.bounds(totals)
        return format_html(
            _("Given by employees, not the enterprise's own money: {amount}."),
            amount=self._linked(shown, self.made_of(payer=Payer.EMPLOYEES)),
        )

    def _in_the_interval(self, totals: Totals) -> list[SafeString]:
        remarks = []
        if totals.shared:
            shared = self.format(totals.shared)
            if self.has_years:
                sentence = _("Possibly outside the places or years asked for: {amount}.")
                remarks.append(format_html(sentence, amount=shared))
            elif self.shared_with:
                sentence = _("Jointly with {villages}: {amount}; no split is stated.")
                remarks.append(format_html(sentence, amount=shared, villages=self.shared_with))
            else:
                sentence = _("Jointly with villages elsewhere: {amount}; no split is stated.")
                remarks.append(format_html(sentence, amount=shared))
        if totals.overlapping:
            sentence = _("Possibly contained in another figure already: {amount}.")
            remarks.append(format_html(sentence, amount=self.format(totals.overlapping)))
        if totals.aggregation == Aggregation.OVERLAP and not totals.is_exact:
            remarks.append(
                escape(_("The same people may be counted in several figures, so the least is the largest single one."))
            )
        if blank := totals.not_stated_in_interval:
            sentence = ngettext("One entry states no amount.", "{n} entries state no amount.", blank)
            remarks.append(format_html(sentence, n=blank))
        return remarks

    def _wider(self, wider: Wider) -> SafeString:
        region = self.regions[wider.region_code]
        has_amount = wider.not_stated < wider.rows
        return format_html(
            to_unnamed_villages(self.wording, wider.unnamed_villages)
            if has_amount
            else to_unnamed_villages_without_amount(self.wording),
            amount=self._linked(self._amount(wider.total, wider.not_stated), self.made_of(bucket=Bucket.WIDER)),
            entries=self._linked(entries(wider.rows), self.made_of(bucket=Bucket.WIDER)),
            n=wider.unnamed_villages,
            region=self._linked(text(region, "name"), address(region)),
        )

    def _unplaced(self, totals: Totals) -> list[SafeString]:
        rows, blank = totals.rows[Bucket.UNPLACED], totals.not_stated[Bucket.UNPLACED]
        if not rows:
            return []
        made_of = self.made_of(bucket=Bucket.UNPLACED)
        if blank == rows:
            sentence = (
                _("{entries} state neither a place nor an amount.")
                if rows > 1
                else _("{entries} states neither a place nor an amount.")
            )
            return [format_html(sentence, entries=self._linked(entries(rows), made_of))]
        amount = self._linked(self._amount(totals.unplaced, blank), made_of)
        return [format_html(to_no_place(self.wording), amount=amount)]

    def _elsewhere(self, totals: Totals) -> list[SafeString]:
        """What makes the identity whole: nothing that is recorded is lost from sight."""
        rows, blank = totals.rows[Bucket.OUTSIDE], totals.not_stated[Bucket.OUTSIDE]
        if not rows or totals.aggregation != Aggregation.SUM:
            return []
        made_of = self.made_of(bucket=Bucket.OUTSIDE)
        if blank == rows:
            sentence = _("Recorded elsewhere, without an amount: {entries}.")
            number = npgettext("recorded elsewhere", "%(n)s entry", "%(n)s entries", rows) % {"n": rows}
            return [format_html(sentence, entries=self._linked(number, made_of))]
        return [
            format_html(
                _("Recorded elsewhere: {amount}; everywhere, {total}."),
                amount=self._linked(self._amount(totals.outside, blank), made_of),
                total=self.format(totals.grand_total),
            )
        ]

    def _amount(self, total: Decimal, not_stated: int) -> str:
        shown = self.format(total)
        if not not_stated:
            return shown
        return ngettext(
            "%(amount)s (not counting one entry without an amount)",
            "%(amount)s (not counting %(n)s entries without an amount)",
            not_stated,
        ) % {"amount": shown, "n": not_stated}

    @staticmethod
    def _linked(shown: str, url: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', url, shown) if url else format_html("{}", shown)
