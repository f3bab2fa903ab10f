"""Initiatives, the subject of the catalogue."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Min, Prefetch, Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from initiatives.choices import Background, Channel, Continuation, Evidence, Origin, Phase, Scope, Status
from initiatives.models.base import (
    CatalogueModel,
    NaturalKeyQuerySet,
    PermalinkModel,
    choice_constraint,
    not_empty_constraint,
    slug_constraint,
    slug_field,
    validate_not_in_future,
)
from initiatives.models.figures import has_figure
from initiatives.models.knowledge import QUESTIONS, KnowledgeModel, locators_constraint
from initiatives.models.places import Municipality
from initiatives.models.stories import HAS_DIGIT, MAX_STORIES, story_constraint
from initiatives.models.texts import LongTextField, length_constraint
from initiatives.models.vocabulary import Approach, Category, Organisation, TargetGroup
from initiatives.paths import path_to

MAX_PLACE_NAMES = 3  # of municipalities, in a line about an initiative
PLACELESS = (Scope.NATIONAL, Scope.SEVERAL, Scope.UNKNOWN)  # without municipalities
MAX_UNCHECKED = timedelta(days=365)
REGION_RULE = "Vul de regio in bij een regionaal initiatief, en alleen daar."


class InitiativeQuerySet(NaturalKeyQuerySet["Initiative"]):
    def published(self) -> Self:
        """What the public may see: every public query starts here."""
        return self.filter(status=Status.PUBLISHED)

    def unpublished(self) -> Self:
        return self.exclude(status=Status.PUBLISHED)

    def period(self) -> tuple[datetime | None, datetime | None]:
        """Return the first publication and the last change; (None, None) without rows."""
        period = self.aggregate(first=Min("published_at"), last=Max("modified"))
        return period["first"], period["last"]

    def touch(self) -> int:
        """Mark these as changed because their mentions or links were, which pages, feeds and downloads show with them.

        Open forms and downloaded tables become outdated by it, as by a change of the initiative itself.
        """
        return self.update(version=F("version") + 1, modified=timezone.now())

    def withdrawn(self) -> Self:
        """What was published before and is not now."""
        return self.filter(published_at__isnull=False).exclude(status=Status.PUBLISHED)

    def long_unchecked(self, today: date) -> Self:
        """The published ones that nobody checked for a year; first what was checked, or else told of, longest ago."""
        last_seen = Coalesce("checked_on", Min("mentions__source__published"))
        rows = self.published().filter(Q(checked_on=None) | Q(checked_on__lt=today - MAX_UNCHECKED))
        return rows.annotate(last_seen=last_seen).order_by(F("last_seen").asc(nulls_first=True), "title", "slug")

    def stories(self) -> Self:
        """What editors chose for the home page, in their order, with `seen_on` as `for_detail`."""
        chosen = self.published().exclude(story_figure="").annotate(seen_on=Min("mentions__source__published"))
        return chosen.order_by("story_order", "title", "slug")[:MAX_STORIES]

    def for_detail(self) -> Self:
        """Prefetch what the page of one initiative shows; annotate `seen_on`, the date of the oldest source."""
        published = Initiative.objects.published()
        see_also = (Prefetch(name, published) for name in ("see_also", "seen_from"))
        related = self._with_related("target_groups", "recommendations", *see_also)
        return related.annotate(seen_on=Min("mentions__source__published"))

    def for_index(self) -> Self:
        """Prefetch what search rows are made of."""
        return self._with_related("target_groups__parent")

    def _with_related(self, *more: str | Prefetch) -> Self:
        places = ("municipalities__province", "municipalities__successors")
        vocabularies = ("categories", "approaches", "organisations")
        return self.prefetch_related(*places, *vocabularies, "links", "mentions__source", *more)


class Initiative(KnowledgeModel, PermalinkModel):
    """Something that people did, do or plan for others in the corona years."""

    LONG_TEXTS = {"description": "Wat is het?"} | QUESTIONS  # headings by field

    slug = slug_field()
    title = models.CharField("titel", max_length=200)
    summary = models.CharField(
        "samenvatting", max_length=300, blank=True, help_text="Een of twee zinnen die op zichzelf te lezen zijn."
    )
    description = LongTextField("beschrijving", blank=True, help_text="40 tot 200 woorden, in eenvoudige taal.")
    scope = models.CharField("bereik", max_length=10, choices=Scope, default=Scope.LOCAL)
    region = models.CharField("regio", max_length=100, blank=True, help_text="De naam van de regio, bij regionaal.")
    municipalities = models.ManyToManyField(
        Municipality, related_name="initiatives", blank=True, verbose_name="gemeenten"
    )
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="initiatives", blank=True, verbose_name="doelgroepen"
    )
    categories = models.ManyToManyField(Category, related_name="initiatives", blank=True, verbose_name="categorieën")
    approaches = models.ManyToManyField(
        Approach,
        related_name="initiatives",
        blank=True,
        verbose_name="aanpakken",
        help_text="Wat er gedaan is: één tot drie aanpakken.",
    )
    organisations = models.ManyToManyField(
        Organisation, related_name="initiatives", blank=True, verbose_name="organisaties"
    )
    see_also = models.ManyToManyField(
        "self", through="SeeAlso", symmetrical=False, related_name="seen_from", verbose_name="zie ook"
    )
    channels = ArrayField(
        models.CharField(max_length=20, choices=Channel), verbose_name="vormen", default=list, blank=True
    )
    phase = models.CharField(
        "fase",
        max_length=20,
        choices=Phase,
        default=Phase.UNKNOWN,
        help_text="Zoals de bron het vertelt, op de datum van de bron.",
    )
    origin = models.CharField("herkomst", max_length=20, choices=Origin, blank=True)
    started = models.DateField("begonnen", null=True, blank=True)
    ended = models.DateField("gestopt", null=True, blank=True)
    # With defaults in the database, so that processes of the previous release can still insert rows.
    story_figure = models.CharField(
        "getal", max_length=20, blank=True, default="", db_default="", validators=[HAS_DIGIT], help_text="Zoals 900."
    )
    story_text = models.CharField(
        "tekst bij het getal",
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="Wat het getal telt en waar, zoals: laptops voor kinderen in Eindhoven.",
    )
    story_order = models.PositiveSmallIntegerField(
        "volgorde", default=0, db_default=0, help_text="Het laagste getal staat vooraan."
    )
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DRAFT)
    checked_on = models.DateField("nagekeken op", null=True, blank=True, validators=[validate_not_in_future])
    version = models.PositiveIntegerField("versie", default=1, editable=False)
    created = models.DateTimeField("gemaakt", db_default=Now(), editable=False)
    modified = models.DateTimeField("gewijzigd", db_default=Now(), editable=False)
    published_at = models.DateTimeField("gepubliceerd op", null=True, blank=True, editable=False)

    seen_on: date | None  # of `for_detail` and `stories`

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = "initiatief"
        verbose_name_plural = "initiatieven"
        ordering = ["title", "slug"]
        constraints = [
            slug_constraint("initiative_slug"),
            not_empty_constraint("title", "initiative_title", "Geef het initiatief een titel."),
            choice_constraint("scope", Scope, "initiative_scope"),
            choice_constraint("phase", Phase, "initiative_phase"),
            choice_constraint("origin", Origin, "initiative_origin", blank=True),
            choice_constraint("status", Status, "initiative_status"),
            models.CheckConstraint(
                condition=Q(channels__contained_by=Channel.values),
                name="initiative_channels",
                violation_error_message="Deze vorm bestaat niet.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | Q(scope=Scope.REGIONAL) & ~Q(region="")
                | ~Q(scope=Scope.REGIONAL) & Q(region=""),
                name="initiative_region",
                violation_error_message=REGION_RULE,
            ),
            models.CheckConstraint(
                condition=Q(ended__gte=F("started")) | Q(started=None) | Q(ended=None),
                name="initiative_period",
                violation_error_message="Een initiatief kan niet gestopt zijn voordat het begon.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False) & ~Q(summary=""),
                name="initiative_published",
                violation_error_message="Een gepubliceerd initiatief heeft een samenvatting en een publicatiedatum.",
            ),
            choice_constraint("continues", Continuation, "initiative_continues", blank=True),
            locators_constraint(),
            length_constraint("initiative_lengths", "description", *QUESTIONS),
            story_constraint(),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("initiative", self.slug)

    @property
    def year(self) -> int | None:
        """The year of its oldest source, of which its texts tell; None without a source."""
        return min((mention.source.published.year for mention in self.mentions.all()), default=None)

    @property
    def phase_mark(self) -> str:
        """The year of its oldest source with the phase that it was in then."""
        return Phase(self.phase).mark(self.year)

    @property
    def evidence(self) -> Evidence:
        """What its sources tell of its results: figures, a description, or nothing."""
        if has_figure(self.results):
            return Evidence.FIGURES
        return Evidence.DESCRIBED if self.results or self.lessons else Evidence.UNMENTIONED

    @property
    def backgrounds(self) -> list[str]:
        """Values of `Background`: its origin, and whether it was taken over from elsewhere."""
        return [*filter(None, [self.origin]), *([Background.ADAPTED.value] if self.adapted_from else [])]

    @property
    def place(self) -> str:
        """Where it takes place: the country, the region, the names of the municipalities, or that no source tells.

        Empty for a draft without a place.
        """
        if self.scope in PLACELESS:
            return str(Scope(self.scope).label)
        return self.region or joined_places([municipality.name for municipality in self.municipalities.all()])

    @property
    def title_with_place(self) -> str:
        """The title, with the place where that is needed to tell it from namesakes elsewhere."""
        return self.title if self.place in self.title else f"{self.title} ({self.place})"

    @property
    def long_texts(self) -> list[tuple[str, str]]:
        """The longer texts that are filled in, each as (heading, text)."""
        texts = ((heading, getattr(self, name)) for name, heading in self.LONG_TEXTS.items())
        return [(heading, text) for heading, text in texts if text]

    @property
    def same_project(self) -> list["Initiative"]:
        """The initiatives that are the same or belong to the same project, whichever of them says so."""
        return sorted({*self.see_also.all(), *self.seen_from.all()}, key=lambda other: (other.title, other.slug))

    @property
    def channel_labels(self) -> str:
        return ", ".join(Channel(value).label for value in self.channels).capitalize()


class SeeAlso(CatalogueModel):
    """Two initiatives that are the same, or belong to the same project; it holds for both."""

    NATURAL_KEY = ("initiative__slug", "other__slug")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="see_also_rows", verbose_name="initiatief"
    )
    other = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="seen_from_rows", verbose_name="ander initiatief"
    )

    class Meta:
        verbose_name = "zie ook"
        verbose_name_plural = "zie ook"
        ordering = ["initiative", "other"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "other"], name="see_also_once", violation_error_message="Dit staat er al."
            ),
            models.CheckConstraint(
                condition=~Q(initiative=F("other")),
                name="see_also_another",
                violation_error_message="Kies een ander initiatief.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, {self.other}"


def joined_places(names: Sequence[str], first: Collection[str] = ()) -> str:
    """Join names of municipalities; of many, only one is named: one of those in `first` if there is any."""
    names = sorted(names, key=lambda name: name not in first)
    if len(names) > MAX_PLACE_NAMES:
        return f"{names[0]} en {len(names) - 1} andere gemeenten"
    return ", ".join(names)
