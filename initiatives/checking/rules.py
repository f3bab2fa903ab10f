"""The rules for published contents, and the check that applies them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import ForeignKey, ManyToManyField
from django.utils.functional import cached_property

from initiatives.checking import knowledge
from initiatives.checking.content import MODELS, Content, Model
from initiatives.checking.doubles import certain_doubles
from initiatives.checking.language import copied_runs, jargon, long_sentences
from initiatives.checking.links import is_broken
from initiatives.checking.persons import PersonNames
from initiatives.checking.texts import names_of, texts_of
from initiatives.importing.values import Values, fields_of, key_in
from initiatives.models import (
    Approach,
    Category,
    Illustration,
    Initiative,
    Link,
    Municipality,
    Organisation,
    Publication,
    Recommendation,
    Source,
    TargetGroup,
    publication,
)
from initiatives.models import Finding as ApproachFinding

MAX_SUMMARY_LENGTH: Any = Initiative._meta.get_field("summary").max_length  # characters
NOWHERE = "(no source)"
ELSEWHERE = "(vocabularies, links, recommendations)"
INITIATIVE = Initiative._meta.model_name
DOUBLE, UNKNOWN = "probable double", "unknown reference"


@dataclass(frozen=True)
class Finding:
    """A violation: under which source, of which rule, in which row, and what; `model` is the kind of row if known."""

    source: str
    rule: str
    row: str
    what: str = ""
    model: str | None = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.row, self.rule, self.what) if part)


class Check:
    """The findings in one set of contents, and the counts for a table."""

    def __init__(self, content: Content, ordinary: frozenset[str] = frozenset()) -> None:
        """Args:
        ordinary: words in lower case of other contents, which are no names of persons.
        """
        self.content = content
        self.persons = PersonNames(content, ordinary)

    @cached_property
    def findings(self) -> list[Finding]:
        """In the order of the sources and their initiatives."""
        findings = [
            *self.in_initiatives(),
            *self._of_doubles(),
            *self._in_other_texts(),
            *self._of_other_rows(),
            *self._of_references(),
        ]
        return sorted(findings, key=lambda finding: self.places.index(finding.source))

    @cached_property
    def places(self) -> list[str]:
        """The headings for counting: the sources, and what belongs to none of them."""
        return [*self.content.sources, NOWHERE, ELSEWHERE]

    def place_of(self, initiative: Values) -> str:
        """Return the oldest known source of an initiative."""
        source = self.content.source_of(initiative)
        return source if source in self.content.sources else NOWHERE

    def records(self) -> Counter[str]:
        """Count initiatives by their oldest source."""
        return Counter(map(self.place_of, self.content.initiatives))

    def unpublished(self) -> Counter[str]:
        """Count the initiatives that are not published, so not checked."""
        published = {row["slug"] for row in self.content.initiatives}
        return Counter(self.place_of(row) for row in self.content.rows[Initiative] if row["slug"] not in published)

    def mentions(self) -> Counter[str]:
        """Count the mentions of published initiatives by source."""
        mentions = (self.content.mentions.get(row["slug"], ()) for row in self.content.initiatives)
        return Counter(mention["source"][0] for rows in mentions for mention in rows)

    def in_initiatives(self) -> Iterator[Finding]:
        """Yield the findings in published initiatives, one initiative after another."""
        for row in self.content.initiatives:
            for name, rule in {**COMPLETE, **TEXTUAL}.items():
                for what in rule(row, self):
                    yield Finding(self.place_of(row), name, row["slug"], what, INITIATIVE)

    def _of_doubles(self) -> Iterator[Finding]:
        for one, other in certain_doubles(self.content):
            yield Finding(self.place_of(one), DOUBLE, one["slug"], f"{other['slug']} ({other['title']})", INITIATIVE)

    def _in_other_texts(self) -> Iterator[Finding]:
        for model in OTHERS:
            for row in self.content.rows[model]:
                for name, rule in TEXTUAL.items():
                    for what in rule(row, self):
                        yield Finding(ELSEWHERE, name, _named(model, row), what, model._meta.model_name)

    def _of_other_rows(self) -> Iterator[Finding]:
        for name, rule in OTHER.items():
            yield from (Finding(ELSEWHERE, name, row, what) for row, what in rule(self))

    def _of_references(self) -> Iterator[Finding]:
        """Find natural keys that no row has."""
        keys = {model: {key_in(model, row) for row in self.content.rows[model]} for model in MODELS}
        for model in MODELS:
            for name, field in fields_of(model).items():
                if isinstance(field, ForeignKey | ManyToManyField) and field.related_model in keys:
                    for row in self.content.rows[model]:
                        for key in _references(field, row[name]) - keys[field.related_model]:
                            what = f"{name}: {' / '.join(key)}"
                            yield Finding(ELSEWHERE, UNKNOWN, _named(model, row), what, model._meta.model_name)


OTHERS = (
    TargetGroup,
    Category,
    Approach,
    Organisation,
    Source,
    Publication,
    Link,
    Recommendation,
    Illustration,
    ApproachFinding,
)


def _named(model: Model, row: Values) -> str:
    return " / ".join(key_in(model, row))


def _references(field: ForeignKey | ManyToManyField, value: list | None) -> set[tuple[str, ...]]:
    keys = (value or ()) if isinstance(field, ManyToManyField) else [value]
    return {tuple(key) for key in keys if key}


Rule = Callable[[Values, Check], Iterator[str]]


def _of_publication(name: str) -> Rule:
    """A rule that already holds at publication, for what was loaded or changed in another way."""
    return lambda row, check: (lack.what for lack in publication.RULES[name](check.content.facts_of(row)))


def _no_locator(row: Values, check: Check) -> Iterator[str]:
    mentions = check.content.mentions.get(row["slug"], [])
    yield from (mention["source"][0] for mention in mentions if not mention["locator"].strip())


def _long_summary(row: Values, check: Check) -> Iterator[str]:
    if len(row["summary"]) > MAX_SUMMARY_LENGTH:
        yield f"{len(row['summary'])} characters"


def _broken_links(row: Values, check: Check) -> Iterator[str]:
    yield from (link["url"] for link in check.content.links.get(row["slug"], []) if is_broken(link["url"]))


def _not_existing(row: Values, check: Check) -> Iterator[str]:
    """Yield the municipalities that did not exist on the date of the oldest source."""
    source = check.content.sources.get(check.content.source_of(row))
    if source is None:
        return
    known, day = check.content.municipalities, date.fromisoformat(source["published"])
    for (code,) in row["municipalities"]:
        if code in known and not _municipality(known[code]).is_existing(day):
            yield known[code]["name"]


def _municipality(row: Values) -> Municipality:
    """Make an instance with only the period of its existence."""
    return Municipality(**{name: row[name] and date.fromisoformat(row[name]) for name in ("valid_from", "valid_until")})


def _in_texts(find: Callable[[str], Iterator[str]]) -> Rule:
    return lambda row, check: (f"{name}: {what}" for name, text in texts_of(row) for what in find(text))


def _copied(row: Values, check: Check) -> Iterator[str]:
    """Also find runs across two texts of the row."""
    return copied_runs("\n".join(text for _, text in texts_of(row)))


def _persons(row: Values, check: Check) -> Iterator[str]:
    """Check texts and names; the name of an organisation is no evidence that it is one."""
    for name, text in [*texts_of(row), *names_of(row)]:
        find = check.persons.in_name if name == "name" else check.persons.in_text
        yield from (f"{name}: {what}" for what in find(text))


COMPLETE: dict[str, Rule] = {
    **{name: _of_publication(name) for name in publication.RULES},
    "mention without locator": _no_locator,
    f"summary over {MAX_SUMMARY_LENGTH} characters": _long_summary,
    "broken-looking link": _broken_links,
    "municipality not alive": _not_existing,
    "result that looks like a plan": knowledge.planned_results,
    "passing word in summary": knowledge.passing_words,
    "tells what is not told": knowledge.told_silence,
    "national without saying so": knowledge.unfounded_national,
}
TEXTUAL: dict[str, Rule] = {
    "long sentence": _in_texts(long_sentences),
    "jargon": _in_texts(jargon),
    "copied run of words": _copied,
    "person suspected": _persons,
}
OTHER: dict[str, Callable[[Check], Iterator[tuple[str, str]]]] = {
    "unsupported finding": knowledge.unsupported,
    "unknown advice": knowledge.unknown_advice,
}
RULES = (*COMPLETE, *TEXTUAL, *OTHER, DOUBLE, UNKNOWN)
