"""How likely two initiatives are the same: the only place where evidence becomes a number."""

from dataclasses import dataclass
from enum import StrEnum

from initiatives.choices import Scope
from initiatives.doubles.entries import Entry

# Weights of evidence from 0 to 1. They were chosen on eleven initiatives that were entered a second time by hand and on
# the pairs of the catalogue that are not the same (docs/decisions/0059-doubles.md).
TEXT, NAMED, LINK, MENTION, MEANING = 1.5, 0.5, 0.8, 0.15, 0.3
ENOUGH_TEXT = 0.4  # a cosine that says all: texts of different things in one style have a higher one
# Factors for where two take place, and for two passages of one source, which tells of a thing once.
BOTH_NATIONAL, ANYWHERE, ELSEWHERE = 0.85, 0.75, 0.45
ONE_SOURCE = 0.8
# Scores from which a pair is shown while somebody types, is put before an editor, and is a fault in the catalogue.
LOOKS_LIKE, PROBABLE, CERTAIN = 0.75, 1.0, 1.4
TELLING = 0.35  # of a cosine or a share, from which it is named as a reason


class Reason(StrEnum):
    """Why two look alike, as editors read it."""

    TITLE = "de titel lijkt erop"
    TEXT = "de tekst lijkt erop"
    PLACE = "dezelfde plaats"
    NAMED = "de een noemt de ander"
    LINK = "dezelfde link"
    MENTION = "dezelfde plek in dezelfde bron"
    MEANING = "de betekenis lijkt erop"


@dataclass(frozen=True)
class Evidence:
    """What two entries have in common, each from 0 to 1.

    Args:
        title: the cosine of the letters of their names, without those of places.
        words: how much of the words of each name is in what is told of the other; the smaller of the two.
        text: the cosine of the words of everything that is told of them.
        named: whether a name of one, with a rare word in it, is in what is told of the other.
        link, mention: a web address, or a place in a source, that both have; less when others have it too.
        meaning: how near their meanings are.
    """

    title: float
    words: float
    text: float
    named: bool = False
    link: float = 0.0
    mention: float = 0.0
    meaning: float = 0.0


@dataclass(frozen=True)
class Likeness:
    """How alike two entries are, with the reasons."""

    score: float
    reasons: tuple[Reason, ...]


def likeness(one: Entry, other: Entry, evidence: Evidence) -> Likeness:
    """Add up the evidence, by its weights and the factors for place and source."""
    is_named = evidence.named and share_place(one, other)  # elsewhere the words are hardly ever a name
    names = evidence.title + evidence.words + NAMED * is_named
    told = TEXT * min(evidence.text, ENOUGH_TEXT) + MEANING * evidence.meaning
    shared = LINK * evidence.link + MENTION * evidence.mention
    score = (names + told + shared) * place_factor(one, other) * _source_factor(one, other)
    return Likeness(score, tuple(_reasons(one, other, evidence)))


def place_factor(one: Entry, other: Entry) -> float:
    """How likely two entries are in the same place."""
    if share_place(one, other):
        return 1.0
    if one.scope == other.scope == Scope.NATIONAL:
        return BOTH_NATIONAL
    return ANYWHERE if one.is_anywhere or other.is_anywhere else ELSEWHERE


def share_place(one: Entry, other: Entry) -> bool:
    return bool(one.places & other.places or one.place_names & other.place_names)


def _source_factor(one: Entry, other: Entry) -> float:
    sources = {source for source, _ in one.mentions} & {source for source, _ in other.mentions}
    return ONE_SOURCE if sources else 1.0


def _reasons(one: Entry, other: Entry, evidence: Evidence) -> list[Reason]:
    named = {
        Reason.TITLE: max(evidence.title, evidence.words) >= TELLING,
        Reason.PLACE: share_place(one, other),
        Reason.NAMED: evidence.named and share_place(one, other),
        Reason.LINK: evidence.link > 0,
        Reason.MENTION: evidence.mention > 0,
        Reason.TEXT: evidence.text >= TELLING / 2,  # two texts of one thing share fewer words than two titles
        Reason.MEANING: evidence.meaning >= TELLING,
    }
    return [reason for reason, is_so in named.items() if is_so]
