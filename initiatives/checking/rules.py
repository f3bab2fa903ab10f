"""The rules that published initiatives must obey, and what breaks them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from initiatives.checking.content import Content
from initiatives.checking.language import copied_runs, jargon, long_sentences
from initiatives.checking.persons import PersonNames
from initiatives.checking.similar import probable_doubles
from initiatives.checking.texts import texts_of
from initiatives.importing.values import Values
from initiatives.models import Category, Recommendation, Source, TargetGroup

LONGEST_SUMMARY = 300  # characters
WHOLE_LINK = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?(/[!-~]*)?", re.I)
BROKEN_TAIL = (".", ",", ";", ":", "-", "(", "[", "'", '"')
NOWHERE = "(geen bron)"
VOCABULARIES = "(woordenlijsten, bronnen en aanbevelingen)"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: under which source, by which rule, in which row, and what."""

    source: str
    rule: str
    row: str
    what: str


class Check:
    """All findings of one content, and the counts that a table shows."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._persons = PersonNames(content)

    @cached_property
    def findings(self) -> list[Finding]:
        """In the order of the sources and their initiatives."""
        return [*self._of_initiatives(), *self._of_doubles(), *self._of_other_texts()]

    def records(self) -> Counter[str]:
        """The number of initiatives by the source that first tells of them."""
        return Counter(self._content.source_of(row) or NOWHERE for row in self._content.initiatives)

    def mentions(self) -> Counter[str]:
        """The number of mentions by source."""
        shown = {row["slug"] for row in self._content.initiatives}
        found = (each for slug, rows in self._content.mentions.items() if slug in shown for each in rows)
        return Counter(mention["source"][0] for mention in found)

    def _of_initiatives(self) -> Iterator[Finding]:
        for row in self._content.initiatives:
            source = self._content.source_of(row) or NOWHERE
            for name, rule in {**COMPLETE, **TEXTUAL}.items():
                for what in rule(row, self):
                    yield Finding(source, name, row["slug"], what)

    def _of_doubles(self) -> Iterator[Finding]:
        for one, other in probable_doubles(self._content):
            what = f"{one['title']} / {other['title']} ({other['slug']})"
            yield Finding(self._content.source_of(one) or NOWHERE, DOUBLE, one["slug"], what)

    def _of_other_texts(self) -> Iterator[Finding]:
        for model in (TargetGroup, Category, Source, Recommendation):
            for row in self._content.rows[model]:
                for name, rule in TEXTUAL.items():
                    for what in rule(row, self):
                        yield Finding(VOCABULARIES, name, row["slug"], what)

    def mentions_of(self, row: Values) -> list[Values]:
        return self._content.mentions.get(row["slug"], [])

    def links_of(self, row: Values) -> list[Values]:
        return self._content.links.get(row["slug"], [])

    def persons_in(self, text: str) -> Iterator[str]:
        return self._persons.suspected(text)

    def municipalities_not_alive(self, row: Values) -> Iterator[str]:
        """The names of those that did not exist on the date of the first source."""
        source = self._content.sources.get(self._content.source_of(row))
        for (code,) in row["municipalities"] if source else ():
            place = self._content.municipalities.get(code)
            if place is None or not _is_alive(place, date.fromisoformat(source["published"])):
                yield place["name"] if place else code


def _is_alive(municipality: Values, day: date) -> bool:
    begin, end = municipality["valid_from"], municipality["valid_until"]
    return (not begin or date.fromisoformat(begin) <= day) and (not end or date.fromisoformat(end) > day)


def is_broken(url: str) -> bool:
    """Whether a web address looks cut off or glued: no host, a blank or odd sign in it, punctuation at its end."""
    return not WHOLE_LINK.fullmatch(url) or url.endswith(BROKEN_TAIL) or url.count("://") > 1


Rule = Callable[[Values, Check], Iterator[str]]


def _missing(name: str) -> Rule:
    return lambda row, check: iter([] if row[name] else [name])


def _no_mention(row: Values, check: Check) -> Iterator[str]:
    yield from [] if check.mentions_of(row) else ["geen vermelding"]


def _no_locator(row: Values, check: Check) -> Iterator[str]:
    yield from (mention["source"][0] for mention in check.mentions_of(row) if not mention["locator"].strip())


def _long_summary(row: Values, check: Check) -> Iterator[str]:
    if len(row["summary"]) > LONGEST_SUMMARY:
        yield f"{len(row['summary'])} tekens"


def _broken_links(row: Values, check: Check) -> Iterator[str]:
    yield from (link["url"] for link in check.links_of(row) if is_broken(link["url"]))


def _in_texts(find: Callable[[str], Iterator[str]]) -> Rule:
    return lambda row, check: (f"{name}: {what}" for name, text in texts_of(row) for what in find(text))


def _persons(row: Values, check: Check) -> Iterator[str]:
    """In the texts, and in the title: that is a name, but never a person's."""
    for _, text in [("title", row.get("title", "")), *texts_of(row)]:
        yield from check.persons_in(text)


COMPLETE: dict[str, Rule] = {
    "without category": _missing("categories"),
    "without target group": _missing("target_groups"),
    "without mention": _no_mention,
    "mention without locator": _no_locator,
    "without summary": _missing("summary"),
    f"summary over {LONGEST_SUMMARY} characters": _long_summary,
    "broken-looking link": _broken_links,
    "municipality not alive": lambda row, check: check.municipalities_not_alive(row),
}
TEXTUAL: dict[str, Rule] = {
    "long sentence": _in_texts(long_sentences),
    "jargon": _in_texts(jargon),
    "copied run of words": _in_texts(copied_runs),
    "person suspected": _persons,
}
DOUBLE = "probable double"
RULES = (*COMPLETE, *TEXTUAL, DOUBLE)
