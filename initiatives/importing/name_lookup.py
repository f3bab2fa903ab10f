"""The names that people write in a table, and the rows they mean."""

from initiatives.models import Category, Municipality, Organisation, Source, TargetGroup
from initiatives.models.base import CatalogueModel

# Where somebody finds the names that can be used.
LISTS = {
    Municipality: "Kijk op /gemeenten/.",
    TargetGroup: "Kijk op /doelgroepen/, of voeg de doelgroep eerst toe in het beheer.",
    Category: "Kijk op /categorieen/, of voeg de categorie eerst toe in het beheer.",
    Organisation: "Voeg de organisatie eerst toe in het beheer.",
    Source: "Kijk op /bronnen/, of voeg de bron eerst toe in het beheer.",
}


class NameLookup:
    """Finds rows by name, slug or code; each model is read once, when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[type[CatalogueModel], dict[str, list[str]]] = {}

    def key(self, model: type[CatalogueModel], name: str) -> list[str]:
        """The natural key of the row that a name means.

        The name as it is goes before the same name in other capitals, and names go before slugs and codes.

        Raises:
            ValueError: there is none; in Dutch, with what to do.
        """
        known = self._known.setdefault(model, {}) or self._read(model)
        found = known.get(name) or known.get(name.strip().casefold())
        if found is None:
            raise ValueError(f"“{name[:60]}” kennen wij niet. {LISTS[model]}")
        return found

    def _read(self, model: type[CatalogueModel]) -> dict[str, list[str]]:
        known = self._known[model]
        rows = [(row, list(row.natural_key())) for row in model.objects.all()]
        for name_of in (lambda row: row.slug, lambda row: row.natural_key()[0], str):
            known |= {name_of(row).casefold(): key for row, key in rows}
        known |= {str(row): key for row, key in rows}
        return known
