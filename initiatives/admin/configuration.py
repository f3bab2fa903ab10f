"""The page with what is set for this site: what it means, what it is now, and where it is changed."""

from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives import rules
from initiatives.models import Initiative
from initiatives.models.stories import MAX_STORIES

NOTHING = "niet ingevuld"


class Setting(NamedTuple):
    """A setting as an editor sees it; `variable` is what who runs the site changes. It is never a secret."""

    label: str
    value: str
    meaning: str
    variable: str


@require_safe
def configuration(request: HttpRequest) -> HttpResponse:
    """Show the settings that visitors and editors notice, and the initiatives on the home page."""
    if not rules.is_manager(request.user):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": "Instellingen",
        "groups": {"De site": list(_site()), "Redactie": list(_editing()), "Zoeken": list(_search())},
        "stories": Initiative.objects.stories(),
        "max_stories": MAX_STORIES,
    }
    return render(request, "admin/configuration.html", context)


def _site() -> Iterator[Setting]:
    yield Setting("Eigenaar", _text("OWNER_NAME"), "Staat onder elke pagina en in de open data.", "OWNER_NAME")
    yield Setting("Adres van de eigenaar", _text("OWNER_ADDRESS"), "Staat bij de eigenaar.", "OWNER_ADDRESS")
    yield Setting("Website van de eigenaar", _text("OWNER_URL"), "De link bij de eigenaar.", "OWNER_URL")
    yield Setting("E-mailadres", _text("CONTACT_EMAIL"), "Waar bezoekers een fout melden.", "CONTACT_EMAIL")
    look = ", ".join(f"{name.removeprefix('--basis-')}: {value}" for name, value in settings.THEME.items())
    yield Setting("Huisstijl", look or "de gewone kleuren", "Kleuren, hoeken en lettertype.", "THEME")
    hosts = {"https:": "alle sites"}.get(settings.FRAMED_BY, settings.FRAMED_BY)
    meaning = "Welke sites een lijst met initiatieven mogen insluiten (/insluiten/)."
    yield Setting("Insluiten", "geen enkele site" if hosts == "none" else hosts, meaning, "EMBED_HOSTS")
    yield Setting("Stijlgids", _yes_or_no("STYLE_GUIDE"), "Of bezoekers /stijl/ kunnen zien.", "STYLE_GUIDE")


def _editing() -> Iterator[Setting]:
    meaning = "Of wie publiceert, een app of toegangssleutel nodig heeft om zich aan te melden."
    yield Setting("Extra beveiliging", _yes_or_no("MFA_REQUIRED"), meaning, "MFA_REQUIRED")
    provider = (settings.OIDC_NAME or settings.OIDC_SERVER) if settings.OIDC_SERVER else "nee"
    yield Setting("Aanmelden via de organisatie", provider, "Met het account van het werk.", "OIDC_SERVER, OIDC_NAME")
    meaning = "Waarmee de site een link voor een nieuw wachtwoord verstuurt. Zonder geeft een beheerder die."
    yield Setting("Mailserver", _text("EMAIL_HOST"), meaning, "EMAIL_HOST")


def _search() -> Iterator[Setting]:
    meaning = "Of er ook op betekenis wordt gezocht, als er weinig met dezelfde woorden is."
    yield Setting("Zoeken op betekenis", _yes_or_no("MEANING"), meaning, "MEANING")


def _text(name: str) -> str:
    return getattr(settings, name) or NOTHING


def _yes_or_no(name: str) -> str:
    return "ja" if getattr(settings, name) else "nee"
