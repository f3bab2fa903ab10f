"""What a beheerder does with an account besides its form, each after a page that asks whether to."""

from collections.abc import Callable
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse

from initiatives import rules
from initiatives.actions import accounts
from initiatives.actions.accounts import Link
from initiatives.admin.links import admin_url
from initiatives.requests import signed_in
from initiatives.rules import Verb

NEW_LINK = "new-link"
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


class StepsMixin(ModelAdmin):
    """The pages of the steps, and that of a link to choose a password."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.step_view)
        steps = [path(f"<int:object_id>/{key}/", view, {"key": key}, f"auth_user_{key}") for key in STEPS]
        return [*steps, *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: int, key: str) -> HttpResponse:
        """The page that asks whether to take a step; POST takes it."""
        account, step = self.account_of(request, object_id), STEPS[key]
        if request.method == "POST":
            return self.guarded(request, self._take, request, account, key)
        context = {"step": step, "title": step.title, "may_be_mailed": key == NEW_LINK and _may_be_mailed(account)}
        return self._page(request, account, "admin/account_step.html", context)

    def link_page(self, request: HttpRequest, account: User, link: Link) -> HttpResponse:
        """The link is in this response only: what a redirect could show it from would have to keep it."""
        context = self._link_context(request, account, link) | {
            "title": "Link voor een wachtwoord",
            "may_be_mailed": _may_be_mailed(account),
            "mail_url": reverse(f"admin:auth_user_{NEW_LINK}", args=[account.pk]),
        }
        return self._page(request, account, "admin/account_link.html", context)

    def guarded(self, request: HttpRequest, view: Callable[..., HttpResponse], *arguments: Any) -> HttpResponse:
        """Tell what an action refused which the form or page could not know yet, such as two who block each other."""
        try:
            return view(*arguments)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def account_of(self, request: HttpRequest, object_id: int | str) -> User:
        if not rules.may(request.user, Verb.CHANGE, User):
            raise PermissionDenied
        account = self.get_object(request, str(object_id))
        if account is None:
            raise Http404
        return account

    def steps_of(self, request: HttpRequest, account: User) -> list[tuple[str, str]]:
        """The label and address of each step that can be taken with an account; the own one has other pages."""
        if account == request.user:
            return []
        offered = [(key, step) for key, step in STEPS.items() if step.is_offered(account)]
        return [(step.label, reverse(f"admin:auth_user_{key}", args=[account.pk])) for key, step in offered]

    def _take(self, request: HttpRequest, account: User, key: str) -> HttpResponse:
        if key != NEW_LINK:
            STEPS[key].run(account=account, by=signed_in(request))
            self.message_user(request, STEPS[key].done, messages.SUCCESS)
        elif "mail" in request.POST and _may_be_mailed(account):
            self._mail_link(request, account)
        else:
            return self.link_page(request, account, accounts.make_link(account=account, by=signed_in(request)))
        return HttpResponseRedirect(admin_url(account))

    def _mail_link(self, request: HttpRequest, account: User) -> None:
        try:
            with transaction.atomic():
                link = accounts.make_link(account=account, by=signed_in(request), is_mailed=True)
                context = self._link_context(request, account, link)
                text = render_to_string("admin/account_mail.txt", context)
                send_mail("Uw account bij Corona-initiatieven", text, None, [account.email])
        except (SMTPException, OSError):
            self.message_user(request, NOT_MAILED, messages.ERROR)
        else:
            self.message_user(request, f"De link is gestuurd naar {account.email}.", messages.SUCCESS)

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


def _may_be_mailed(account: User) -> bool:
    return bool(settings.EMAIL_HOST and account.email)
