"""The columns of a table that is imported: those of the downloads, and what people call them besides."""

from functools import cache

from initiatives.exports.columns import EDITORS_COLUMNS, Column, Kind
from initiatives.search.language.analysis import fold

# One mention, for who does not want to write “bron | vindplaats” in a cell. Their names are no fields of an initiative.
SOURCE = Column("bron", Kind.TEXT, "Het document waarin het staat.", lambda initiative: "", "source", 40)
LOCATOR = Column("vindplaats", Kind.TEXT, "Waar in dat document.", lambda initiative: "", "locator", 20)
OTHER_NAMES = {
    "naam": "titel",
    "gemeente": "gemeenten",
    "gemeentecode": "gemeenten",
    "doelgroep": "doelgroepen",
    "categorie": "categorieën",
    "vorm": "vormen",
    "organisatie": "organisaties",
    "aanpak": "aanpakken",
    "resultaat": "resultaten",
    "vermelding": "vermeldingen",
    "link": "links",
    "website": "links",
    "webadres": "slug",
}


def column_named(header: str) -> Column | None:
    """Return the column with this name above it, with or without accents and capitals; None for an unknown one."""
    name = fold(" ".join(header.split()))
    return _by_name().get(fold(OTHER_NAMES.get(name, name)))


def header_of(name: str) -> str:
    """Return the header of the column for a field."""
    return next((column.name for column in (*EDITORS_COLUMNS, SOURCE, LOCATOR) if column.field == name), name)


@cache
def _by_name() -> dict[str, Column]:
    return {fold(column.name): column for column in (*EDITORS_COLUMNS, SOURCE, LOCATOR)}
