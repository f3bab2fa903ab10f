"""Every facet, defined once: its words, its values, and which of them an initiative has.

To add a facet, add a definition here and load the fixtures; query string, filters, counts, chips, sentence, embeds, API
and search rows follow from it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Prefetch, QuerySet, TextChoices

from initiatives.choices import Background, Channel, Continuation, Evidence, Phase, Scope, SizeClass
from initiatives.models import (
    Approach,
    Category,
    Initiative,
    Municipality,
    MunicipalityNames,
    Province,
    Source,
    TargetGroup,
)


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A property to filter initiatives by. Its values are those of a closed list or the rows of a model."""

    key: str  # in query strings and the API; fixed, since others link to it
    label: str  # heading of the filter, in Dutch
    sentence_position: int  # place in the sentence about an answer, ascending
    phrase: str = "({})"  # the chosen values in that sentence; `{}` stands for their labels
    # for certain values together, or one of them, words that say more than their labels
    phrases: Mapping[frozenset[str], str] = field(default_factory=dict)
    meaning: str  # description for the API, in Dutch
    example: str  # a value, for the same description
    choices: type[TextChoices] | None = None  # the closed list of values
    model: type[Model] | None = None  # the model of which the values are rows
    # its rows, also those that cannot be chosen any more but that search rows refer to
    rows: Callable[[], Iterable[Any]] = list
    is_listed: Callable[[Any], bool] = lambda row: True  # whether a row can be chosen today
    # what a row stands for today; several when it was split
    current_slugs: Callable[[Any], list[str]] = lambda row: [row.slug]
    # by which people look for a row, besides its name
    other_names: Callable[[Any], Iterable[str]] = lambda row: getattr(row, "synonyms", ())
    name_index: type[MunicipalityNames] | None = None  # looks rows up by anything else that people may mean them by
    id_range: int | None = None  # number of the range of ids in search rows, never reused; None for a derived facet
    # what an initiative has: primary keys, or values of `choices`; an empty one counts as none
    values_of: Callable[[Initiative], Iterable[int | str]] = lambda initiative: ()
    derived_from: str = ""  # key of the facet on whose rows this one depends
    derive: Callable[[Any], Iterable[str]] = lambda row: ()  # the slugs that follow from a row of that facet today
    chip: str = "{}"  # a chosen value away from the filter, where its label alone would not be understood
    has_proper_names: bool = False  # labels keep their capital in a sentence
    is_place: bool = False  # the switch “ook landelijk” applies to it
    is_unfolded: bool = False  # shown unfolded at first
    is_prominent: bool = False  # has a field of its own in the form for embeds
    is_ordered: bool = False  # its values are steps in an order, which is kept also where some have no results
    is_explained: bool = False  # the page about the catalogue explains its values, under an anchor with its key
    is_recognised: bool = False  # its values are recognised in free text and suggested while typing

    def in_sentence(self, label: str) -> str:
        """Return a label as it stands within a sentence: without its capital, unless it is a proper name."""
        return label if self.has_proper_names else label[:1].lower() + label[1:]


def _municipalities() -> QuerySet:
    with_province = Municipality.objects.select_related("province")
    return with_province.prefetch_related(Prefetch("successors", with_province))


