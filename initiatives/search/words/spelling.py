"""Spelling: the words and titles of the catalogue that are most like what was typed."""

from django.db import connection

from initiatives.search.language.analysis import WORD, fold, stop_words

NEAREST_WORD = """
    SELECT form FROM initiatives_searchword
    WHERE uses > 0 AND form <> ALL (%(stop_words)s)
      AND form %% %(typed)s AND similarity(form, %(typed)s) >= %(threshold)s
    ORDER BY similarity(form, %(typed)s) DESC, uses DESC, form LIMIT 1
"""
NEAREST_TITLE = """
    SELECT card ->> 'title' FROM initiatives_searchrow
    WHERE folded_title %% %(typed)s AND similarity(folded_title, %(typed)s) >= %(threshold)s
    ORDER BY similarity(folded_title, %(typed)s) DESC, folded_title LIMIT 1
"""
WORD_SIMILARITY = 0.4  # share of trigrams in common (pg_trgm); below it is another word
TITLE_SIMILARITY = 0.5
MIN_LENGTH, MAX_LENGTH = 4, 30  # letters; shorter words all look alike, longer ones are not words
MAX_CORRECTIONS = 3  # unknown words of a query; with more of them something else is meant


def corrected(words: str, unknown: set[str]) -> str:
    """Return the typed words with the unknown ones (folded) replaced by the most similar of the catalogue.

    Empty when nothing is similar enough.
    """
    if not 0 < len(unknown) <= MAX_CORRECTIONS:
        return ""
    replaced = WORD.sub(lambda match: _nearest(match[0], unknown), words)
    if replaced != words:
        return replaced
    if any(len(word) > MAX_LENGTH for word in WORD.findall(words)):
        return ""
    title = _first(NEAREST_TITLE, fold(words), TITLE_SIMILARITY)
    return title if fold(title) != fold(words) else ""


def _nearest(typed: str, unknown: set[str]) -> str:
    form = fold(typed)
    if form not in unknown or not MIN_LENGTH <= len(form) <= MAX_LENGTH:
        return typed
    return _first(NEAREST_WORD, form, WORD_SIMILARITY) or typed


def _first(query: str, typed: str, threshold: float) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query, {"typed": typed, "threshold": threshold, "stop_words": list(stop_words())})
        row = cursor.fetchone()
    return row[0] if row else ""
