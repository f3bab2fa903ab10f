"""The words of an initiative as PostgreSQL keeps them: lexemes with positions and weights, in its own notation."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from initiatives.models import Initiative
from initiatives.search.language.analysis import Analyser, Word, fold, units, words

WEIGHTS = "ABCD"
BASE = "~"  # between the weight and a base, so that the word “ouder” and the base of “ouders” differ
TITLE = "="  # before a whole title
GAP = 5  # positions between texts, so that no phrase runs from one into the next
MOST_POSITIONS = 100  # of one word; PostgreSQL keeps 255
LONGEST_TITLE = 1_000  # bytes; PostgreSQL takes no lexeme over 2046
MOST_WORDS = 3_000  # of one initiative; PostgreSQL takes no vector over a megabyte
LAST_POSITION = 16_000  # PostgreSQL knows no higher one than 16383


def title_lexeme(title: str) -> str:
    """The lexeme of a whole title, for whoever types just that."""
    folded = " ".join(fold(written) for written in words(title))
    return (TITLE + folded).encode()[:LONGEST_TITLE].decode(errors="ignore")


def fields_of(initiative: Initiative) -> dict[str, list[str]]:
    """The texts of an initiative by weight: title A, names B, summary C, the rest D."""
    names = [initiative.region, initiative.place, *(each.name for each in initiative.organisations.all())]
    for place in initiative.municipalities.all():
        today = [heir.name for heir in place.successors_today()]
        names += [place.name, place.official_name, place.province.name, *today]
    for group in initiative.target_groups.all():
        names += [group.name, *([group.parent.name] if group.parent else [])]
    names += [category.name for category in initiative.categories.all()]
    names += [mention.printed_name for mention in initiative.mentions.all()]
    return {
        "A": [initiative.title],
        "B": list(dict.fromkeys(name for name in names if name)),
        "C": [initiative.summary],
        "D": [text for _, text in initiative.long_texts],
    }


def vector(fields: dict[str, list[str]], analyser: Analyser) -> str:
    """A tsvector in PostgreSQL's notation.

    A word stands with its form at each place, labelled with the weight, to find phrases; and with each of its bases
    once, at the weightiest. The parts of a compound have weight D. The weight of a base stands in its lexeme: then
    PostgreSQL's index alone tells who has a base with a weight, without reading the vectors.

    Args:
        fields: texts by weight, as `fields_of` gives them.
        analyser: knows which words are compounds.
    """
    positions: dict[str, list[str]] = defaultdict(list)
    weights: dict[str, str] = {}
    for position, weight, word in islice(_placed(fields, analyser), MOST_WORDS):
        if len(positions[word.form]) < MOST_POSITIONS:
            positions[word.form].append(f"{position}{weight}")
        for base in word.bases:
            weights[base] = min(weight, weights.get(base, weight))
        for base in word.part_bases:
            weights.setdefault(base, "D")
    positions[title_lexeme(" ".join(fields["A"]))] = ["1A"]
    forms = (f"{quoted(form)}:{','.join(places)}" for form, places in positions.items())
    return " ".join([*forms, *(quoted(base_lexeme(base, weight)) for base, weight in weights.items())])


def base_lexeme(base: str, weight: str) -> str:
    """The lexeme of a base that stands in a field of this weight, and in none of more."""
    return weight + BASE + base


def _placed(fields: dict[str, list[str]], analyser: Analyser) -> Iterator[tuple[int, str, Word]]:
    """Each word with its position; a word with hyphens as a whole stands where its first part stands."""
    position = 1
    for weight, texts in fields.items():
        for text in texts:
            for parts in units(text):
                if len(parts) > 1:
                    yield min(position, LAST_POSITION), weight, analyser.word("".join(parts))
                for part in parts:
                    yield min(position, LAST_POSITION), weight, analyser.word(part)
                    position += 1
            position += GAP


def quoted(lexeme: str) -> str:
    """A lexeme as it stands in a tsvector or tsquery."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
