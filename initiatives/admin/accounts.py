"""Admin of accounts, for the beheerder: roles, invitations, blocking, second factor."""

from collections.abc import Callable
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse

from initiatives import rules
from initiatives.actions import accounts
from initiatives.actions.accounts import Link
from initiatives.admin.base import NUMBER
from initiatives.admin.links import admin_url
from initiatives.admin.rights import RightsMixin
from initiatives.choices import Role
from initiatives.models import Editor, Municipality
from initiatives.rules import Verb

NO_ROLE = "geen"
NEW_LINK = "new-link"
NAMES = ("username", "first_name", "last_name", "email")
NOT_MAILED = "Het bericht is niet verstuurd, en er is geen link gemaakt. Probeer het later, of kies “Link maken”."


@dataclass(frozen=True)
class Step:
    """Something that a beheerder does with an account, after a page that asks whether to."""

    label: str
    title: str
    text: str
    done: str
    is_offered: Callable[[User], bool]
    run: Callable[..., Any]


STEPS = {
    NEW_LINK: Step(
        "Nieuw wachtwoord",
        "Een link maken voor een nieuw wachtwoord?",
        "Wie de link opent, kiest zelf een wachtwoord. Tot dan blijft het oude wachtwoord werken.",
        "",
        lambda account: account.is_active,
        accounts.make_link,
    ),
    "remove-second-factor": Step(
        "Tweede stap weghalen",
        "De tweede stap bij het aanmelden weghalen?",
        "De app, passkeys en herstelcodes van dit account werken daarna niet meer, en het wordt overal afgemeld. "
        "Doe dit alleen als u zeker weet wie het vraagt: bel bijvoorbeeld terug.",
        "De tweede stap is weggehaald, en het account is overal afgemeld.",
        accounts.has_second_factor,
        accounts.remove_second_factor,
    ),
    "block": Step(
        "Blokkeren",
        "Dit account blokkeren?",
        "Het account kan zich niet meer aanmelden en wordt overal afgemeld. Wat het deed, blijft staan met de naam.",
        "Het account is geblokkeerd en overal afgemeld.",
        lambda account: account.is_active,
        lambda account, by: accounts.set_blocked(account=account, is_blocked=True, by=by),
    ),
    "unblock": Step(
        "Deblokkeren",
        "Dit account deblokkeren?",
        "Het account kan zich daarna weer aanmelden, met het wachtwoord van voor het blokkeren.",
        "Het account is gedeblokkeerd.",
        lambda account: not account.is_active,
        lambda account, by: accounts.set_blocked(account=account, is_blocked=False, by=by),
    ),
}


class AccountForm(forms.ModelForm):
    """The names and rights of an account. Everything else of it is written by `initiatives.actions.accounts` only."""

    editor: User  # who fills the form in; set by the ModelAdmin
    role = forms.ChoiceField(label="Rol", choices=[("", "Kies…"), *Role.choices])
    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.all(),
        label="Eigen gemeenten",
        required=False,
        help_text="Alleen voor een gemeenteredacteur; bij een andere rol worden ze niet bewaard.",
        widget=AutocompleteSelectMultiple(Editor._meta.get_field("municipalities"), admin.site),
    )
    blocked = forms.BooleanField(
        label="Geblokkeerd", required=False, help_text="Kan zich niet aanmelden, en is overal meteen afgemeld."
    )

    class Meta:
        model = User
        fields = NAMES

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        account = self.instance
        if not account.pk:
            del self.fields["blocked"]
            return
        self.initial |= {
            "role": rules.assigned_role(account),
            "municipalities": accounts.own_municipalities(account),
            "blocked": not account.is_active,
        }
        is_own = account == self.editor
        if is_own or account.is_superuser:  # a disabled field keeps its value, whatever is posted
            self.fields["role"].disabled = self.fields["municipalities"].disabled = True
            self.fields["role"].help_text = "Van dit account kan de rol hier niet anders."
        self.fields["blocked"].disabled = is_own

    def clean(self) -> dict[str, Any]:
        """Report what `actions.accounts` would refuse, at the field."""
        data = super().clean()
        named = User(pk=self.instance.pk, username=data.get("username", ""), email=data.get("email", ""))
        self._check(accounts.check_names, named)
        if not data.get("role"):
            return data
        role = Role(data["role"])
        if role is not Role.MUNICIPAL:
            data["municipalities"] = Municipality.objects.none()
        elif "municipalities" in data and not data["municipalities"]:
            self.add_error("municipalities", accounts.OWN_PLACES_MISSING)
        if self.instance.pk:
            account, is_blocked = User.objects.get(pk=self.instance.pk), data.get("blocked", False)
            self._check(accounts.check_change, account, role, is_blocked=is_blocked, by=self.editor)
        return data

    def _check(self, check: Callable[..., None], *arguments: Any, **options: Any) -> None:
        try:
            check(*arguments, **options)
        except ValidationError as error:
            self.add_error(None, error)


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
        is_active = {"ja": False, "nee": True}.get(self.value())
        return queryset if is_active is None else queryset.filter(is_active=is_active)


