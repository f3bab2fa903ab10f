"""A catalogue with every kind of initiative, and a count of it by hand."""

import random
import re
from collections import Counter

from initiatives.choices import Channel, Continuation, Origin, Phase, Scope, Status
from initiatives.models import Approach, Category, Initiative, Municipality, Source, TargetGroup
from initiatives.search.index import writer
from tests.factories import make_initiative

PLACES = {
    "gemeente": "slug",
    "provincie": "province",
    "inwoners": "size",
}
RELATIONS = (
    "municipalities__province",
    "municipalities__successors__province",
    "target_groups__parent",
    "categories",
    "approaches",
    "mentions__source",
)
NUMBERS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "elf", "twaalf", "helft", "tientallen")
ENDINGS = ("tien", "twintig", "dertig", "veertig", "vijftig", "zestig", "honderd", "duizend")
MONTHS = ("maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
RESULTS = (
    "",
    "Er kwamen 12 mensen.",
    "Er kwamen twaalf mensen.",
    "Op 12 mei 2020 begon het.",
    "Er kwamen veel mensen.",
)
WORDS = ("knikkeren", "vliegeren", "schaatsen", "borduren")  # found in the random initiatives only


def random_initiatives(number: int, seed: int) -> None:
    """Make initiatives of every scope and status, on municipalities that live, merged and split."""
    chance = random.Random(seed)
    municipalities = [*Municipality.objects.order_by("code").values_list("slug", flat=True)]
    unusual = ["weesp", "haaren", "eemsdelta", "delfzijl", "utrecht", "amsterdam", "tilburg"]
    groups = [*TargetGroup.objects.values_list("slug", flat=True)]
    categories = [*Category.objects.values_list("slug", flat=True)]
    approaches = [*Approach.objects.values_list("slug", flat=True)]
    sources = [*Source.objects.values_list("slug", flat=True)]
    for n in range(number):
        scope = chance.choice(Scope.values)
        places = chance.sample(unusual, chance.randint(1, 2)) + chance.sample(municipalities, chance.randint(0, 2))
        make_initiative(
            f"willekeurig-{n}",
            scope=scope,
            region="De regio" if scope == Scope.REGIONAL else "",
            municipalities=tuple(places),
            target_groups=tuple(chance.sample(groups, chance.randint(0, 3))),
            categories=tuple(chance.sample(categories, chance.randint(0, 3))),
            approaches=tuple(chance.sample(approaches, chance.randint(0, 3))),
            source=chance.choice(sources),
            channels=chance.sample(Channel.values, chance.randint(0, 3)),
            phase=chance.choice(Phase.values),
            origin=chance.choice(("", *Origin.values)),
            continues=chance.choice(("", *Continuation.values)),
            adapted_from=chance.choice(("", "", "Urk")),
            status=chance.choices(Status.values, weights=(1, 1, 6, 1))[0],
            description=" ".join(chance.sample(WORDS, 2)),
            results=chance.choice(RESULTS),
            lessons=chance.choice(("", "", "Begin vroeg.")),
            searchable=False,
        )
    writer.reindex(Initiative.objects.all())


def facet_values(initiative: Initiative) -> dict[str, set[str]]:
    """What an initiative is in each facet, straight from the design and without the search rows."""
    then = list(initiative.municipalities.all())
    today = []
    for municipality in then:
        heirs = [municipality]
        while any(heir.is_abolished() for heir in heirs):
            heirs = [new for heir in heirs for new in (heir.successors.all() if heir.is_abolished() else [heir])]
        today += heirs
    groups = list(initiative.target_groups.all())
    return {
        "gemeente": {place.slug for place in today},
        "provincie": {place.province.slug for place in today},
        "doelgroep": {group.slug for group in groups} | {group.parent.slug for group in groups if group.parent},
        "categorie": {category.slug for category in initiative.categories.all()},
        "aanpak": {approach.slug for approach in initiative.approaches.all()},
        "vorm": set(initiative.channels),
        "fase": {initiative.phase},
        "onderbouwing": {told_of(initiative.results, initiative.lessons)},
        "bereik": {initiative.scope},
        "inwoners": {size_of(place.population) for place in then if place.population},
        "herkomst": {initiative.origin, "overgenomen" if initiative.adapted_from else ""} - {""},
        "vervolg": {initiative.continues} - {""},
        "bron": {mention.source.slug for mention in initiative.mentions.all()},
    }


def told_of(results: str, lessons: str) -> str:
    words = ["", *re.findall(r"[\w.,-]*\w", results.lower()), ""]
    if any(counts(*three) for three in zip(words, words[1:], words[2:], strict=False)):
        return "cijfers"
    return "beschreven" if results or lessons else "niet-genoemd"


def counts(before: str, word: str, after: str) -> bool:
    """Whether a word is a number of something, by looking at the words beside it."""
    if not any(digit in word for digit in "0123456789"):
        return word in NUMBERS or word.endswith(ENDINGS)
    if word == "covid-19" or word in map(str, range(2010, 2030)) or before in ("wijk", "week", "fase", "hoofdstuk"):
        return False
    return after not in MONTHS and (word, after) != ("1,5", "meter")


def size_of(population: int) -> str:
    if population < 25_000:
        return "tot-25000"
    if population < 50_000:
        return "25000-50000"
    if population < 100_000:
        return "50000-100000"
    return "100000-250000" if population < 250_000 else "vanaf-250000"


class World:
    """All published initiatives with their facet values and texts, to count by hand."""

    def __init__(self) -> None:
        published = Initiative.objects.filter(status="published").prefetch_related(*RELATIONS)
        self.values = {initiative.slug: facet_values(initiative) for initiative in published}
        self.texts = {
            initiative.slug: f"{initiative.title} {initiative.summary} {initiative.description}".lower()
            for initiative in published
        }

    def matching(self, chosen: dict[str, set[str]], word: str, *, national: bool) -> set[str]:
        """The slugs that have one of the chosen values in every facet, and the word."""
        return {
            slug
            for slug, values in self.values.items()
            if word in self.texts[slug]
            and all(
                values[key] & wanted or (national and key in PLACES and values["bereik"] == {"landelijk"})
                for key, wanted in chosen.items()
            )
        }

    def count(self, key: str, value: str, chosen: dict[str, set[str]], word: str, *, national: bool) -> int:
        """How many match if `value` were the only one chosen in its facet."""
        return len(self.matching({**chosen, key: {value}}, word, national=national))

    def occurring(self, key: str) -> Counter[str]:
        """How often each value of a facet occurs in the catalogue."""
        return Counter(value for values in self.values.values() for value in values[key])
