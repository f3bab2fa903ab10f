"""The Jinja2 environment of the public templates (setting TEMPLATES)."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Model
from django.template.defaultfilters import (
    date,
    force_escape,
    linebreaks_filter,
    linebreaksbr,
    truncatechars,
    urlencode,
)
from django.templatetags.static import static
from django.urls import get_script_prefix
from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from initiatives.paths import path_to
from initiatives.search.page.places import joined

MAX_FIXED = 2_000  # rendered components to keep, about 2 kB each


class Components:
    """Macros of `templates/public/components/` as attributes: `ui.card` is the macro `card` of `card.html`."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Macro:
        macro = getattr(self._environment.get_template(f"components/{name}.html").module, name)
        if not self._environment.auto_reload:
            setattr(self, name, macro)  # found without this method from now on
        return macro


def environment(**options: Any) -> Environment:
    """Return the environment for Django's Jinja2 backend, with its options; a name that is not defined is an error."""
    result = Environment(**options | {"undefined": StrictUndefined}, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    ui = Components(result)
    result.globals |= {
        "ui": ui,
        "url": path_to,
        "static": lru_cache(static),
        "icon": _icons(result),
        "fixed": _fixed(ui),
    }
    result.filters |= {
        "date": date,
        "force_escape": force_escape,
        "initiatives": lambda number: "initiatief" if number == 1 else "initiatieven",
        "linebreaks": linebreaks_filter,
        "linebreaksbr": linebreaksbr,
        "names": names,
        "plural": lambda number, one, many: one if number == 1 else many,
        "thousands": intcomma,
        "truncatechars": truncatechars,
        "urlencode": urlencode,
    }
    return result


def names(rows: Iterable[Model]) -> str:
    """Return the names of rows as in a sentence: Weesp, Muiden en Naarden."""
    return joined([str(row) for row in rows])


def _icons(environment: Environment) -> Callable[[str], Markup]:
    """Return a function that gives the SVG of an icon by its name."""

    @lru_cache
    def icon(name: str) -> Markup:
        return Markup(environment.get_template(f"icons/{name}.svg").render().strip())  # noqa: S704 - our own file

    return icon


def _fixed(ui: Components) -> Callable[[str], Callable[..., Markup]]:
    """Return a function that gives a component, by name, which is rendered once for equal arguments.

    For what is the same for many pages.
    """

    @lru_cache(maxsize=MAX_FIXED)
    def render(name: str, prefix: str, arguments: tuple[tuple[str, object], ...]) -> Markup:
        return getattr(ui, name)(**dict(arguments))

    def fixed(name: str) -> Callable[..., Markup]:
        prefix = get_script_prefix()
        return lambda **arguments: render(name, prefix, tuple(arguments.items()))

    return fixed