@admin.register(User)
class AccountAdmin(RightsMixin, admin.ModelAdmin):
    """Admin of accounts. What it writes goes through `initiatives.actions.accounts`, in Django's transaction."""

    form = AccountForm
    actions = None
    list_display = ["username", "full_name", "email", "role", "places", "second_factor", "last_login", "blocked"]
    list_filter = [RoleFilter, BlockedFilter]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    readonly_fields = ["second_factor", "last_login", "date_joined"]
    change_form_template = "admin/account_form.html"
    delete_confirmation_template = "admin/account_delete.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.step_view)
        steps = [path(f"<int:object_id>/{key}/", view, {"key": key}, f"auth_user_{key}") for key in STEPS]
        return [*steps, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=accounts.FACTORS)
        rows = super().get_queryset(request).annotate(has_factor=Exists(factors))
        return rows.select_related("editor").prefetch_related("groups", "editor__municipalities")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the parameters of the filters: with lookups, the hash of a password could be guessed."""
        return lookup in (RoleFilter.parameter_name, BlockedFilter.parameter_name)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list[tuple]:
        rights = ["role", "municipalities"]
        if obj is None:
            return [(None, {"fields": NAMES}), ("Rechten", {"fields": rights})]
        return [
            (None, {"fields": NAMES}),
            ("Rechten", {"fields": [*rights, "blocked"]}),
            ("Aanmelden", {"fields": self.readonly_fields}),
        ]

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        form.editor = request.user
        return form

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Accounts", **(extra_context or {})})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if not all(NUMBER.fullmatch(key) for key in request.POST.getlist("municipalities")):
            raise BadRequest("municipalities is no number")
        account = self.get_object(request, object_id) if object_id else None
        context = {"steps": self._steps(request, account) if account else []} | (extra_context or {})
        return self._guarded(request, super().changeform_view, request, object_id, form_url, context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return self._guarded(request, super().delete_view, request, object_id, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The lines of the log about an account."""
        self._account(request, object_id)
        query = {"model__exact": "user", "object_id__exact": object_id}
        return HttpResponseRedirect(reverse("admin:initiatives_event_changelist", query=query))

    def save_model(self, request: HttpRequest, obj: User, form: AccountForm, change: bool) -> None:
        data = form.cleaned_data
        rights = {"role": Role(data["role"]), "municipalities": data["municipalities"], "by": request.user}
        if change:
            accounts.change(account=obj, is_blocked=data["blocked"], **rights)
        else:
            accounts.add(account=obj, **rights)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        accounts.delete(account=obj, by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Nothing besides the account itself that anybody made, or why it cannot be deleted."""
        try:
            accounts.check_change(objs[0], None, is_blocked=True, by=request.user)
        except ValidationError as error:
            return [], {}, set(), error.messages
        return [], {}, set(), []

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        return self._link_page(request, obj, accounts.make_link(account=obj, by=request.user))

    def step_view(self, request: HttpRequest, object_id: int, key: str) -> HttpResponse:
        """The page that asks whether to take a step; POST takes it."""
        account, step = self._account(request, object_id), STEPS[key]
        if request.method == "POST":
            return self._guarded(request, self._take, request, account, key)
        context = {"step": step, "title": step.title, "may_be_mailed": key == NEW_LINK and _may_be_mailed(account)}
        return self._page(request, account, "admin/account_step.html", context)

    def log_addition(self, *arguments: Any) -> None:
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
    def second_factor(self, account: User) -> str:
        return "ja" if account.has_factor else "nee"

    @admin.display(description="geblokkeerd", ordering="is_active")
    def blocked(self, account: User) -> str:
        return "nee" if account.is_active else "ja"

    def _account(self, request: HttpRequest, object_id: int | str) -> User:
        if not rules.may(request.user, Verb.CHANGE, User):
            raise PermissionDenied
        account = self.get_object(request, str(object_id))
        if account is None:
            raise Http404
        return account

    def _steps(self, request: HttpRequest, account: User) -> list[tuple[str, str]]:
        """The label and address of each step that can be taken with an account; the own one has other pages."""
        if account == request.user:
            return []
        offered = [(key, step) for key, step in STEPS.items() if step.is_offered(account)]
        return [(step.label, reverse(f"admin:auth_user_{key}", args=[account.pk])) for key, step in offered]

    def _take(self, request: HttpRequest, account: User, key: str) -> HttpResponse:
        if key != NEW_LINK:
            STEPS[key].run(account=account, by=request.user)
            self.message_user(request, STEPS[key].done, messages.SUCCESS)
        elif "mail" in request.POST and _may_be_mailed(account):
            self._mail_link(request, account)
        else:
            return self._link_page(request, account, accounts.make_link(account=account, by=request.user))
        return HttpResponseRedirect(admin_url(account))

    def _mail_link(self, request: HttpRequest, account: User) -> None:
        try:
            with transaction.atomic():
                link = accounts.make_link(account=account, by=request.user, is_mailed=True)
                context = self._link_context(request, account, link)
                text = render_to_string("admin/account_mail.txt", context)
                send_mail("Uw account bij Corona-initiatieven", text, None, [account.email])
        except (SMTPException, OSError):
            self.message_user(request, NOT_MAILED, messages.ERROR)
        else:
            self.message_user(request, f"De link is gestuurd naar {account.email}.", messages.SUCCESS)

    def _link_page(self, request: HttpRequest, account: User, link: Link) -> HttpResponse:
        """The link is in this response only: what a redirect could show it from would have to keep it."""
        context = self._link_context(request, account, link) | {
            "title": "Link voor een wachtwoord",
            "may_be_mailed": _may_be_mailed(account),
            "mail_url": reverse(f"admin:auth_user_{NEW_LINK}", args=[account.pk]),
        }
        return self._page(request, account, "admin/account_link.html", context)

    def _link_context(self, request: HttpRequest, account: User, link: Link) -> dict[str, Any]:
        return {
            "account": account,
            "url": request.build_absolute_uri(link.path),
            "ends_at": link.ends_at,
            "has_password": account.has_usable_password(),
            "host": request.get_host(),
        }

    def _page(self, request: HttpRequest, account: User, template: str, context: dict[str, Any]) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "record": account}
        return render(request, template, frame | context)

    def _guarded(self, request: HttpRequest, view: Callable[..., HttpResponse], *arguments: Any) -> HttpResponse:
        """Tell what an action refused which the form or page could not know yet, such as two who block each other."""
        try:
            return view(*arguments)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


def _may_be_mailed(account: User) -> bool:
    return bool(settings.EMAIL_HOST and account.email)
