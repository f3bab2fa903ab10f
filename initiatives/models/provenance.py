"""Provenance of initiatives: sources with further reading, mentions in them, links."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.dateformat import format as date_format

from initiatives.choices import DatePrecision, LinkKind, Status
from initiatives.models.base import (
    CatalogueModel,
    NaturalKeyQuerySet,
    choice_constraint,
    not_empty_constraint,
    slug_constraint,
    slug_field,
    validate_not_in_future,
)
from initiatives.models.initiative import Initiative
from initiatives.models.link_check import MAX_URL_LENGTH
from initiatives.models.texts import IS_WEB_ADDRESS, LongTextField, length_constraint, web_address_constraint
from initiatives.paths import path_to


def archived_url_field() -> models.URLField:
    """Field for the address of a copy; empty by default in the database too, for processes of an older release."""
    return models.URLField(
        "bewaarde kopie",
        max_length=MAX_URL_LENGTH,
        blank=True,
        default="",
        db_default="",
        help_text="Het webadres van een kopie, zoals bij web.archive.org. Voor als de link niet meer werkt.",
    )


def archived_url_constraint(name: str) -> models.CheckConstraint:
    """Constraint: the address of a copy is empty, or one for browsers."""
    return web_address_constraint("archived_url", name, "Een bewaarde kopie begint met https:// of http://.")


class SourceQuerySet(NaturalKeyQuerySet["Source"]):
    def unseen(self) -> Self:
        """Those with an address that was found, and that nobody looked at yet."""
        return self.exclude(url="").filter(url_seen_on=None)


class Source(CatalogueModel):
    """A document that describes initiatives (bron)."""

    slug = slug_field()
    title = models.CharField("titel", max_length=200)
    publisher = models.CharField("uitgever", max_length=200, blank=True)
    published = models.DateField("datum", help_text="Is alleen de maand of het jaar bekend: de eerste dag daarvan.")
    precision = models.CharField(
        "datum bekend tot op", max_length=10, choices=DatePrecision, default=DatePrecision.MONTH
    )
    file = models.CharField("bestand", max_length=100, blank=True)
    url = models.URLField("webadres van het document", blank=True, validators=[IS_WEB_ADDRESS])
    url_seen_on = models.DateField(
        "webadres gezien op",
        null=True,
        blank=True,
        validators=[validate_not_in_future],
        help_text="Wanneer u zag dat het document daar staat.",
    )
    archived_url = archived_url_field()
    description = LongTextField("beschrijving", blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        ordering = ["published", "file", "title"]
        constraints = [
            slug_constraint("source_slug"),
            not_empty_constraint("title", "source_title", "Geef de bron een titel."),
            choice_constraint("precision", DatePrecision, "source_precision"),
            archived_url_constraint("source_archived_url"),
            web_address_constraint("url", "source_url"),
            length_constraint("source_lengths", "description"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("source", self.slug)

    @property
    def date_label(self) -> str:
        """The date in its known precision: 2 mei 2020, mei 2020 or 2020."""
        return date_format(self.published, DatePrecision(self.precision).date_format)

    @property
    def date_iso(self) -> str:
        """The date in its known precision, in ISO 8601: 2020-05-02, 2020-05 or 2020."""
        return date_format(self.published, DatePrecision(self.precision).iso_format)


class MentionQuerySet(NaturalKeyQuerySet["Mention"]):
    def published(self) -> Self:
        """Those of initiatives that the public may see."""
        return self.filter(initiative__status=Status.PUBLISHED)

    def for_source(self) -> Self:
        """In the order of the source, with what the page of a source shows; two queries."""
        return self.select_related("initiative").prefetch_related("initiative__municipalities").order_by("order", "id")


class Mention(CatalogueModel):
    """One passage of a source about an initiative (vermelding)."""

    NATURAL_KEY = ("initiative__slug", "source__slug", "locator")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="mentions", verbose_name="initiatief"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="mentions", verbose_name="bron")
    locator = models.CharField("vindplaats", max_length=200, help_text="Waar in de bron: nr. 21, hoofdstuk 3, Alkmaar.")
    order = models.PositiveIntegerField(
        "volgorde",
        null=True,
        blank=True,
        help_text="Plaats in de bron: het nummer van de rij of de regel. Leeg is achteraan.",
    )
    printed_name = models.CharField("naam in de bron", max_length=300, blank=True)
    printed_category = models.CharField("categorie in de bron", max_length=300, blank=True)
    printed_target_group = models.CharField("doelgroep in de bron", max_length=300, blank=True)
    printed_municipality = models.CharField("gemeente in de bron", max_length=300, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = "vermelding"
        verbose_name_plural = "vermeldingen"
        ordering = ["source", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "source", "locator"],
                name="mention_once",
                violation_error_message="Deze vermelding is er al.",
            ),
            not_empty_constraint("locator", "mention_locator", "Geef aan waar in de bron het staat."),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.locator}"


class Link(CatalogueModel):
    """A web address that a source gives with an initiative."""

    NATURAL_KEY = ("initiative__slug", "url")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="links", verbose_name="initiatief"
    )
    url = models.URLField("webadres", max_length=500)
    label = models.CharField("tekst", max_length=200)
    kind = models.CharField("soort", max_length=10, choices=LinkKind, default=LinkKind.WEBSITE)
    archived_url = archived_url_field()

    class Meta:
        verbose_name = "link"
        verbose_name_plural = "links"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "url"], name="link_once", violation_error_message="Deze link is er al."
            ),
            models.CheckConstraint(
                condition=Q(url__regex=r"^https?://"),
                name="link_url",
                violation_error_message="Een link begint met https:// of http://.",
            ),
            not_empty_constraint("label", "link_label", "Geef de link een tekst."),
            choice_constraint("kind", LinkKind, "link_kind"),
            archived_url_constraint("link_archived_url"),
        ]

    def __str__(self) -> str:
        return self.label


class Publication(CatalogueModel):
    """A publication that a source refers to, for further reading."""

    NATURAL_KEY = ("source__slug", "url")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="publications", verbose_name="bron")
    title = models.CharField("titel", max_length=200)
    publisher = models.CharField("uitgever", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    url = models.URLField("webadres", max_length=500)
    locator = models.CharField("vindplaats", max_length=200, blank=True, help_text="Waar de bron ernaar verwijst.")
    order = models.PositiveSmallIntegerField("volgorde", default=0)
    archived_url = archived_url_field()

    class Meta:
        verbose_name = "publicatie"
        verbose_name_plural = "publicaties"
        ordering = ["source", "order", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "url"],
                name="publication_once",
                violation_error_message="Deze publicatie staat er al.",
            ),
            models.CheckConstraint(
                condition=Q(url__regex=r"^https?://"),
                name="publication_url",
                violation_error_message="Een webadres begint met https:// of http://.",
            ),
            not_empty_constraint("title", "publication_title", "Geef de publicatie een titel."),
            archived_url_constraint("publication_archived_url"),
        ]

    def __str__(self) -> str:
        return self.title
