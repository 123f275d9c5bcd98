"""Accounts: an administrator gives people their roles, and can never give more than a role."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import Case, QuerySet, Value, When
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from projects.access.second_factor import StaffLoginForm, remove
from projects.admin.keys import AskedAdmin
from projects.admin.roles import RoleFilter, named
from projects.models import StaffSession

ONLY_FOR_SUPERUSERS = ("is_superuser", "user_permissions")

admin.site.login_form = StaffLoginForm
for model in (User, TOTPDevice, StaticDevice):  # secrets are nobody's to read, administrators included
    admin.site.unregister(model)


@admin.register(User)
class AccountAdmin(AskedAdmin, UserAdmin):  # type: ignore[type-arg]
    filter_horizontal = ()
    list_filter = ("is_staff", "is_superuser", "is_active", ("groups", RoleFilter))
    readonly_fields = ("last_login", "date_joined")
    actions = ("remove_second_factor",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f not in ONLY_FOR_SUPERUSERS]})
            for name, options in fieldsets
        ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple()
        return named(super().formfield_for_manytomany(db_field, request, **kwargs), db_field.name)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Superusers are nobody's to change but their own kind's: not their rights, nor their password."""
        users: QuerySet[User] = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    @admin.action(description=gettext_lazy("Remove the second factor"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For those who lost their authenticator and their recovery codes."""
        removed = sum(remove(user, by=request.user) for user in queryset)
        messages.success(request, _("Second factor removed from %(n)s accounts.") % {"n": removed})


@admin.register(StaffSession)
class StaffSessionAdmin(AskedAdmin, admin.ModelAdmin):  # type: ignore[type-arg]
    """Everybody sees and ends their own; who keeps the accounts, everybody's."""

    list_display = ("user", "device", "network", "begun_at", "seen_at", "is_this_one")
    list_display_links = None
    list_select_related = ("user",)
    show_full_result_count = False

    @admin.display(description=gettext_lazy("this one"), boolean=True)
    def is_this_one(self, session: Any) -> bool:
        return bool(session.is_here)

    def get_queryset(self, request: HttpRequest) -> QuerySet[StaffSession]:
        is_here = Case(When(session_key=request.session.session_key, then=Value(True)), default=Value(False))
        sessions: QuerySet[StaffSession] = super().get_queryset(request).annotate(is_here=is_here)
        if request.user.is_superuser:
            return sessions
        if request.user.has_perm("auth.change_user"):
            return sessions.filter(user__is_superuser=False)
        return sessions.filter(user=request.user.pk)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
