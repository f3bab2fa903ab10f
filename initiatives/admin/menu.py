"""The groups of the editors' menu."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

# The names of models in the order of the menu; what is not named stands under the last group.
GROUPS = {
    "Werk": ("initiative", "proposal", "unansweredquestion"),
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

# A page that is no list of a model, in the form of Django's app list.
DELETED = {"name": "Verwijderd", "object_name": "Deleted", "add_url": None, "view_only": True, "perms": {}}
UPKEEP = (("Lang niet nagekeken", "freshness"), ("Links controleren", "links"))  # with the names of their addresses


def groups(
    models: Iterable[dict[str, Any]], *, has_deleted: bool = False, has_upkeep: bool = False
) -> list[dict[str, Any]]:
    """Return the models of Django's app list in the groups of the menu, without empty groups.

    Args:
        has_deleted: show the page with what was deleted too.
        has_upkeep: show the pages with what is long unchecked, and with links, too.
    """
    by_name = {}
    for model in models:
        name = model["object_name"].lower()
        by_name[name] = {**model, "name": LABELS.get(name, model["name"])}
    last = list(GROUPS)[-1]
    menu = {title: [by_name.pop(name) for name in names if name in by_name] for title, names in GROUPS.items()}
    if has_upkeep:
        menu["Werk"] += [
            DELETED | {"name": name, "object_name": url, "admin_url": reverse(f"admin:{url}")} for name, url in UPKEEP
        ]
    if has_deleted:
        menu[last].append(DELETED | {"admin_url": reverse("admin:deleted")})
    menu[last] += by_name.values()
    return [_group(title, members) for title, members in menu.items() if members]


def _group(title: str, members: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": title,
        "app_label": title.lower().replace(" ", "-"),
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": members,
    }
