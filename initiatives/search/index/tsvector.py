"""Builds the tsvector of an initiative in PostgreSQL's notation: lexemes with positions and weights."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from initiatives.models import Initiative
from initiatives.search.language.analysis import Analyser, Word, fold, units, words
from initiatives.search.weights import FIELD_STRENGTHS

WEIGHTS = "".join(FIELD_STRENGTHS)
BASE = "~"  # between the weight and a base, so that the word “ouder” and the base of “ouders” differ
TITLE = "="  # before a whole title
GAP = 5  # positions between texts, so that no phrase matches across two texts
MAX_POSITIONS = 100  # of one word; PostgreSQL's limit is 255
MAX_TITLE_BYTES = 1_000  # PostgreSQL's limit for a lexeme is 2046
MAX_WORDS = 3_000  # of one initiative; PostgreSQL's limit for a tsvector is a megabyte
MAX_POSITION = 16_000  # PostgreSQL's limit is 16383


def title_lexeme(title: str) -> str:
    """Return the lexeme of a whole title, which matches a query that is just that title."""
    folded = " ".join(fold(written) for written in words(title))
    return (TITLE + folded).encode()[:MAX_TITLE_BYTES].decode(errors="ignore")


def fields_of(initiative: Initiative) -> dict[str, list[str]]:
    """Return the texts of an initiative by weight: title A, names B, summary C, longer texts D."""
    names = [
        initiative.region,
        initiative.place,
        *(organisation.name for organisation in initiative.organisations.all()),
    ]
    for place in initiative.municipalities.all():
        today = [heir.name for heir in place.successors_today()]
        names += [place.name, place.official_name, place.province.name, *today]
    for group in initiative.target_groups.all():
        names += [group.name, *([group.parent.name] if group.parent else [])]
    names += [category.name for category in initiative.categories.all()]
    names += [approach.name for approach in initiative.approaches.all()]
    names += [mention.printed_name for mention in initiative.mentions.all()]
    return {
        "A": [initiative.title],
        "B": list(dict.fromkeys(name for name in names if name)),
        "C": [initiative.summary],
        "D": [text for _, text in initiative.long_texts],
    }


def vector(fields: dict[str, list[str]], analyser: Analyser) -> str:
    """Return a tsvector in PostgreSQL's notation of texts by weight, as `fields_of` returns them.

    The form of each word has its positions and weight, for phrases. Each of its bases is a lexeme of its own at the
    highest weight; the parts of a compound have weight D. The weight of a base is part of its lexeme: PostgreSQL can
    then tell from the GIN index alone which rows have a base with a weight, without reading the vectors.
    """
    positions: dict[str, list[str]] = defaultdict(list)
    weights: dict[str, str] = {}
    for position, weight, word in islice(_placed(fields, analyser), MAX_WORDS):
        if len(positions[word.form]) < MAX_POSITIONS:
            positions[word.form].append(f"{position}{weight}")
        for base in word.bases:
            weights[base] = min(weight, weights.get(base, weight))
        for base in word.part_bases:
            weights.setdefault(base, "D")
    positions[title_lexeme(" ".join(fields["A"]))] = ["1A"]
    forms = (f"{quoted(form)}:{','.join(places)}" for form, places in positions.items())
    return " ".join([*forms, *(quoted(base_lexeme(base, weight)) for base, weight in weights.items())])


def base_lexeme(base: str, weight: str) -> str:
    """Return the lexeme of a base whose highest weight is this one."""
    return weight + BASE + base


def _placed(fields: dict[str, list[str]], analyser: Analyser) -> Iterator[tuple[int, str, Word]]:
    """Yield each word with position and weight; a hyphenated word as a whole has the position of its first part."""
    position = 1
    for weight, texts in fields.items():
        for text in texts:
            for parts in units(text):
                if len(parts) > 1:
                    yield min(position, MAX_POSITION), weight, analyser.word("".join(parts))
                for part in parts:
                    yield min(position, MAX_POSITION), weight, analyser.word(part)
                    position += 1
            position += GAP


def quoted(lexeme: str) -> str:
    """Return a lexeme as a tsvector or tsquery contains it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
