"""Spelling: the word of the catalogue that was probably meant by one that is no word of Dutch."""

from collections.abc import Collection, Iterable, Set

from django.db import connection
from rapidfuzz.distance import OSA

from initiatives.search.language.analysis import WORD, fold, is_stop_word, stop_words
from initiatives.search.language.dictionary import is_compound, is_dutch

# The words that share most trigrams with what was typed (pg_trgm) or its first two letters, or have it in them:
# candidates, of which the letters are compared.
CANDIDATES = """
    SELECT form, uses FROM initiatives_searchword
    WHERE uses > 0 AND form <> ALL (%(stop_words)s)
      AND (form %% %(typed)s OR form LIKE %(beginning)s OR form LIKE %(inside)s)
    ORDER BY similarity(form, %(typed)s) DESC, form LIMIT 500
"""
MIN_LENGTH, MAX_LENGTH = 5, 30  # letters; shorter words are as often names, longer ones are not words
SAME_SOUNDS = (("ij", "ei"), ("au", "ou"), ("dt", "t"), ("ck", "k"), ("c", "k"), ("ph", "f"), ("th", "t"))
LETTERS_PER_FAULT = 4  # a word of five letters may have one fault, one of eight two
MAX_FAULTS = 2
SHORT = 5  # letters; of so short a word the last one is hardly ever too many: “resto” is not “rest”
MAX_FAULTS_IN_NAME = 1  # of a place: there are thousands, in all spellings
MAX_CORRECTIONS = 3  # unknown words of a query; with more of them it is another language


def corrected(words: str, unknown: Collection[str], names: Set[str]) -> str:
    """Return the typed words with those that are misspelled replaced; the same text when there are none.

    Args:
        unknown: the words that match nothing, folded. A good Dutch word among them is never replaced.
        names: more words that may be meant, folded: names of places.
    """
    misspelled = set(filter(may_be_misspelled, unknown))
    if not 0 < len(misspelled) <= MAX_CORRECTIONS:
        return words
    meant = {form: _nearest(form, names) for form in misspelled - names}
    return WORD.sub(lambda match: meant.get(fold(match[0])) or match[0], words)


def may_be_misspelled(written: str) -> bool:
    """Return whether a word is no good Dutch, nor a code, and of a length that can be corrected."""
    is_word = MIN_LENGTH <= len(written) <= MAX_LENGTH and written.isalpha()
    return is_word and not is_stop_word(written) and not is_dutch(written)


def _nearest(typed: str, names: Set[str]) -> str:
    """The most similar word by faults: letters too many, missing, wrong or swapped; of equals the most used one.

    The optimal string alignment distance, of Damerau (1964): four of five misspellings are a single such fault, and
    hardly any is in the first letter. A compound, or a part of a word of the catalogue, may be right as it is: then a
    single letter is the most.
    """
    with connection.cursor() as cursor:
        patterns = {"beginning": f"{typed[:2]}%", "inside": f"%{typed}%"}
        cursor.execute(CANDIDATES, {"typed": typed, "stop_words": list(stop_words()), **patterns})
        uses = dict(cursor.fetchall())
    if is_compound(typed) or any(typed in form for form in uses):
        nearest = near(typed, [form for form in uses if OSA.distance(typed, form, score_cutoff=1) == 1], 1)
    else:
        nearest = near(typed, uses.keys() - names, min(len(typed) // LETTERS_PER_FAULT, MAX_FAULTS))
        nearest |= near(typed, names, MAX_FAULTS_IN_NAME)
    if len(typed) <= SHORT:
        nearest.pop(typed[:-1], None)
    return min(nearest, key=lambda form: (nearest[form], -uses.get(form, 0), form), default="")


def near(typed: str, forms: Iterable[str], allowed: int) -> dict[str, int]:
    """Return the forms with no more faults than are allowed, each with their number; the first sound is never wrong."""
    sound, sounds = _sound(typed), {form: _sound(form) for form in forms}
    alike = {form: other for form, other in sounds.items() if other[:1] == sound[:1]}
    faults = {form: OSA.distance(sound, other, score_cutoff=allowed) for form, other in alike.items()}
    return {form: count for form, count in faults.items() if count <= allowed}


def _sound(form: str) -> str:
    """A word with what sounds alike in Dutch written in one way."""
    for written, alike in SAME_SOUNDS:
        form = form.replace(written, alike)
    return form