FACETS = {
    facet.key: facet
    for facet in (
        Facet(
            key="gemeente",
            label="Gemeente",
            phrase="in {}",
            sentence_position=4,
            meaning="De gemeente waar het was. Een CBS-code of een oude naam geeft een 301 naar de naam van nu.",
            example="almere",
            model=Municipality,
            rows=_municipalities,
            is_listed=Municipality.is_existing,
            current_slugs=lambda place: [successor.slug for successor in place.successors_today()],
            other_names=lambda place: place.names,
            name_index=MunicipalityNames,
            id_range=0,
            values_of=lambda initiative: [place.pk for place in initiative.municipalities.all()],
            has_proper_names=True,
            is_place=True,
            is_unfolded=True,
            is_prominent=True,
            is_recognised=True,
        ),
        Facet(
            key="provincie",
            label="Provincie",
            phrase="in {}",
            sentence_position=5,
            meaning="De provincie waar het was.",
            example="flevoland",
            model=Province,
            rows=Province.objects.all,
            derived_from="gemeente",
            derive=lambda place: [successor.province.slug for successor in place.successors_today()],
            chip="Provincie {}",
            has_proper_names=True,
            is_place=True,
            is_recognised=True,
        ),
        Facet(
            key="doelgroep",
            label="Doelgroep",
            phrase="voor {}",
            sentence_position=3,
            meaning="Voor wie het is; een hoofdgroep met haar subgroepen.",
            example="ouderen",
            model=TargetGroup,
            rows=TargetGroup.objects.select_related("parent").all,
            id_range=1,
            values_of=lambda initiative: [group.pk for group in initiative.target_groups.all()],
            is_unfolded=True,
            is_prominent=True,
            is_recognised=True,
        ),
        Facet(
            key="categorie",
            label="Categorie",
            phrase="over {}",
            sentence_position=1,
            meaning="Waar het over gaat.",
            example="eenzaamheid",
            model=Category,
            rows=Category.objects.all,
            id_range=2,
            values_of=lambda initiative: [category.pk for category in initiative.categories.all()],
            is_prominent=True,
            is_recognised=True,
        ),
        Facet(
            key="aanpak",
            label="Aanpak",
            phrase="met de aanpak {}",
            sentence_position=2,
            meaning="Wat er gedaan is.",
            example="maatje-of-buddy",
            model=Approach,
            rows=Approach.objects.all,
            id_range=8,
            values_of=lambda initiative: [approach.pk for approach in initiative.approaches.all()],
            is_prominent=True,
            is_recognised=True,
        ),
        Facet(
            key="vorm",
            label="Vorm",
            sentence_position=7,
            meaning="Hoe het initiatief mensen bereikt.",
            example="telefonisch",
            choices=Channel,
            id_range=4,
            values_of=lambda initiative: initiative.channels,
        ),
        Facet(
            key="fase",
            label="Fase",
            phrase="(fase: {})",
            sentence_position=8,
            meaning="Hoe ver het was, op de datum van de bron.",
            example="lopend",
            choices=Phase,
            id_range=5,
            values_of=lambda initiative: [initiative.phase],
            is_ordered=True,
            is_explained=True,
        ),
        Facet(
            key="onderbouwing",
            label="Onderbouwing in de bron",
            phrase="{}",
            phrases={
                frozenset({"cijfers"}): "met resultaten in cijfers",
                frozenset({"beschreven"}): "met resultaten of lessen in woorden",
                frozenset({"niet-genoemd"}): "zonder resultaten of lessen in de bron",
                frozenset({"beschreven", "cijfers"}): "met resultaten of lessen",
            },
            sentence_position=12,
            meaning="Wat de bron vertelt over resultaten: met cijfers, alleen beschreven, of niet.",
            example="cijfers",
            choices=Evidence,
            id_range=7,
            values_of=lambda initiative: [initiative.evidence],
            chip="Onderbouwing: {}",
            is_ordered=True,
            is_explained=True,
        ),
        Facet(
            key="bereik",
            label="Bereik",
            phrase="(bereik: {})",
            sentence_position=9,
            meaning="Hoe ver het reikt.",
            example="lokaal",
            choices=Scope,
            id_range=6,
            values_of=lambda initiative: [initiative.scope],
            is_ordered=True,
            is_explained=True,
        ),
        Facet(
            key="inwoners",
            label="Aantal inwoners",
            phrase="in gemeenten met {} inwoners",
            sentence_position=6,
            meaning="Hoeveel inwoners de gemeente in 2020 ongeveer had.",
            example="tot-25000",
            choices=SizeClass,
            derived_from="gemeente",
            # The size it had, also when it is part of a larger municipality today.
            derive=lambda place: [place.size_class.value] if place.size_class else [],
            chip="{} inwoners",
            is_ordered=True,
            is_place=True,
            is_explained=True,
        ),
        Facet(
            key="herkomst",
            label="Herkomst",
            phrase="({})",
            sentence_position=10,
            meaning="Of het door corona begon, en of het van elders komt. Zonder waarde: de bron zegt dat niet.",
            example="nieuw",
            choices=Background,
            id_range=9,
            values_of=lambda initiative: initiative.backgrounds,
            is_ordered=True,
            is_explained=True,
        ),
        Facet(
            key="vervolg",
            label="Na corona",
            phrase="(na corona: {})",
            sentence_position=11,
            meaning="Of het volgens de bron blijft, wil blijven of stopt. Zonder waarde: de bron zegt dat niet.",
            example="blijft",
            choices=Continuation,
            id_range=10,
            values_of=lambda initiative: [initiative.continues],
            chip="Na corona: {}",
            is_ordered=True,
            is_explained=True,
        ),
        Facet(
            key="bron",
            label="Bron",
            phrase="uit {}",
            sentence_position=13,
            meaning="Het document dat erover vertelt.",
            example="lijst-initiatieven-kwetsbare-doelgroepen",
            model=Source,
            rows=lambda: sorted(Source.objects.all(), key=str),
            id_range=3,
            values_of=lambda initiative: [mention.source_id for mention in initiative.mentions.all()],
            has_proper_names=True,
        ),
    )
}
PLACE_FACETS = frozenset(facet.key for facet in FACETS.values() if facet.is_place)
RECOGNISED_FACETS = tuple(facet.key for facet in FACETS.values() if facet.is_recognised)
FACETS_IN_SENTENCE = tuple(sorted(FACETS, key=lambda key: FACETS[key].sentence_position))
