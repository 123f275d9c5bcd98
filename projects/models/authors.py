"""Who entered what a record says."""

from collections import defaultdict
from typing import Any


def authors_of(record: Any, *, shown_by: str = "state") -> set[int]:
    """Keys of everybody who made the record say something new, by its history.

    Moving it to another publication state does not, nor does bringing back what it said before (an import undone).
    `shown_by`: the field that says whether it is public.
    """
    history = record.history.model
    fields = [f.attname for f in record._meta.concrete_fields if f.editable and f.name != shown_by]
    versions = list(record.history.order_by("history_id").values("history_id", "history_user_id", *fields))
    villages: dict[int, set[int]] = defaultdict(set)
    for field in record._meta.many_to_many:
        links = getattr(history, field.name).model._default_manager
        rows = links.filter(history_id__in=[version["history_id"] for version in versions])
        for history_id, village in rows.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
            villages[history_id].add(village)
    authors = set()
    said: set[tuple[Any, ...]] = set()
    for version in versions:
        says = (*(version[field] for field in fields), frozenset(villages[version["history_id"]]))
        if says not in said:
            authors.add(version["history_user_id"])
        said.add(says)
    return authors - {None}
