"""Provinces and municipalities, with their mergers and splits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from initiatives.choices import SizeClass
from initiatives.models.base import (
    CatalogueModel,
    NaturalKeyQuerySet,
    PermalinkModel,
    not_empty_constraint,
    slug_constraint,
    slug_field,
    text_list,
    words_list,
)
from initiatives.models.texts import length_constraint
from initiatives.paths import path_to

TOOI = "https://identifier.overheid.nl/tooi/id"


class Province(CatalogueModel):
    """One of the twelve provinces."""

    NATURAL_KEY = ("code",)

    code = models.CharField(
        "CBS-code",
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^PV\d{2}$", "Een provinciecode is PV met twee cijfers, zoals PV24.")],
    )
    name = models.CharField("naam", max_length=100, unique=True)
    slug = slug_field()

    class Meta:
        verbose_name = "provincie"
        verbose_name_plural = "provincies"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^PV[0-9]{2}$"),
                name="province_code",
                violation_error_message="Een provinciecode is PV met twee cijfers, zoals PV24.",
            ),
            slug_constraint("province_slug"),
            not_empty_constraint("name", "province_name", "Geef de provincie een naam."),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tooi(self) -> str:
        """Its identifier in the list of government organisations: https://standaarden.overheid.nl/tooi."""
        return f"{TOOI}/provincie/{self.code.lower()}"


class MunicipalityQuerySet(NaturalKeyQuerySet["Municipality"]):
    def existing(self, on: date | None = None) -> Self:
        """Those that exist on a day (default: today)."""
        day = on or timezone.localdate()
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(started, Q(valid_until__isnull=True) | Q(valid_until__gt=day))

    def with_predecessors(self, abolished_on: date | None = None) -> Self:
        """Add every municipality that is, directly or not, recorded to be succeeded by one of these.

        Args:
            abolished_on: follow only those that no longer exist on this day.
        """
        others = self.model.objects.all()
        if abolished_on:
            others = others.filter(valid_until__lte=abolished_on)
        keys = newest = set(self.values_list("pk", flat=True))
        while newest:
            newest = set(others.filter(successors__in=newest).values_list("pk", flat=True)) - keys
            keys = keys | newest
        return self.model.objects.filter(pk__in=keys)  # type: ignore[return-value] # of this class too


