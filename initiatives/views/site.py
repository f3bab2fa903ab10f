"""The context of every page: menus, theme and contact."""

from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from catalogue import theme
from initiatives.embedding.framing import PREFIX as FRAMED

# URL names with the labels of their links.
MENU = (
    ("browse", "Initiatieven"),
    ("municipalities", "Gemeenten"),
    ("target_groups", "Doelgroepen"),
    ("categories", "Categorieën"),
    ("map", "Kaart"),
    ("selection", "Mijn selectie"),
)
FOOTER_MENU = (
    ("about", "Over deze catalogus"),
    ("search_tips", "Zoektips"),
    ("sources", "Bronnen"),
    ("recommendations", "Aanbevelingen"),
    ("matrix", "Witte vlekken"),
    ("builder", "Insluiten"),
    ("open_data", "Open data"),
    ("api_documentation", "API"),
    ("accessibility", "Toegankelijkheid"),
    ("privacy", "Privacy"),
)


CSS = "text/css; charset=utf-8"
THEME = theme.css(settings.THEME) if settings.THEME else ""
THEME_TAG = blake2b(THEME.encode(), digest_size=6).hexdigest()


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    return lasting_css(THEME)


def lasting_css(css: str) -> HttpResponse:
    """A style sheet to be cached for ever, since its address has a hash of its contents."""
    response = HttpResponse(css, content_type=CSS)
    patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    return response


def site(request: HttpRequest | None) -> dict[str, object]:
    """Context processor; in a frame the base template has no menus."""
    contact = {"contact_email": settings.CONTACT_EMAIL, "contact_url": f"mailto:{settings.CONTACT_EMAIL}"}
    theme_url = THEME and f"{reverse('theme')}?{THEME_TAG}"
    base = "base_embed.html" if request and request.path_info.startswith(FRAMED) else "base.html"
    return {"menu": MENU, "footer_menu": FOOTER_MENU, "theme_url": theme_url, "base": base, **contact}
