"""Resolves the names in a table to rows of the catalogue."""

import re
from typing import Any

from initiatives.choices import Scope
from initiatives.models import Approach, Category, Municipality, Organisation, Source, TargetGroup
from initiatives.models.base import CatalogueModel
from initiatives.models.history import first_free_slug, taken_slugs
from initiatives.names import How, NameIndex
from initiatives.search.language.analysis import name_key

# Where an editor finds the valid names.
LISTS = {
    Municipality: "Kijk op /gemeenten/.",
    TargetGroup: "Kijk op /doelgroepen/, of voeg de doelgroep eerst toe in het beheer.",
    Category: "Kijk op /categorieen/, of voeg de categorie eerst toe in het beheer.",
    Approach: "Kijk op /aanpakken/, of voeg de aanpak eerst toe in het beheer.",
    Source: "Kijk op /bronnen/, of voeg de bron eerst toe in het beheer.",
}
CERTAIN = (How.NAME, How.CODE)
BETWEEN_NAMES = re.compile(r"[,/&\n]|\ben\b")  # what people write instead of a semicolon
SCOPES = {label.casefold() for label in Scope.labels}
MAX_ORGANISATION: Any = Organisation._meta.get_field("name").max_length


class NameLookup:
    """Lookup of rows by name, slug, code, synonym or a misspelled name; each model is read once, when first used.

    `guesses` has the names since it was last emptied that were not recognised for certain, each as “name → row”. An
    organisation that nobody knows is a new one: `new_organisations` has their names by slug.

    Args:
        may_add: whether an unknown organisation may be added.
    """

    def __init__(self, *, may_add: bool = True) -> None:
        self.may_add = may_add
        self.guesses: list[str] = []
        self.new_organisations: dict[str, str] = {}
        self._indexes: dict[type[CatalogueModel], NameIndex] = {}
        self._exact: dict[type[CatalogueModel], dict[str, list[str]]] = {}
        self._labels: dict[type[CatalogueModel], dict[tuple[str, ...], str]] = {}
        self._known: dict[tuple[type[CatalogueModel], str], tuple[list[str], str]] = {}

    def key(self, model: type[CatalogueModel], name: str) -> list[str]:
        """Return the natural key of the row with this name.

        Raises:
            ValueError: the name is unknown, or can mean several rows; in Dutch, with what to do.
        """
        if (model, name) not in self._known:
            self._known[model, name] = self._find(model, name)
        key, guess = self._known[model, name]
        if guess:
            self.guesses.append(guess)
        return key

    def keys(self, model: type[CatalogueModel], name: str) -> list[list[str]]:
        """Return the key of a name, or those of several with another sign than a semicolon between them.

        Raises:
            ValueError: as `key` does.
        """
        names = [part.strip() for part in BETWEEN_NAMES.split(name) if part.strip()]
        try:
            return [self.key(model, name)]
        except ValueError:
            if len(names) < 2 or model is Organisation:
                raise
        keys = [self.key(model, part) for part in names]
        self.guesses.append(f"“{name[:60]}” → {'; '.join(self.label(model, key) for key in keys)}")
        return keys

    def label(self, model: type[CatalogueModel], key: list[str]) -> str:
        """Return the name of the row with a natural key."""
        if model not in self._labels:
            self._labels[model] = {row.natural_key(): str(row) for row in model.objects.all()}
        return self._labels[model].get(tuple(key), " / ".join(key))

    def _find(self, model: type[CatalogueModel], name: str) -> tuple[list[str], str]:
        """The key of a row, and what to tell of it where it is a guess."""
        if model not in self._indexes:
            rows = model.objects.all()
            self._indexes[model] = NameIndex(rows)
            self._exact[model] = {str(row): list(row.natural_key()) for row in rows}
        if key := self._exact[model].get(name):
            return key, ""
        match = self._indexes[model].best(name)
        if match is None and model is Organisation:
            return self._make_organisation(" ".join(name.split()))
        if model is Municipality and name.strip().casefold() in SCOPES:
            raise ValueError(f"“{name[:60]}” is geen gemeente. Zet dat in de kolom “bereik”.")
        if match is None:
            raise ValueError(f"“{name[:60]}” kennen wij niet. {LISTS[model]}")
        guess = "" if match.how in CERTAIN else f"“{name[:60].strip()}” → {match.row} ({match.how.label})"
        return list(match.row.natural_key()), guess

    def _make_organisation(self, name: str) -> tuple[list[str], str]:
        """The key that a new organisation will have; with other capitals or accents it is the same one."""
        if not self.may_add:
            raise ValueError(f"“{name[:60]}” kennen wij niet, en u mag geen organisatie toevoegen.")
        if len(name) > MAX_ORGANISATION:
            raise ValueError(f"Een naam van een organisatie heeft hoogstens {MAX_ORGANISATION} tekens.")
        taken = {slug for slug, other in self.new_organisations.items() if name_key(other) != name_key(name)}
        taken |= taken_slugs(Organisation)
        slug = first_free_slug(Organisation, [name], taken)
        self.new_organisations.setdefault(slug, name)
        return [slug], f"“{name[:60]}” → nieuwe organisatie"
