"""Makes Dutch-like initiatives and questions in any number, the same each time, after the shipped fixtures."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any
from urllib.parse import urlencode

import yaml
from django.utils.text import slugify

from initiatives.choices import SizeClass
from tests.benchmarks import FACETS, TEXTS, Made
from tests.shipped import FIXTURES

LISTS = ("municipalities", "target_groups", "categories", "channels")
ORDER = 2  # words that decide which one may follow
COMPOUNDS = 0.2  # of the nouns become a new compound, so that the vocabulary grows with the number of texts
WORD = re.compile(r"[^\W\d_]{4,}")
NOUN = re.compile(r"\b(?:de|een) ([a-z]{4,})(?=[.,]| (?:van|voor|in|en|met|die|bij|op|is|om|naar|aan)\b)")
ENDING = re.compile(r"(jes?|en|e|s|t)$")
ROOTS = ("Berg", "Beuken", "Duin", "Eiken", "Heide", "Linden", "Molen", "Noorder", "Rozen", "Vogel", "Water", "Zonne")
NAMES = ("in de {}{}wijk", "in de {}{}buurt", "in de {}{}straat", "aan de {}{}laan", "aan de {}{}kade")


@cache
def shipped() -> dict[str, list[dict[str, Any]]]:
    """The fields of every shipped record by model; the lists of an initiative hold plain slugs and codes."""
    records = defaultdict(list)
    for path in sorted(FIXTURES.rglob("*.yaml")):
        for record in yaml.load(path.read_bytes(), yaml.CSafeLoader):
            records[record["model"].removeprefix("initiatives.")].append(record["fields"])
    for initiative in records["initiative"]:
        initiative |= {text: initiative.get(text, "") for text in TEXTS}
        initiative |= {
            key: [value if isinstance(value, str) else value[0] for value in initiative[key]] for key in LISTS
        }
    return records


@cache
def towns() -> dict[str, dict[str, Any]]:
    """The municipalities of which no end is known by CBS code, each with `near`: the codes of all, nearest first."""
    provinces = {province["code"]: province["slug"] for province in shipped()["province"]}
    municipalities = {
        municipality["code"]: dict(municipality)
        for municipality in shipped()["municipality"]
        if municipality["valid_until"] is None
    }
    spots = {
        code: complex(0.6 * float(municipality["longitude"]), float(municipality["latitude"]))
        for code, municipality in municipalities.items()
    }
    for code, municipality in municipalities.items():
        municipality["province"] = provinces[municipality["province"][0]]
        municipality["size"] = [SizeClass.of(municipality["population"]).value] if municipality["population"] else []
        municipality["near"] = sorted(spots, key=lambda other, spot=spots[code]: abs(spots[other] - spot))
    return municipalities


@cache
def parents() -> dict[str, list[str]]:
    """The parent, if any, of each target group by slug."""
    return {group["slug"]: group["parent"] or [] for group in shipped()["targetgroup"]}


def facet_values(made: Made) -> dict[str, tuple[str, ...]]:
    """The slugs of an initiative in each of FACETS, with what follows from its municipalities and target groups."""
    places = [towns()[code] for code in made.municipalities]
    return {
        "gemeente": tuple(place["slug"] for place in places),
        "provincie": tuple(dict.fromkeys(place["province"] for place in places)),
        "doelgroep": tuple(dict.fromkeys(slug for group in made.target_groups for slug in (group, *parents()[group]))),
        "categorie": made.categories,
        "vorm": made.channels,
        "fase": (made.phase,),
        "bereik": (made.scope,),
        "inwoners": tuple(dict.fromkeys(size for place in places for size in place["size"])),
        "bron": (made.source,),
    }


class Chain:
    """Places in known texts, each with those that may come next: what follows the same words, or another sentence."""

    def __init__(self, texts: Sequence[str], nouns: set[str]) -> None:
        self.words, self.starts, self.after, self.ends = [], [], [], set()
        followers = defaultdict(list)
        for text in texts:
            self.starts.append([])
            for sentence in re.split(r"(?<=[.!?])\s+", text.strip()):
                words = sentence.split()
                self.starts[-1].append(len(self.words))
                for last in range(1, len(words)):
                    self.after.append(followers[tuple(words[max(0, last - ORDER) : last])])
                    self.after[-1].append(len(self.after))
                self.after.append(self.starts[-1])
                self.words += words
                self.ends.add(len(self.words) - 1)
        self.nouns = {place for place, word in enumerate(self.words) if word.rstrip(".,:") in nouns}


class Maker:
    """Draws initiatives, each about the topic of a shipped one."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed).random
        self.known = shipped()["initiative"]
        self.sources = [mention["source"][0] for mention in shipped()["mention"]]
        self.pools = {key: [value for initiative in self.known for value in initiative[key]] for key in LISTS}
        self.codes = [code for code in self.pools["municipalities"] if code in towns()] * 5  # about half of the draws
        self.codes += [
            code
            for code, municipality in towns().items()
            for _ in range(1 + (municipality["population"] or 0) // 10_000)
        ]
        bodies = [" ".join(initiative[text] for text in TEXTS[1:]) for initiative in self.known]
        self.nouns = NOUN.findall(" ".join(bodies))
        self.bodies = Chain(bodies, set(self.nouns))
        self.titles = Chain([initiative["title"] for initiative in self.known], set(self.nouns))

    def make(self, number: int) -> Made:
        """The next initiative; it has results and lessons if the shipped one has."""
        topic = int(self.draw() * len(self.known))
        known = self.known[topic]
        title = self.title(topic)
        return Made(
            number,
            f"{slugify(title)[:80].rstrip('-')}-{number}",
            title,
            self.text(self.bodies, topic, 15, 30),
            self.text(self.bodies, topic, 35 + int(self.draw() * 65), 120),
            self.text(self.bodies, topic, 5, 20) if known["results"] else "",
            self.text(self.bodies, topic, 10, 60) if known["lessons"] else "",
            known["scope"],
            *self.places(known["scope"]),
            *(self.values(known[key][:3], self.pools[key]) for key in LISTS[1:]),
            phase=self.pick(self.known)["phase"],
            source=self.pick(self.sources),
            published=date(2020, 3, 1) + timedelta(days=int(self.draw() * 1000)),
        )

    def pick(self, choices: Sequence[Any]) -> Any:
        """One of the choices; faster than `random.choice`."""
        return choices[int(self.draw() * len(choices))]

    def text(self, chain: Chain, topic: int, least: int, most: int) -> str:
        """Sentences about a topic: `least` words and on to the end of a sentence, but `most` words at the utmost."""
        words, choices, place = [], chain.starts[topic], None
        while len(words) < least or (len(words) < most and place not in chain.ends):
            place = self.pick(choices)
            choices = chain.after[place]
            new = place in chain.nouns and self.draw() < COMPOUNDS
            words.append(self.pick(self.nouns) + chain.words[place] if new else chain.words[place])
        return " ".join(words)

    def title(self, topic: int) -> str:
        """One to six words, half of the times with a street or neighbourhood."""
        name = self.pick(NAMES).format(self.pick(ROOTS), self.pick(ROOTS).lower()) if self.draw() < 0.5 else ""
        return f"{self.text(self.titles, topic, 1, 6)} {name}".rstrip()

    def values(self, own: list[str], pool: list[str]) -> tuple[str, ...]:
        """The topic's own values, each replaced by any other with an even chance."""
        return tuple(dict.fromkeys(self.pick(pool) if self.draw() < 0.5 else value for value in own))

    def places(self, scope: str) -> tuple[str, tuple[str, ...]]:
        """The region and the municipalities (CBS codes, side by side) of an initiative."""
        if scope == "landelijk":
            return "", ()
        town = towns()[self.pick(self.codes)]
        if scope == "regionaal":
            return f"Regio {town['name']}", tuple(town["near"][: 5 + int(self.draw() * 12)])
        return "", tuple(town["near"][: 1 if self.draw() < 0.95 else 2 + int(self.draw() * 4)])


def initiatives(number: int, seed: int = 0) -> Iterator[Made]:
    """So many initiatives, numbered from 1; the same for the same seed."""
    return map(Maker(seed).make, range(1, number + 1))


def words(number: int, seed: int = 0) -> list[str]:
    """So many questions of one to three content words from one shipped text, each as any shipped inflection of it."""
    random, families = Random(seed), defaultdict(list)
    texts = [" ".join(initiative[text] for text in TEXTS).lower() for initiative in shipped()["initiative"]]
    nouns = set(NOUN.findall(" ".join(texts)))
    known = [[word for word in WORD.findall(text) if word in nouns or len(word) > 6] for text in texts]
    for word in dict.fromkeys(word for options in known for word in options):
        families[ENDING.sub("", word)].append(word)
    drawn = [random.sample(options, random.randint(1, 3)) for options in random.choices(known, k=number)]
    asked = ([random.choice(families[ENDING.sub("", word)]) for word in sample] for sample in drawn)
    return [" ".join(dict.fromkeys(question)) for question in asked]


def questions(number: int, seed: int = 0) -> list[str]:
    """So many query strings for the page to browse: a tenth asks nothing, 45 % have words, 70 % have facets."""
    random, asked = Random(seed), []
    known = [facet_values(made) for made in initiatives(2000, seed)]
    pools = {facet: [value for by_facet in known for value in by_facet[facet]] for facet in FACETS}
    for text in words(number, seed):
        kind, own = random.random(), random.choice(known)
        question = [("q", text)] if 0.1 <= kind < 0.55 else []
        possible = [facet for facet in FACETS if own[facet]]
        # The first values hold together for some initiative, any others are drawn as often as they occur.
        for facet in random.sample(possible, random.randint(1, 3)) if kind >= 0.3 else ():
            values = [random.choice(own[facet]), *random.choices(pools[facet], k=random.randint(0, 2))]
            question += [(facet, value) for value in dict.fromkeys(values)]
        extras = ("sorteer", random.choice(("nieuwste", "titel", "gemeente"))), ("pagina", random.randint(2, 5))
        question += [extra for extra in extras if question and random.random() < 0.05]
        asked.append(urlencode(question))
    return asked
