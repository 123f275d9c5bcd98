"""Edits as the admin, the importer and the seed make them: through the ORM, one record at a time."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import ProtectedError

from projects.models import (
    AidProject,
    Donation,
    Enterprise,
    Funding,
    Indicator,
    Outcome,
    Purchase,
    Region,
    Source,
    Village,
)
from tests.counting.ledgers import MODELS, REGIONS, VILLAGES, YEARS, Chance
from tests.counting.naive import Figures

Edit = Callable[[Chance], object]


def any_of(chance: Chance, model: type[Any]) -> Any:
    return chance.choice(list(model.objects.order_by("pk")) or [None])


def a_figure(chance: Chance) -> Figures | None:
    figure: Figures | None = chance.choice(
        [figure for model in MODELS for figure in model.objects.order_by("pk")] or [None]
    )
    return figure


def leads_to(start: Any, field: str, goal: Any) -> bool:
    while start is not None and start.pk != goal.pk:
        start = getattr(start, field)
    return start is not None


def another(chance: Chance, record: Any, field: str) -> Any:
    """None, or a record of the same model that does not lead back here by the field."""
    others = [other for other in type(record).objects.order_by("pk") if not leads_to(other, field, record)]
    return chance.choice([None, *others])


def change_amount(chance: Chance) -> None:
    if figure := a_figure(chance):
        amount = chance.choice([None, Decimal(0), Decimal(chance.randint(0, 10**6)) / 100])
        setattr(figure, "value" if isinstance(figure, Outcome) else "amount", amount)
        figure.save()


def change_whole(chance: Chance) -> None:
    if figure := a_figure(chance):
        figure.part_of = another(chance, figure, "part_of")
        figure.save()


def change_replaced(chance: Chance) -> None:
    if figure := a_figure(chance):
        figure.replaces = another(chance, figure, "replaces")
        figure.save(update_fields=["replaces"])


def change_state(chance: Chance) -> None:
    record = chance.choice([a_figure(chance), a_figure(chance), any_of(chance, AidProject)])
    if record:
        record.state = chance.choice(["draft", "in_review", "published", "published"])
        record.save()


def change_period(chance: Chance) -> None:
    if figure := a_figure(chance):
        figure.year_from, figure.year_to = chance.years()
        figure.as_of = chance.choice([None, date(chance.choice(YEARS), 1, 1)])
        figure.may_overlap = chance.rarely()
        figure.source = any_of(chance, Source)
        figure.save()


def change_nature(chance: Chance) -> None:
    figure = a_figure(chance)
    if isinstance(figure, Funding):
        figure.stage, figure.origin = chance.choice(["", "committed"]), chance.choice(["", "mobilised"])
        figure.enterprise = chance.choice([None, any_of(chance, Enterprise)])
    elif isinstance(figure, Outcome):
        figure.indicator = chance.choice(list(Indicator.objects.filter(ref__startswith="i900").order_by("pk")))
    elif isinstance(figure, Purchase):
        figure.mode = chance.choice(["", "assisted_sale"])
    elif figure is not None:
        figure.enterprise = any_of(chance, Enterprise)
    if figure is not None:
        figure.save()


def change_places(chance: Chance) -> None:
    figure = a_figure(chance)
    if isinstance(figure, Funding | Outcome):
        figure.village = chance.choice([None, any_of(chance, Village)])
        figure.project = any_of(chance, AidProject) or figure.project
    if figure is not None and not isinstance(figure, Funding):
        figure.region_id = chance.choice([None, *REGIONS])
    if figure is not None:
        figure.save()


def change_villages(chance: Chance) -> None:
    record = any_of(chance, chance.choice([AidProject, Donation, Purchase]))
    villages = list(Village.objects.order_by("pk"))
    if record and villages:
        some = chance.subset(villages, 3)
        how = chance.choice(["set", "add", "remove", "clear"])
        if how == "clear":
            record.villages.clear()
        elif how == "set":
            record.villages.set(some)
        else:
            getattr(record.villages, how)(*some)


def change_what_a_village_shares(chance: Chance) -> None:
    """The same relation from its other end."""
    village = any_of(chance, Village)
    sharer, model = chance.choice([("aidprojects", AidProject), ("donations", Donation), ("purchases", Purchase)])
    records = list(model.objects.order_by("pk"))
    if village and records:
        how = chance.choice(["set", "add", "remove", "clear"])
        relation = getattr(village, sharer)
        if how == "clear":
            relation.clear()
        elif how == "set":
            relation.set(chance.subset(records, 2))
        else:
            getattr(relation, how)(*chance.subset(records, 2))


def change_project(chance: Chance) -> None:
    if project := any_of(chance, AidProject):
        project.parent = another(chance, project, "parent")
        project.region_id = chance.choice([None, *REGIONS])
        project.unnamed_villages = chance.choice([None, 0, 2, 7])
        project.measure = chance.choice(["industry", "health"])
        project.enterprise = any_of(chance, Enterprise)
        project.source = chance.choice([None, any_of(chance, Source)])
        project.year_from, project.year_to = chance.years()
        project.save()


def change_parent(chance: Chance) -> None:
    if project := any_of(chance, AidProject):
        project.parent = another(chance, project, "parent")
        project.save()


def move_village(chance: Chance) -> None:
    if village := any_of(chance, Village):
        village.region_id, _ = chance.choice(VILLAGES)
        village.code = chance.choice([None, f"{village.region_id:0<9}{village.pk % 1000:03}"])
        village.save()


def rename(chance: Chance) -> None:
    if record := any_of(chance, chance.choice([Village, Region])):
        record.name_zh, record.name_en = (
            f"名{chance.randint(0, 99)}",
            chance.choice(["", f"Name {chance.randint(0, 99)}"]),
        )
        record.save()


def change_ref_of_a_village(chance: Chance) -> None:
    if village := any_of(chance, Village):
        village.ref = f"v-{village.pk}-{chance.randint(0, 99)}"
        village.save()


def redate_source(chance: Chance) -> None:
    source = any_of(chance, Source)
    source.published_on = date(chance.choice(YEARS), 12, 31)
    source.save()


def delete(chance: Chance) -> None:
    record = chance.choice([a_figure(chance), a_figure(chance), any_of(chance, AidProject), any_of(chance, Village)])
    if record:
        try:
            record.delete()
        except ProtectedError:
            return  # something else leads to it: nothing was deleted


def delete_several(chance: Chance) -> None:
    model = chance.choice(MODELS)
    try:
        model.objects.filter(state=chance.choice(["draft", "published"]), part_of__isnull=chance.rarely(2)).delete()
    except ProtectedError:
        return


def add_figure(chance: Chance) -> None:
    model = chance.choice(MODELS)
    values = {"source": any_of(chance, Source), "locator": "¶9", "state": "published"}
    values["part_of"] = any_of(chance, model) if chance.rarely(2) else None
    values["replaces"] = any_of(chance, model) if chance.rarely(3) else None
    if model in (Funding, Outcome):
        values["project"] = any_of(chance, AidProject)
        if values["project"] is None:
            return
    if model is Outcome:
        values |= {"indicator": Indicator.objects.get(ref="i9001"), "value": Decimal(chance.randint(0, 99))}
    else:
        values |= {"enterprise": any_of(chance, Enterprise), "amount": Decimal(chance.randint(0, 10**6)) / 100}
    model.objects.create(**values)


def add_project(chance: Chance) -> None:
    project = AidProject.objects.create(
        title_zh="新", enterprise=any_of(chance, Enterprise), measure="health", state="published",
        parent=any_of(chance, AidProject), unnamed_villages=chance.choice([None, 4]),
    )  # fmt: skip
    if chance.rarely(2):
        project.villages.add(*chance.subset(list(Village.objects.order_by("pk")), 2))


EDITS: list[Edit] = [
    change_amount, change_whole, change_replaced, change_state, change_period, change_nature, change_places,
    change_villages, change_what_a_village_shares, change_project, change_parent, move_village, rename,
    change_ref_of_a_village, redate_source, delete, delete_several, add_figure, add_project,
]  # fmt: skip
