"""Whether a text counts something, in digits or in words."""

import re

MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
# Numbers that count nothing: days and years, the disease, the distance to keep, the number in a name.
NO_FIGURES = re.compile(
    rf"\b(?:\d{{1,2}} (?:{MONTHS})|20[12]\d|covid-19|1,5 meter|(?:wijk|week|fase|hoofdstuk|artikel) \d+)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"\d|\b(?:twee|drie|vier|vijf|zes|zeven|acht|negen|elf|twaalf|helft|tientallen|\w*tien|\w*(?:honderd|duizend)(?:en)?"
    r"|\w*(?:twin|der|veer|vijf|zes|zeven|tach|negen)tig|miljoen(?:en)?)\b",
    re.IGNORECASE,
)


def has_figure(text: str) -> bool:
    """Return whether a Dutch text has a number that may count something, such as participants; “één” is none."""
    return FIGURE.search(NO_FIGURES.sub("", text)) is not None
