"""The groups of the editors' menu."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.urls import reverse

from initiatives import rules
from initiatives.models import Initiative, Organisation, UnansweredQuestion
from initiatives.rules import Account, Verb

# The names of models in the order of the menu; what is not named stands under the last group.
GROUPS = {
    "Werk": ("initiative", "proposal"),
    "Woorden en plaatsen": (
        "targetgroup",
        "category",
        "approach",
        "organisation",
        "synonym",
        "municipality",
        "province",
        "source",
        "recommendation",
    ),
    "Beheer": ("user", "event"),
}
# Where Django's own name of a model would not do.
LABELS = {"user": "Accounts"}
NOT_LISTED = {"unansweredquestion"}  # reached from another page


class MenuPage(NamedTuple):
    """A page that is no list of a model: its group, its name, the name of its address, and for whom it is."""

    group: str
    name: str
    url: str
    is_for: Callable[[Account], bool]


PAGES = (
    MenuPage("Werk", "Bestand inlezen", "imports", lambda user: rules.may(user, Verb.IMPORT, Initiative)),
    MenuPage(
        "Werk", "Vragen zonder antwoord", "questions", lambda user: rules.may(user, Verb.VIEW, UnansweredQuestion)
    ),
    MenuPage("Werk", "Waarschijnlijk dubbel", "doubles", lambda user: rules.may(user, Verb.CHANGE, Initiative)),
    MenuPage("Werk", "Lang niet nagekeken", "freshness", lambda user: rules.may(user, Verb.VIEW, Initiative)),
    MenuPage("Werk", "Links controleren", "links", lambda user: rules.may(user, Verb.VIEW, Initiative)),
    MenuPage("Woorden en plaatsen", "Samenvoegen", "mergers", lambda user: rules.may(user, Verb.MERGE, Organisation)),
    MenuPage("Beheer", "Verwijderd", "deleted", rules.is_manager),
    MenuPage("Beheer", "Instellingen", "configuration", rules.is_manager),
    MenuPage("Beheer", "Systeem", "system", rules.is_manager),
)


def groups(models: Iterable[dict[str, Any]], user: Account | None = None) -> list[dict[str, Any]]:
    """Return the models of Django's app list in the groups of the menu, without empty groups.

    Args:
        user: adds the pages that are for this editor.
    """
    by_name = {}
    for model in models:
        name = model["object_name"].lower()
        by_name[name] = {**model, "name": LABELS.get(name, model["name"])}
    menu = {title: [by_name.pop(name) for name in names if name in by_name] for title, names in GROUPS.items()}
    for page in PAGES:
        if user and page.is_for(user):
            menu[page.group].append(_entry(page))
    menu[list(GROUPS)[-1]] += [model for name, model in by_name.items() if name not in NOT_LISTED]
    return [_group(title, members) for title, members in menu.items() if members]


def _entry(page: MenuPage) -> dict[str, Any]:
    """A page in the form of Django's app list."""
    url = reverse(f"admin:{page.url}")
    return {
        "name": page.name,
        "object_name": page.url,
        "admin_url": url,
        "add_url": None,
        "view_only": True,
        "perms": {},
    }


def _group(title: str, members: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": title,
        "app_label": title.lower().replace(" ", "-"),
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": members,
    }
