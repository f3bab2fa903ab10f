"""Marks the words that matched, and quotes the sentences they stand in."""

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from itertools import chain, takewhile

from django.utils.safestring import SafeString

from initiatives.search.language.analysis import fold

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
LONGEST = 200  # characters of a quotation
BEFORE = 60  # of those, at most, before the first word that matched


def matches(text: str, forms: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where words stand that have one of these forms, compounds and inflections as they are written; in order.

    Args:
        text: any text, NFC.
        forms: folded words.
    """
    folded = fold(text)
    if len(folded) != len(text):
        return  # a script whose letters fall apart; it has no forms of ours
    for match in WORD.finditer(folded):
        if match[0] in forms or match[0].replace("'", "") in forms:
            yield match.span()


def marked(text: str, forms: frozenset[str]) -> str:
    """A text with `<mark>` around the words that matched, then as HTML; the very text when nothing did."""
    if not forms:
        return text
    composed = unicodedata.normalize("NFC", text)
    spans = list(matches(composed, forms))
    return _marked(composed, spans) if spans else text


def quoted(text: str, forms: frozenset[str]) -> SafeString:
    """The first passage of a text with words that matched, marked; empty when there is none."""
    text = unicodedata.normalize("NFC", text).strip()
    found = matches(text, forms)
    first = next(found, None)
    if first is None:
        return SafeString("")
    start = _begin(text, first[0])
    end = _end(text, start, first[1])
    spans = takewhile(lambda span: span[1] <= end, chain([first], found))
    inside = [(begin - start, stop - start) for begin, stop in spans]
    before, behind = "… " if start else "", " …" if end < len(text) else ""
    return SafeString(before + _marked(text[start:end].replace("\n", " "), inside) + behind)


def _begin(text: str, place: int) -> int:
    """Where the sentence of a match begins, or a word near enough before it."""
    ends = [text.rfind(mark, 0, place) + len(mark) for mark in (". ", "! ", "? ", "\n") if mark in text[:place]]
    sentence = max(ends, default=0)
    if place - sentence <= BEFORE:
        return sentence
    space = text.find(" ", place - BEFORE, place)
    return place if space < 0 else space + 1


def _end(text: str, start: int, match: int) -> int:
    """Where a quotation ends: before a word, but never within the match that ends at `match`."""
    if len(text) - start <= LONGEST:
        return len(text)
    space = text.rfind(" ", match, start + LONGEST)
    return max(match, start + LONGEST) if space < 0 else space


def _marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    pieces, done = [], 0
    for begin, end in spans:
        pieces += [escape(text[done:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        done = end
    return SafeString("".join([*pieces, escape(text[done:])]))
