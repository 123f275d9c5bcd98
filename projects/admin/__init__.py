"""The staff's pages: one class per kind of record."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from projects.admin import accounts, corrections, figures, findings, imports, office, records

admin.site.site_header = _("Aid tracker: records")
admin.site.site_title = _("Aid tracker: records")
admin.site.index_title = _("What would you like to enter or review?")

__all__ = ["accounts", "corrections", "figures", "findings", "imports", "office", "records"]
