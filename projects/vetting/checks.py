"""The checks: each one declaration that form, report, queue and imports follow."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.models import Award, Donation, Enterprise, Funding, Outcome, Purchase
from projects.vetting import among, single

Facts = dict[str, str]
"""What was found, in plain values; they complete the check's text."""

FIGURES: tuple[type[Any], ...] = (Funding, Donation, Purchase, Outcome)
RECORDS: tuple[type[Any], ...] = (*FIGURES, Award)


@dataclass(frozen=True)
class Check:
    key: str
    title: Any
    text: Any
    """What was found, to be completed with the facts."""
    advice: Any
    """How to answer it."""
    models: tuple[type[Any], ...]
    of_one: Callable[[Any], Facts | None] | None = None
    """Looks at a record by itself, stored or not."""
    of_many: Callable[[among.Among], Iterator[tuple[int, Facts]]] | None = None
    """Looks at stored records, with a few queries for all of them: primary key and facts."""

    def says(self, facts: Facts) -> str:
        return str(self.text) % facts


def _checks() -> Iterator[Check]:
    yield Check(
        "unit_slip",
        _("Unit of the amount"),
        _("It differs from the wording “%(wording)s” by a factor of 10,000: 万元 or yuan?"),
        _("Correct the amount or the wording."),
        FIGURES,
        single.unit_slip,
    )
    yield Check(
        "wording",
        _("Amount and wording"),
        _("It is another amount than its wording “%(wording)s” says."),
        _("Correct one of them, or say why the source's wording is not the amount."),
        FIGURES,
        single.other_wording,
    )
    yield Check(
        "falls",
        _("Cumulative sum falls"),
        _("It is lower than %(older)s, which it replaces: a cumulative sum does not fall."),
        _("Look whether both count the same; if the newer source corrects the older, say so."),
        FIGURES,
        single.falls,
    )
    yield Check(
        "rounding",
        _("Sum of the parts"),
        _("Its parts add up to %(parts)s, more than it, by no more than rounding explains."),
        _("Enter the parts as exactly as the source has them, or say that the source rounds."),
        FIGURES,
        single.rounding,
    )
    yield Check(
        "undated",
        _("No date of its own"),
        _("It states neither a last year nor “as of”: it counts up to %(year)s, when its source was published."),
        _("Enter the day up to which the figure counts, or say that the source gives none."),
        FIGURES,
        single.undated,
    )
    yield Check(
        "after_source",
        _("Later than its source"),
        _("It reaches to %(until)s, but its source was published on %(published)s."),
        _("Correct the date or the source, or say that the source tells of what is planned."),
        FIGURES,
        single.after_source,
    )
    yield Check(
        "outdated",
        _("Older than its source"),
        _("It ends in %(year)s, but its source was published on %(published)s: is there a newer figure?"),
        _("Look in the source for a newer figure, or say that it tells of the past."),
        FIGURES,
        single.outdated,
    )
    yield Check(
        "consumption",
        _("Purchase entered as funding"),
        _("It is funding of consumption-based assistance: a purchase is an exchange, not an investment."),
        _("Enter what was bought under purchases, or say what was invested."),
        (Funding,),
        single.consumption,
    )
    yield Check(
        "concept",
        _("Statistical concept"),
        _("It is a level without its statistical concept: it cannot be compared with others."),
        _("Choose the concept, or say that the source does not state it."),
        (Outcome,),
        single.without_concept,
    )
    yield Check(
        "body",
        _("Granting body"),
        _("It names nobody who granted it."),
        _("Enter the granting bodies, or say that the source names none."),
        (Award,),
        single.without_body,
    )
    yield Check(
        "uscc",
        _("Unified social credit code"),
        _("The unified social credit code %(code)s does not satisfy GB 32100."),
        _("Compare it with the licence: codes that were really issued may fail the rule."),
        (Enterprise,),
        single.bad_uscc,
    )
    yield Check(
        "repeated",
        _("Entered twice"),
        _("The same amount from the same source is also %(others)s: one joint figure, entered once per village?"),
        _("Keep one of them with all its villages, or say that they are two sums."),
        FIGURES,
        of_many=among.repeated_figures,
    )
    yield Check(
        "award_twice",
        _("Award entered twice"),
        _("The same enterprise was granted the same in the same year: %(others)s."),
        _("Keep one of them: a caption and a text may tell of the same award."),
        (Award,),
        of_many=among.repeated_awards,
    )
    yield Check(
        "voucher",
        _("Voucher"),
        _("It is recorded in the ledger, and no voucher or other evidence is attached."),
        _("Attach the voucher, or say where it is kept."),
        FIGURES,
        of_many=among.without_voucher,
    )
    yield Check(
        "one_person",
        _("Two people"),
        _("Nobody but %(who)s saw it before it was public."),
        _("Have somebody else compare it with its source, and answer with their name."),
        RECORDS,
        of_many=among.seen_by_one,
    )
    yield Check(
        "unexplained",
        _("Reason for a change"),
        _("It was changed on %(day)s, while it was public, and no reason was given."),
        _("Say why it was changed."),
        RECORDS,
        of_many=among.changed_without_reason,
    )


CHECKS: dict[str, Check] = {check.key: check for check in _checks()}
_OF_MODEL: dict[type[Any], list[Check]] = defaultdict(list)
for _check in CHECKS.values():
    for _model in _check.models:
        _OF_MODEL[_model].append(_check)


def vetted_models() -> dict[str, type[Any]]:
    """By model name."""
    return {str(model._meta.model_name): model for check in CHECKS.values() for model in check.models}


def checks_of(model: type[Any]) -> list[Check]:
    return _OF_MODEL.get(model, [])


def found_alone(record: Any) -> dict[str, Facts]:
    """What looks wrong in the record by itself, by check; it need not be stored."""
    return {
        check.key: facts
        for check in checks_of(type(record))
        if check.of_one is not None and (facts := check.of_one(record)) is not None
    }


def found_among(looked: among.Among) -> dict[tuple[int, str], Facts]:
    """What looks wrong in stored records beside others, by primary key and check."""
    return {
        (pk, check.key): facts
        for check in checks_of(looked.model)
        if check.of_many is not None
        for pk, facts in check.of_many(looked)
    }


def in_words(found: Mapping[str, Facts]) -> list[str]:
    return [CHECKS[key].says(facts) for key, facts in found.items()]
