"""The pages that only a copy has: its search, what does not work in it, and where a former address leads."""

from datetime import date

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.dateformat import format as date_format

from initiatives.freezing.addresses import Address, relative_link
from initiatives.freezing.scope import EXPLANATION, SEARCH, SEARCH_INDEX

DAY = "j F Y"


def in_words(day: date) -> str:
    """Return a day as texts have it: 2 december 2026."""
    return date_format(day, DAY)


def notice(day: date) -> str:
    """Return the HTML of the notice that every page of a copy has."""
    return _rendered("notice", day=in_words(day), explanation=f"/{EXPLANATION.file}")


def search_page(day: date) -> bytes:
    scripts = (f"/{SEARCH_INDEX.file}", staticfiles_storage.url("js/frozen_search.js"))
    return _rendered("search", day=in_words(day), scripts=scripts, explanation=f"/{EXPLANATION.file}").encode()


def explanation_page(day: date, base: str) -> bytes:
    return _rendered("explanation", day=in_words(day), base=base, search=f"/{SEARCH.file}").encode()


def moved_page(address: Address, target: Address, query: str) -> bytes:
    """Return a page that leads on at once from a former address to a file of the copy."""
    link = relative_link(address.file, target.file) + (f"?{query}" if query else "")
    return _rendered("moved", link=link).encode()


def _rendered(name: str, **context: object) -> str:
    return get_template(f"frozen/{name}.html").render(context, RequestFactory().get("/"))
