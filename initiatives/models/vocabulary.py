"""Vocabularies that describe initiatives: target groups, categories, approaches, organisations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from initiatives.choices import Attention, OrganisationKind
from initiatives.models.base import (
    CatalogueModel,
    PermalinkModel,
    choice_constraint,
    not_empty_constraint,
    slug_constraint,
    slug_field,
    text_list,
)
from initiatives.models.texts import IS_WEB_ADDRESS, LongTextField, length_constraint, web_address_constraint
from initiatives.paths import path_to

MAX_CATEGORIES = 24


class TargetGroup(PermalinkModel):
    """People an initiative is meant for (doelgroep), in two levels at most."""

    slug = slug_field()
    name = models.CharField("naam", max_length=100, unique=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="hoort bij",
        help_text="De hoofdgroep. Een subgroep kan zelf geen subgroepen hebben.",
    )
    synonyms = text_list("synoniemen", "Woorden waarmee mensen deze groep zoeken.", size=100)
    description = LongTextField("beschrijving", blank=True)
    order = models.PositiveSmallIntegerField("volgorde", default=0)
    characteristics = text_list("kenmerken")
    reach = text_list("bereiken", "Hoe deze groep te bereiken is.")
    approach = text_list("aanpak")
    attention = models.CharField("aandacht", max_length=10, choices=Attention, blank=True)

    examples_shown: list[Any]  # of a preview: the examples of its advice

    class Meta:
        verbose_name = "doelgroep"
        verbose_name_plural = "doelgroepen"
        ordering = ["order", "name"]
        constraints = [
            slug_constraint("target_group_slug"),
            not_empty_constraint("name", "target_group_name", "Geef de doelgroep een naam."),
            length_constraint(
                "target_group_lengths", "description", lists=("synonyms", "characteristics", "reach", "approach")
            ),
            choice_constraint("attention", Attention, "target_group_attention", blank=True),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="target_group_not_own_parent",
                violation_error_message="Een doelgroep kan niet bij zichzelf horen.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("target_group", self.slug)

    def clean(self) -> None:
        """Two levels at most; a database trigger enforces the same rule."""
        if self.parent is None:
            return
        if self.parent_id == self.pk:
            raise ValidationError({"parent": "Een doelgroep kan niet bij zichzelf horen."})
        if self.parent.parent_id or (self.pk and self.children.exists()):
            raise ValidationError({"parent": "Doelgroepen hebben hoogstens twee niveaus."})


class Category(PermalinkModel):
    """What an initiative is about (categorie)."""

    slug = slug_field()
    name = models.CharField("naam", max_length=100, unique=True)
    description = LongTextField("uitleg", blank=True)
    synonyms = text_list("synoniemen", "Woorden waarmee mensen deze categorie zoeken.", size=100)
    order = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "categorie"
        verbose_name_plural = "categorieën"
        ordering = ["order", "name"]
        constraints = [
            slug_constraint("category_slug"),
            not_empty_constraint("name", "category_name", "Geef de categorie een naam."),
            length_constraint("category_lengths", "description", lists=("synonyms",)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("category", self.slug)

    def clean(self) -> None:
        """At most 24, so that visitors can survey them; a database trigger enforces the same rule."""
        if self._state.adding and Category.objects.count() >= MAX_CATEGORIES:
            raise ValidationError(f"Er kunnen hoogstens {MAX_CATEGORIES} categorieën zijn.")


class Approach(PermalinkModel):
    """What was done, in a way that others could do it too (aanpak)."""

    slug = slug_field()
    name = models.CharField("naam", max_length=100, unique=True)
    synonyms = text_list("synoniemen", "Woorden waarmee mensen deze aanpak zoeken.", size=100)
    summary = models.CharField("in één zin", max_length=200, help_text="Staat in lijsten.")
    description = LongTextField("uitleg", blank=True, help_text="Wat deze aanpak is, in eenvoudige taal.")
    unknowns = LongTextField(
        "wat de bronnen niet vertellen", blank=True, help_text="Wat een lezer zou willen weten, maar nergens staat."
    )
    target_groups = models.ManyToManyField(
        TargetGroup,
        related_name="approaches",
        blank=True,
        verbose_name="vaste doelgroepen",
        help_text="De doelgroepen die elk initiatief met deze aanpak heeft.",
    )
    order = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "aanpak"
        verbose_name_plural = "aanpakken"
        ordering = ["order", "name"]
        constraints = [
            slug_constraint("approach_slug"),
            not_empty_constraint("name", "approach_name", "Geef de aanpak een naam."),
            not_empty_constraint("summary", "approach_summary", "Vertel in één zin wat de aanpak is."),
            length_constraint("approach_lengths", "description", "unknowns", lists=("synonyms",)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("approach", self.slug)


class Organisation(CatalogueModel):
    """An organisation that carries out or supports initiatives; never a person."""

    slug = slug_field()
    name = models.CharField("naam", max_length=150, unique=True)
    kind = models.CharField("soort", max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER)
    website = models.URLField("website", blank=True, validators=[IS_WEB_ADDRESS])

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["name"]
        constraints = [
            slug_constraint("organisation_slug"),
            not_empty_constraint("name", "organisation_name", "Geef de organisatie een naam."),
            choice_constraint("kind", OrganisationKind, "organisation_kind"),
            web_address_constraint("website", "organisation_website"),
        ]

    def __str__(self) -> str:
        return self.name