class Municipality(PermalinkModel):
    """A municipality of any time, identified by its CBS code."""

    NATURAL_KEY = ("code",)

    code = models.CharField(
        "CBS-code",
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^GM\d{4}$", "Een gemeentecode is GM met vier cijfers, zoals GM0034.")],
    )
    name = models.CharField("naam", max_length=100, unique=True, help_text="De gewone naam: Den Haag, Den Bosch.")
    official_name = models.CharField("officiële naam", max_length=100)
    slug = slug_field()
    aliases = text_list("andere namen", "Andere schrijfwijzen waarop mensen zoeken.", size=100)
    localities = words_list("plaatsen", "Dorpen, steden en wijken in de gemeente waarop mensen zoeken.")
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="municipalities", verbose_name="provincie"
    )
    population = models.PositiveIntegerField("inwoners", null=True, blank=True, help_text="Ongeveer, in 2020.")
    latitude = models.DecimalField("breedtegraad", max_digits=6, decimal_places=3, null=True, blank=True)
    longitude = models.DecimalField("lengtegraad", max_digits=6, decimal_places=3, null=True, blank=True)
    valid_from = models.DateField("bestaat sinds", null=True, blank=True)
    valid_until = models.DateField(
        "opgeheven op", null=True, blank=True, help_text="De eerste dag waarop de gemeente niet meer bestaat."
    )
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="predecessors",
        blank=True,
        verbose_name="opvolgers",
        help_text="De gemeenten waar deze gemeente in is opgegaan.",
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^GM[0-9]{4}$"),
                name="municipality_code",
                violation_error_message="Een gemeentecode is GM met vier cijfers, zoals GM0034.",
            ),
            slug_constraint("municipality_slug"),
            models.CheckConstraint(
                condition=~Q(slug__regex=r"^gm[0-9]{4}$"),
                name="municipality_slug_no_code",
                violation_error_message="Dit webadres is een CBS-code, en die leidt al naar een gemeente.",
            ),
            not_empty_constraint("name", "municipality_name", "Geef de gemeente een naam."),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")) | Q(valid_from=None) | Q(valid_until=None),
                name="municipality_period",
                violation_error_message="Een gemeente kan niet zijn opgeheven voordat zij bestond.",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(50, 54), longitude__range=(3, 8)),
                name="municipality_location",
                violation_error_message="Geef allebei de coördinaten, binnen Nederland (WGS84, in graden).",
            ),
            length_constraint("municipality_lengths", lists=("aliases", "localities")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("municipality", self.slug)

    @property
    def tooi(self) -> str:
        """Its identifier in the list of government organisations: https://standaarden.overheid.nl/tooi."""
        return f"{TOOI}/gemeente/{self.code.lower()}"

    @property
    def names(self) -> list[str]:
        """Everything that it is itself called, its code too."""
        return [self.name, self.official_name, self.code, *self.aliases]

    def is_existing(self, on: date | None = None) -> bool:
        """Whether the municipality exists on a day (default: today), as `existing` selects."""
        day = on or timezone.localdate()
        return (self.valid_from is None or self.valid_from <= day) and not self.is_abolished(day)

    def is_abolished(self, on: date | None = None) -> bool:
        """Whether it no longer exists on a day (default: today)."""
        return self.valid_until is not None and self.valid_until <= (on or timezone.localdate())

    @property
    def abolished_predecessors(self) -> list["Municipality"]:
        """The abolished municipalities that this one directly succeeds, in whole or in part."""
        return [municipality for municipality in self.predecessors.all() if municipality.is_abolished()]

    @property
    def initial(self) -> str:
        """The letter of an alphabetical list: 's-Gravenhage would stand under S, Den Haag under D."""
        return next((letter.upper() for letter in self.name if letter.isalpha()), "#")

    @property
    def size_class(self) -> SizeClass | None:
        return None if self.population is None else SizeClass.of(self.population)

    @property
    def merged_on(self) -> date | None:
        """The first day on which it belonged to what it belongs to today; None while it is not abolished."""
        days = (municipality.valid_until for municipality in self._chain(set()) if municipality.is_abolished())
        return max(filter(None, days), default=None)

    @property
    def rounded_population(self) -> int | None:
        """The inhabitants to the nearest hundred, half of it up: what is known is an order of magnitude."""
        return self.population and (self.population + 50) // 100 * 100

    def successors_today(self) -> list["Municipality"]:
        """Return the municipality itself, or when it was abolished its successors, followed until they exist.

        Empty when it was abolished without successors, or does not exist yet.
        """
        return [municipality for municipality in self._chain(set()) if municipality.is_existing()]

    def next_change(self) -> date | None:
        """Return the first day after today on which `successors_today` may differ; None when none is recorded."""
        days = (day for row in self._chain(set()) for day in (row.valid_from, row.valid_until))
        return min((day for day in days if day and day > timezone.localdate()), default=None)

    def _chain(self, visited: set[int]) -> Iterator["Municipality"]:
        """The municipality and, where it was abolished, its successors; `visited` ends a circle of successors."""
        visited.add(self.pk)
        yield self
        for successor in self.successors.all() if self.is_abolished() else ():
            if successor.pk not in visited:
                yield from successor._chain(visited)


class MunicipalityNames:
    """Case-insensitive lookup of municipalities by slug, CBS code, common name, official name, alias or locality.

    Slugs and codes go first: they are part of URLs, so an alias of another municipality must not change their meaning.
    Localities go last: Rijswijk is a municipality, and a village in another one.
    """

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self._addresses: dict[str, list[Municipality]] = {}
        self._names: dict[str, list[Municipality]] = defaultdict(list)
        self._localities: dict[str, list[Municipality]] = defaultdict(list)
        for municipality in municipalities:
            self._addresses |= {municipality.slug: [municipality], municipality.code.casefold(): [municipality]}
            for name in {name.casefold() for name in municipality.names}:
                self._names[name].append(municipality)
            for name in {name.casefold() for name in municipality.localities}:
                self._localities[name].append(municipality)

    def find(self, name: str) -> list[Municipality]:
        """Return what the municipalities with this name are today, sorted by name; empty for an unknown name."""
        key = name.strip().casefold()
        matches = self._addresses.get(key) or self._names.get(key) or self._localities.get(key, [])
        today = {municipality for match in matches for municipality in match.successors_today()}
        return sorted(today, key=lambda municipality: municipality.name)
