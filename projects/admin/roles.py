"""Roles and what they may do, in the reader's language: the database and the framework know them in English."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from projects.admin.keys import AskedAdmin

ROLES = (gettext_noop("data entry"), gettext_noop("reviewer"), gettext_noop("administrator"))
OF_THE_FRAMEWORK = (
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
    gettext_noop("Model name"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
)
"""Texts of Django's own pages that its Chinese catalogue lacks."""
ACTIONS = {
    "add": gettext_lazy("may add: %(name)s"),
    "change": gettext_lazy("may change: %(name)s"),
    "delete": gettext_lazy("may delete: %(name)s"),
    "view": gettext_lazy("may view: %(name)s"),
}
PUBLISHES = gettext_noop("Can publish records and take them back")


def role_name(group: Group) -> str:
    """A role the site comes with; others are called as somebody called them."""
    return _(group.name) if group.name in ROLES else group.name


def permission_name(permission: Permission) -> str:
    action = ACTIONS.get(permission.codename.partition("_")[0])
    model: Any = permission.content_type.model_class()
    if action is None or model is None:
        return _(permission.name)
    of = getattr(model, "instance_type", None)  # the history of another model
    name = _("history of %(name)s") % {"name": of._meta.verbose_name} if of else model._meta.verbose_name
    return str(action) % {"name": name}


class RoleFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(group.pk), role_name(group)) for group in Group.objects.order_by("pk")]


def named(form_field: Any, name: str) -> Any:
    """A field that chooses roles or permissions, with their names in the reader's language."""
    if form_field is not None and name in ("groups", "permissions", "user_permissions"):
        form_field.label_from_instance = role_name if name == "groups" else permission_name
    return form_field


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(AskedAdmin, GroupAdmin):
    list_display = ("called",)

    @admin.display(description=gettext_lazy("role"), ordering="name")
    def called(self, group: Group) -> str:
        return role_name(group)

    @admin.display(description=gettext_lazy("what it may do"))
    def allowed(self, group: Group) -> SafeString:
        names = [permission_name(each) for each in group.permissions.select_related("content_type")]
        return format_html_join("", "<div>{}</div>", ((name,) for name in names))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may_change = obj is None or self.has_change_permission(request, obj)
        return ("name", "permissions") if may_change else ("called", "allowed")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("called", "allowed")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return named(super().formfield_for_manytomany(db_field, request, **kwargs), db_field.name)
