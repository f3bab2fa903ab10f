"""The context of every page: menus, theme and contact."""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from catalogue import theme
from initiatives.embedding.framing import PREFIX as FRAMED
from initiatives.paths import path_to

# URL names with the labels of their links.
MENU = (
    ("browse", "Initiatieven"),
    ("municipalities", "Gemeenten"),
    ("target_groups", "Doelgroepen"),
    ("categories", "Categorieën"),
    ("approaches", "Aanpakken"),
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
FONT = "fonts/public-sans.woff2"
IS_FONT_USED = theme.complete(settings.THEME)[theme.FONT].startswith('"Public Sans"')
THEME_TAG = blake2b(THEME.encode(), digest_size=6).hexdigest()


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    return lasting_css(THEME)


def lasting_css(css: str) -> HttpResponse:
    """A style sheet to be cached for ever, since its address has a hash of its contents."""
    response = HttpResponse(css, content_type=CSS)
    patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    return response


@dataclass(frozen=True)
class Owner:
    """The organisation that owns the site, with its postal address and website; each can be empty."""

    name: str
    address: str
    url: str
    email: str  # where visitors report mistakes


@dataclass(frozen=True)
class Preview:
    """What a page says of itself when it is not the public one (initiatives.views.previews).

    `is_public`: only the changes that it shows are not public. `until`: how long the link works; empty for an editor,
    who has `back_url` instead.
    """

    title: str
    is_public: bool
    until: str = ""
    back_url: str = ""


def preview_of(request: HttpRequest | None) -> Preview | None:
    """The preview that a request is answered with; None for a public page."""
    return getattr(request, "preview", None)


@dataclass(frozen=True)
class Site:
    """What all pages share."""

    request: HttpRequest | None
    menu: tuple[tuple[str, str], ...] = MENU
    footer_menu: tuple[tuple[str, str], ...] = FOOTER_MENU

    @cached_property
    def origin(self) -> str:
        """The site as `https://host`, empty without a request; raises DisallowedHost."""
        if self.request is None:
            return ""
        return f"{self.request.scheme}://{self.request.get_host()}"

    @property
    def owner(self) -> Owner:
        return Owner(settings.OWNER_NAME, settings.OWNER_ADDRESS, settings.OWNER_URL, settings.CONTACT_EMAIL)

    @property
    def theme_url(self) -> str:
        return THEME and f"{path_to('theme')}?{THEME_TAG}"

    @property
    def font_url(self) -> str:
        """The font to load early; empty when the theme has another."""
        return _font_url() if IS_FONT_USED else ""


@cache
def _font_url() -> str:
    return static(FONT)


def site(request: HttpRequest | None) -> dict[str, object]:
    """Context processor: the site, the menu item that a page belongs to, the base of error pages, and the preview."""
    path, path_info = (request.path, request.path_info) if request else ("", "")
    return {
        "site": Site(request),
        "here": next((name for name, _ in MENU if path.startswith(path_to(name))), ""),
        "preview": preview_of(request),
        "layout": "base_embed.html" if path_info.startswith(FRAMED) else "base.html",
    }
