"""Admin of accounts, for the beheerder."""

from typing import Any, Protocol, cast

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from initiatives import rules
from initiatives.actions import accounts
from initiatives.admin.account_form import NAMES, AccountForm
from initiatives.admin.account_steps import StepsMixin
from initiatives.admin.rights import NUMBER, RightsMixin
from initiatives.choices import Role
from initiatives.requests import signed_in

NO_ROLE = "geen"


class ListedAccount(Protocol):
    """An account as `AccountAdmin.get_queryset` gives it."""

    has_factor: bool


class RoleFilter(admin.SimpleListFilter):
    title, parameter_name = "rol", "rol"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [*Role.choices, (NO_ROLE, "Geen rol")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == NO_ROLE:
            return queryset.exclude(groups__name__in=Role.values).exclude(is_superuser=True)
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


class BlockedFilter(admin.SimpleListFilter):
    title, parameter_name = "geblokkeerd", "geblokkeerd"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("ja", "Ja"), ("nee", "Nee")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        is_active = {"ja": False, "nee": True}.get(self.value() or "")
        return queryset if is_active is None else queryset.filter(is_active=is_active)


@admin.register(User)
class AccountAdmin(StepsMixin, RightsMixin, admin.ModelAdmin):
    """Admin of accounts. What it writes goes through `initiatives.actions.accounts`, in Django's transaction."""

    form = AccountForm
    actions = None
    list_display = ["username", "full_name", "email", "role", "blocked", "second_factor", "last_login", "places"]
    list_filter = [RoleFilter, BlockedFilter]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    readonly_fields = ["second_factor", "last_login", "date_joined"]
    change_form_template = "admin/account_form.html"
    delete_confirmation_template = "admin/account_delete.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=accounts.FACTORS)
        rows = super().get_queryset(request).annotate(has_factor=Exists(factors))
        return rows.select_related("editor").prefetch_related("groups", "editor__municipalities")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list[tuple]:
        rights = ["role", "municipalities"]
        if obj is None:
            return [(None, {"fields": NAMES}), ("Rechten", {"fields": rights})]
        return [
            (None, {"fields": NAMES}),
            ("Rechten", {"fields": [*rights, "blocked"]}),
            ("Aanmelden", {"fields": self.readonly_fields}),
        ]

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **options: Any
    ) -> type[AccountForm]:
        form = cast(type[AccountForm], super().get_form(request, obj, change, **options))
        form.editor = signed_in(request)
        return form

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Accounts", **(extra_context or {})})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if not all(NUMBER.fullmatch(key) for key in request.POST.getlist("municipalities")):
            raise BadRequest("municipalities is no number")
        account = self.get_object(request, object_id) if object_id else None
        steps = self.steps_of(request, account) if account else []
        context: dict[str, Any] = {"title": "Account wijzigen", "steps": steps}
        if object_id is None:  # after saving comes the link, whichever button was used
            buttons = {"show_save_and_add_another": False, "show_save_and_continue": False}
            context |= {"title": "Account toevoegen"} | buttons
        context |= extra_context or {}
        return self.guarded(request, super().changeform_view, request, object_id, form_url, context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return self.guarded(request, super().delete_view, request, object_id, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The lines of the log about an account."""
        self.account_of(request, object_id)
        query = {"model__exact": "user", "object_id__exact": object_id}
        return HttpResponseRedirect(reverse("admin:initiatives_event_changelist", query=query))

    def save_model(self, request: HttpRequest, obj: User, form: AccountForm, change: bool) -> None:
        data = form.cleaned_data
        rights = {"role": Role(data["role"]), "municipalities": data["municipalities"], "by": signed_in(request)}
        if change:
            accounts.change(account=obj, is_blocked=data["blocked"], **rights)
        else:
            accounts.add(account=obj, **rights)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        accounts.delete(account=obj, by=signed_in(request))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Nothing besides the account itself that anybody made, or why it cannot be deleted."""
        try:
            accounts.check_change(objs[0], None, is_blocked=True, by=signed_in(request))
        except ValidationError as error:
            return [], {}, set(), error.messages
        return [], {}, set(), []

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        self.message_user(request, f"Het account {obj} is gemaakt.", messages.SUCCESS)
        return self.link_page(request, obj, accounts.make_link(account=obj, by=signed_in(request)))

    def log_addition(self, *arguments: Any, **options: Any) -> Any:
        """No-op: the actions write the log."""

    log_change = log_deletions = log_addition

    @admin.display(description="naam")
    def full_name(self, account: User) -> str:
        return account.get_full_name()

    @admin.display(description="rol")
    def role(self, account: User) -> str:
        role = rules.assigned_role(account)
        return role.label if role else NO_ROLE

    @admin.display(description="eigen gemeenten")
    def places(self, account: User) -> str:
        return ", ".join(municipality.name for municipality in accounts.own_municipalities(account))

    @admin.display(description="tweede stap")
    def second_factor(self, account: ListedAccount) -> str:
        return "ja" if account.has_factor else "nee"

    @admin.display(description="geblokkeerd", ordering="is_active")
    def blocked(self, account: User) -> str:
        return "nee" if account.is_active else "ja"
