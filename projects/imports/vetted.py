"""What the checks before publication find, kept in step with what a load writes."""

from collections.abc import Collection, Sequence
from typing import Any

from projects.imports import values
from projects.imports.write import Staged
from projects.vetting import LOOKED_AT, checks_of, resting_on, vet, vet_referring, vet_stored


class Vetted:
    """Goes along with a load, chunk by chunk."""

    def __init__(self, model: type[Any]) -> None:
        self._model = model
        self._fact = LOOKED_AT[model][0] if model in LOOKED_AT else None
        self._others: set[int] = set()
        """Records whose findings rest on those written, or did."""
        self._referred: list[int] = []
        """Records of which a fact was changed that checks look at."""

    def will_be_written(self, staged: Sequence[Staged]) -> None:
        changed = [each for each in staged if not each.is_new]
        if changed and checks_of(self._model):
            self._others |= resting_on(self._model, [each.record.pk for each in changed])
        if self._fact is not None:
            self._referred += [
                each.record.pk for each in changed if each.before[self._fact] != values.plain(each.record, self._fact)
            ]

    def written(self, staged: Sequence[Staged]) -> None:
        """Those that neither contain nor replace another: nothing that comes later tells more about them alone."""
        self._others |= vet([each.record for each in staged], {each.record.pk: each.found for each in staged})

    def all_written(self, linked: Collection[int]) -> None:
        """`linked`: those that were left out."""
        self._others |= vet_stored(self._model, linked)
        vet_stored(self._model, self._others.difference(linked))
        if self._referred:
            vet_referring(self._model, self._referred)
