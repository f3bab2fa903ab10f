"""Rules of publication: what an initiative must have before the public may see it. Drafts may be incomplete."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from initiatives.choices import Phase, Scope
from initiatives.models.initiative import PLACELESS, REGION_RULE, Initiative
from initiatives.models.knowledge import LOCATED
from initiatives.models.stories import TEXTS, is_in_texts
from initiatives.models.vocabulary import Approach, TargetGroup

MAX_APPROACHES = 3
PLACE_RULES = {
    Scope.LOCAL: "Kies bij een lokaal initiatief minstens één gemeente.",
    Scope.NATIONAL: "Een landelijk initiatief heeft geen gemeenten.",
    Scope.SEVERAL: "Als de bron de gemeenten niet noemt, heeft het initiatief geen gemeenten.",
    Scope.UNKNOWN: "Als de bron geen plaats noemt, heeft het initiatief geen gemeenten.",
}
LOCATORS = {name: f"{name}_locator" for name in LOCATED}
OWN = dict.fromkeys(["scope", "region", "phase", "story_figure", *TEXTS, *LOCATORS, *LOCATORS.values()])
# What `Facts.of` reads; prefetch it where it is called for many initiatives.
RELATIONS = ("municipalities", "categories", "target_groups__parent", "approaches__target_groups", "mentions")


@dataclass(frozen=True)
class Missing:
    """What keeps an initiative from being published: a field, what to do in Dutch, and which part of it, if any."""

    field: str
    message: str
    what: str = ""


@dataclass(frozen=True)
class Facts:
    """What the rules look at: of a record, of a form that is not saved yet, or of a row of the fixtures.

    Args:
        own: the values of the fields in `OWN`, by name.
        target_groups: names, including those of the groups that they are a part of.
        approaches: by name, with the names of the target groups that belong to each.
        municipalities, categories, mentions: how many there are.
    """

    own: Mapping[str, str]
    target_groups: Collection[str]
    approaches: Mapping[str, Collection[str]]
    municipalities: int
    categories: int
    mentions: int

    @classmethod
    def of(cls, initiative: Initiative, unsaved: Mapping[str, Any] | None = None) -> Self:
        """Read the facts of a record; what is in `unsaved` replaces its fields and relations, as `cleaned_data` does.

        Args:
            initiative: may be new, without a primary key.
            unsaved: by field: its value, or the rows of a relation; the other fields are read from the record.
        """
        unsaved = unsaved or {}
        rows = {name: _rows(initiative, name, unsaved) for name in ("municipalities", "categories", "mentions")}
        return cls(
            own={name: unsaved.get(name, getattr(initiative, name)) for name in OWN},
            target_groups=_with_parents(_rows(initiative, "target_groups", unsaved)),
            approaches=_with_groups(_rows(initiative, "approaches", unsaved)),
            **{name: len(related) for name, related in rows.items()},
        )


def _rows(initiative: Initiative, name: str, unsaved: Mapping[str, Any]) -> list[Any]:
    if name in unsaved:
        return list(unsaved[name])
    return list(getattr(initiative, name).all()) if initiative.pk else []


def _with_parents(groups: Iterable[TargetGroup]) -> set[str]:
    return {name for group in groups for name in (group.name, group.parent and group.parent.name) if name}


def _with_groups(approaches: Iterable[Approach]) -> dict[str, list[str]]:
    return {approach.name: [group.name for group in approach.target_groups.all()] for approach in approaches}


def missing_for_publication(facts: Facts) -> list[Missing]:
    """Return what is missing, in the order of the form; empty for what may be published."""
    return [missing for rule in RULES.values() for missing in rule(facts)]


def place_fault(scope: str, municipalities: int) -> str:
    """Return what is wrong with this number of municipalities, in Dutch, or an empty text.

    A deferred database trigger enforces the same rule for what is published.
    """
    is_wrong = (scope == Scope.LOCAL and not municipalities) or (scope in PLACELESS and municipalities)
    return PLACE_RULES[Scope(scope)] if is_wrong else ""


def _summary(facts: Facts) -> Iterator[Missing]:
    if not facts.own["summary"].strip():
        yield Missing("summary", "Schrijf een samenvatting.")


def _place(facts: Facts) -> Iterator[Missing]:
    if fault := place_fault(facts.own["scope"], facts.municipalities):
        yield Missing("municipalities", fault)


def _region(facts: Facts) -> Iterator[Missing]:
    if (facts.own["scope"] == Scope.REGIONAL) != bool(facts.own["region"].strip()):
        yield Missing("region", REGION_RULE)


def _target_groups(facts: Facts) -> Iterator[Missing]:
    if not facts.target_groups:
        yield Missing("target_groups", "Kies minstens één doelgroep.")


def _categories(facts: Facts) -> Iterator[Missing]:
    if not facts.categories:
        yield Missing("categories", "Kies minstens één categorie.")


def _approaches(facts: Facts) -> Iterator[Missing]:
    """An advice or observation may have no approach."""
    fewest, number = 0 if facts.own["phase"] == Phase.ADVICE else 1, len(facts.approaches)
    if not fewest <= number <= MAX_APPROACHES:
        yield Missing("approaches", "Kies één tot drie aanpakken.", str(number))


def _fixed_groups(facts: Facts) -> Iterator[Missing]:
    """The target groups that belong to its approaches; a sub-group does as well."""
    for approach, groups in facts.approaches.items():
        for group in groups:
            if group not in facts.target_groups:
                message = f"Bij de aanpak “{approach}” hoort de doelgroep “{group}”. Kies die, of een groep eronder."
                yield Missing("target_groups", message, f"{approach}: {group}")


def _locators(facts: Facts) -> Iterator[Missing]:
    for name, locator in LOCATORS.items():
        if facts.own[name] and not facts.own[locator].strip():
            field: Any = Initiative._meta.get_field(locator)
            label = field.verbose_name.removeprefix("vindplaats van ")
            yield Missing(locator, f"Vul de vindplaats in van {label}.", name)


def _story(facts: Facts) -> Iterator[Missing]:
    figure = facts.own["story_figure"]
    if figure and not is_in_texts(figure, [facts.own[name] for name in TEXTS]):
        message = f"“{figure}” staat niet in de samenvatting, de beschrijving of de resultaten van dit initiatief."
        yield Missing("story_figure", message, figure)


def _mentions(facts: Facts) -> Iterator[Missing]:
    if not facts.mentions:
        yield Missing("mentions", "Voeg minstens één vermelding toe: waar staat dit initiatief in een bron?")


# By the name under which `check_catalogue` reports what breaks the rule.
RULES: dict[str, Callable[[Facts], Iterator[Missing]]] = {
    "without summary": _summary,
    "region unlike its scope": _region,
    "places unlike its scope": _place,
    "without target group": _target_groups,
    "without a group of its approach": _fixed_groups,
    "without category": _categories,
    "without one to three approaches": _approaches,
    "answer without locator": _locators,
    "story number not in the texts": _story,
    "without mention": _mentions,
}
