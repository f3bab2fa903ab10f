"""Resolves the names in a CSV file to rows of the catalogue."""

from initiatives.models import Approach, Category, Municipality, Organisation, Source, TargetGroup
from initiatives.models.base import CatalogueModel

# Where an editor finds the valid names.
LISTS = {
    Municipality: "Kijk op /gemeenten/.",
    TargetGroup: "Kijk op /doelgroepen/, of voeg de doelgroep eerst toe in het beheer.",
    Category: "Kijk op /categorieen/, of voeg de categorie eerst toe in het beheer.",
    Approach: "Kijk op /aanpakken/, of voeg de aanpak eerst toe in het beheer.",
    Organisation: "Voeg de organisatie eerst toe in het beheer.",
    Source: "Kijk op /bronnen/, of voeg de bron eerst toe in het beheer.",
}


class NameLookup:
    """Lookup of rows by name, slug or code; each model is read once, when first used."""

    def __init__(self) -> None:
        self._known: dict[type[CatalogueModel], dict[str, list[str]]] = {}

    def key(self, model: type[CatalogueModel], name: str) -> list[str]:
        """Return the natural key of the row with this name.

        An exact match goes before a case-insensitive one, and names go before slugs and codes.

        Raises:
            ValueError: the name is unknown; in Dutch, with what to do.
        """
        known = self._known.setdefault(model, {}) or self._read(model)
        key = known.get(name) or known.get(name.strip().casefold())
        if key is None:
            raise ValueError(f"“{name[:60]}” kennen wij niet. {LISTS[model]}")
        return key

    def _read(self, model: type[CatalogueModel]) -> dict[str, list[str]]:
        known = self._known[model]
        rows = [(row, list(row.natural_key())) for row in model.objects.all()]
        for name_of in (lambda row: row.slug, lambda row: row.natural_key()[0], str):
            known |= {name_of(row).casefold(): key for row, key in rows}
        known |= {str(row): key for row, key in rows}
        return known
