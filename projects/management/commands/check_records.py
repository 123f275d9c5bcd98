from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from projects.models import Finding
from projects.vetting import vet_stored
from projects.vetting.checks import vetted_models


class Command(BaseCommand):
    help = "Run the checks before publication over all records anew; answers stay where the facts did."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, model in vetted_models().items():
            pks = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
            with tqdm(total=len(pks), desc=name, unit=" records", disable=None) as progress:
                vet_stored(model, pks, progress.update)
        found, answered = Finding.objects.count(), Finding.objects.exclude(answer="").count()
        self.stdout.write(f"{found} findings, {answered} of them answered.")
