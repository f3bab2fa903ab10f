"""What somebody may have meant to type: the nearest words and titles of the catalogue."""

from django.db import connection

from initiatives.search.language.analysis import WORD, fold, stop_words

NEAREST_WORD = """
    SELECT form FROM initiatives_searchword
    WHERE uses > 0 AND form <> ALL (%(idle)s) AND form %% %(typed)s AND similarity(form, %(typed)s) >= %(least)s
    ORDER BY similarity(form, %(typed)s) DESC, uses DESC, form LIMIT 1
"""
NEAREST_TITLE = """
    SELECT card ->> 'title' FROM initiatives_searchrow
    WHERE folded_title %% %(typed)s AND similarity(folded_title, %(typed)s) >= %(least)s
    ORDER BY similarity(folded_title, %(typed)s) DESC, folded_title LIMIT 1
"""
LIKE_WORD = 0.4  # shared trigrams of all; less is another word
LIKE_TITLE = 0.5
SHORTEST, LONGEST = 4, 30  # letters; shorter words all look alike, longer ones are no words
MOST_MENDED = 3  # words of a question; whoever types more that nobody knows means something else


def corrected(words: str, unknown: set[str]) -> str:
    """The words with those that find nothing replaced by the nearest that the catalogue has.

    Args:
        words: what was typed.
        unknown: the words in it that find nothing, folded.

    Returns:
        Other words to search for; empty when nothing is near.
    """
    if not 0 < len(unknown) <= MOST_MENDED:
        return ""
    replaced = WORD.sub(lambda match: _nearest(match[0], unknown), words)
    if replaced != words:
        return replaced
    if any(len(each) > LONGEST for each in WORD.findall(words)):
        return ""
    title = _first(NEAREST_TITLE, fold(words), LIKE_TITLE)
    return title if fold(title) != fold(words) else ""


def _nearest(typed: str, unknown: set[str]) -> str:
    form = fold(typed)
    if form not in unknown or not SHORTEST <= len(form) <= LONGEST:
        return typed
    return _first(NEAREST_WORD, form, LIKE_WORD) or typed


def _first(query: str, typed: str, least: float) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query, {"typed": typed, "least": least, "idle": list(stop_words())})
        found = cursor.fetchone()
    return found[0] if found else ""
