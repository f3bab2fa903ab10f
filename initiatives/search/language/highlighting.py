"""Highlighting: marks matched words and quotes the passage that they are in."""

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from itertools import chain, takewhile

from django.utils.safestring import SafeString

from initiatives.search.language.analysis import fold

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
MAX_QUOTATION_LENGTH = 200  # characters
MAX_LEAD_LENGTH = 60  # of those, before the first match


def matches(text: str, forms: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of words that have one of these folded forms, in order; the text is NFC."""
    folded = fold(text)
    if len(folded) != len(text):
        return  # a script whose letters decompose; none of the catalogue's forms are in it
    if "'" not in folded and forms.isdisjoint(WORD.findall(folded)):
        return  # most texts of a page: without looking at each word in turn
    for match in WORD.finditer(folded):
        if match[0] in forms or match[0].replace("'", "") in forms:
            yield match.span()


def marked(text: str, forms: frozenset[str]) -> str:
    """Return the text as HTML with `<mark>` around matched words, or the same object when nothing matched."""
    if not forms:
        return text
    composed = unicodedata.normalize("NFC", text)
    spans = list(matches(composed, forms))
    return _marked(composed, spans) if spans else text


def quoted(text: str, forms: frozenset[str]) -> SafeString:
    """Return the first passage with a match as HTML, marked; empty when there is none."""
    text = unicodedata.normalize("NFC", text).strip()
    spans = matches(text, forms)
    first = next(spans, None)
    if first is None:
        return SafeString("")
    start = _begin(text, first[0])
    end = _end(text, start, first[1])
    quoted_spans = takewhile(lambda span: span[1] <= end, chain([first], spans))
    relative = [(begin - start, stop - start) for begin, stop in quoted_spans]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    html = before + _marked(text[start:end].replace("\n", " "), relative) + after
    return SafeString(html)  # nosec B703 # what _marked escaped, and dots


def _begin(text: str, place: int) -> int:
    """Start of the sentence with the match, or of a word near enough before it."""
    ends = [text.rfind(mark, 0, place) + len(mark) for mark in (". ", "! ", "? ", "\n") if mark in text[:place]]
    sentence = max(ends, default=0)
    if place - sentence <= MAX_LEAD_LENGTH:
        return sentence
    space = text.find(" ", place - MAX_LEAD_LENGTH, place)
    return place if space < 0 else space + 1


def _end(text: str, start: int, match: int) -> int:
    """End of the quotation: before a word, and not within the match that ends at `match`."""
    if len(text) - start <= MAX_QUOTATION_LENGTH:
        return len(text)
    space = text.rfind(" ", match, start + MAX_QUOTATION_LENGTH)
    return max(match, start + MAX_QUOTATION_LENGTH) if space < 0 else space


def _marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    pieces, done = [], 0
    for begin, end in spans:
        pieces += [escape(text[done:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        done = end
    html = "".join([*pieces, escape(text[done:])])
    return SafeString(html)  # nosec B703 # every piece is escaped
