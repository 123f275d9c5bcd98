"""Everything leaves, and comes back the same."""

from pathlib import Path

import pytest
from django.core.management import call_command

from projects.counting import ledger
from projects.imports.kinds import KINDS
from projects.imports.load import Import
from projects.imports.values import plain
from projects.models import Funding, Village

pytestmark = pytest.mark.django_db


def content() -> dict[str, list[list[str]]]:
    return {
        key: [
            [plain(record, column) for column in kind.columns]
            for record in kind.model._default_manager.order_by(kind.key_column)
        ]
        for key, kind in KINDS.items()
    }


class TestRoundTrip:
    def test_an_empty_database_becomes_the_same_and_a_second_time_changes_nothing(
        self, seeded: None, tmp_path: Path
    ) -> None:
        Village.objects.filter(ref="yongan").update(note="=1+1", note_en="'=plain")
        before = content()
        call_command("export_records", tmp_path, verbosity=0)
        for kind in reversed(KINDS.values()):
            for record in kind.model._default_manager.order_by("-pk"):
                record.delete()
        assert not any(content().values())
        for key in KINDS:
            call_command("import_records", key, tmp_path / f"{key}.csv", publish=True)
        assert content() == before
        assert ledger.differences() == []
        versions = list(Funding.objects.values_list("ref", "version"))
        for key, kind in KINDS.items():
            with (tmp_path / f"{key}.csv").open("rb") as file:
                again = Import(kind, file, key, publish=True).run()
            assert (again.new, again.changed, again.unchanged) == (0, 0, len(before[key]))
        assert list(Funding.objects.values_list("ref", "version")) == versions

    def test_every_editable_field_has_a_column(self) -> None:
        for kind in KINDS.values():
            fields = {field.name for field in kind.model._meta.concrete_fields if field.editable} - {"id"}
            assert fields <= set(kind.columns)
            assert set(kind.columns) <= set(kind.headers.values())
