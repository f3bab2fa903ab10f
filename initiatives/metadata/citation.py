"""References to copy, in the style of the American Psychological Association (APA).

The seventh edition asks for author, date, title and place, in that order. The Dutch wording ("z.d.", "Geraadpleegd op",
the year before the month) is that of Dutch universities: https://libguides.uvt.nl/apa-handleiding/webpagina.
"""

from datetime import date

from django.utils.dateformat import format as date_format

from initiatives.models import Initiative, Source

AUTHOR = "Corona-initiatieven"
DAY = "j F Y"
ENDS = (".", "!", "?", "…")


def of_initiative(initiative: Initiative, address: str, day: date) -> str:
    """The reference to an initiative's page in the catalogue.

    A page of a group, without a date of its own, that may change: the group, "z.d.", the page's title, and the day it
    was read. The site is not named again, since it is the author; the address comes last, without a full stop.
    """
    read = f"Geraadpleegd op {date_format(day, DAY)}, van {address}"
    return f"{_ended(AUTHOR)} (z.d.). {_ended(initiative.title_with_place)} {read}"


def of_source(source: Source) -> str:
    """The reference to a document that the catalogue draws from.

    A report of an organisation: who published it, the date with the year first, and the title. Without a publisher the
    title takes its place. The date shows no more than is known; the address is there when the source has one.
    """
    *rest, year = source.date_label.split()
    known = f"({', '.join(filter(None, [year, ' '.join(rest)]))})."
    title = _ended(source.title)
    parts = [_ended(source.publisher), known, title] if source.publisher else [title, known]
    return " ".join([*parts, *filter(None, [source.url])])


def _ended(text: str) -> str:
    """A part of a reference with a full stop, unless it has an end of its own."""
    return text if text.rstrip("”’\"')").endswith(ENDS) else f"{text}."
