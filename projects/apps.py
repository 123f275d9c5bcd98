from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Assistance records")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from projects import checks, vetting  # noqa: F401  (checks: registers the system checks)
        from projects.access import sessions
        from projects.caching import triggers
        from projects.counting import sync
        from projects.search import upkeep

        vetting.connect()
        sessions.connect()
        post_migrate.connect(upkeep.restore, sender=self)
        post_migrate.connect(triggers.watch_all, sender=self)
        sync.connect()  # the last: whatever becomes of the read model, search and triggers are whole
