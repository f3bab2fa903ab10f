"""Keeps a spreadsheet from taking a text for a formula, and gives the text back unchanged.

After OWASP's advice on CSV injection (https://owasp.org/www-community/attacks/CSV_Injection): a text that begins with
= + - @, tab or a line end, or a full-width form of these, gets an apostrophe in front. A file may also be opened with
another separator than it was written with, so whatever stands behind a possible separator is treated as a cell too.
"""

import re
import unicodedata

MARK = "'"
SIGNS = frozenset("=+-@\u2212")  # the last is the minus sign, which some programs read as a hyphen
QUOTES = "\"'"
# Kinds of signs in Unicode that may stand before: control, mark, white space, and all other quotes.
UNSEEN = re.compile("C.|M.|Z.|P[if]|Sk")
BLANK_BEGINNING = re.compile(f"[ {QUOTES}]*[\t\r\n]")
SEPARATORS = re.compile("([,;\t\r\n])")  # with brackets, so that `split` keeps them


def neutral(text: str) -> str:
    """The text with an apostrophe in front of it, and of each part of it, that could begin a formula."""
    marked = "".join(MARK + part if _begins_formula(part) else part for part in SEPARATORS.split(text))
    return MARK + marked if BLANK_BEGINNING.match(marked) else marked


def original(text: str) -> str:
    """The text that `neutral` was given: `original(neutral(text)) == text`, for every text.

    That is because apostrophes in front never change whether something could begin a formula.
    """
    if text.startswith(MARK) and BLANK_BEGINNING.match(text):
        text = text[1:]
    parts = SEPARATORS.split(text)
    return "".join(part[1:] if part.startswith(MARK) and _begins_formula(part) else part for part in parts)


def _begins_formula(text: str) -> bool:
    """Whether the first sign that counts, behind white space, quotes and what cannot be seen, begins a formula."""
    for letter in text:
        if letter.isalnum():
            return False
        if unicodedata.normalize("NFKC", letter)[0] in SIGNS:
            return True
        if letter not in QUOTES and not UNSEEN.fullmatch(unicodedata.category(letter)):
            return False
    return False
