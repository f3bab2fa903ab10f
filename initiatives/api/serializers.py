"""What the API says of each thing: Dutch keys, English fields."""

from datetime import UTC

from drf_spectacular.utils import extend_schema_serializer as named
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.serializers import CharField, ChoiceField, DateField, DateTimeField, ListField, Serializer, URLField

from initiatives.api.fields import InitiativeCount, InitiativesAddress, PageAddress
from initiatives.choices import (
    Channel,
    Continuation,
    DatePrecision,
    Evidence,
    LinkKind,
    OrganisationKind,
    Origin,
    Phase,
    Scope,
)


class Choice(ChoiceField):
    """A value of a closed list; nothing where it is empty."""

    def to_representation(self, value: str) -> str | None:
        return value or None


class LinkKindField(ChoiceField):
    """The kind of a link, in Dutch."""

    def __init__(self, **options: object) -> None:
        super().__init__([label.lower() for label in LinkKind.labels], **options)

    def to_representation(self, value: str) -> str:
        return LinkKind(value).label.lower()


class PlaceSerializer(Serializer):
    """A municipality or province, as other registers know it."""

    code = CharField(help_text="De code van het CBS, zoals GM0034.")
    naam = CharField(source="name")
    tooi = URLField(help_text="Het adres in de lijst van overheidsorganisaties (TOOI).")


@named(component_name="GemeenteVerwijzing")
class MunicipalityReferenceSerializer(PlaceSerializer):
    pass


@named(component_name="ProvincieVerwijzing")
class ProvinceReferenceSerializer(PlaceSerializer):
    pass


@named(component_name="Verwijzing")
class ReferenceSerializer(Serializer):
    slug = CharField(help_text="De waarde om op te filteren.")
    naam = CharField(source="name")


@named(component_name="BronVerwijzing")
class SourceReferenceSerializer(Serializer):
    slug = CharField(help_text="De waarde om op te filteren.")
    titel = CharField(source="title")


@named(component_name="Publicatie")
class PublicationSerializer(Serializer):
    titel = CharField(source="title")
    uitgever = CharField(source="publisher")
    jaar = serializers.IntegerField(source="year", allow_null=True, min_value=0)
    url = URLField()
    vindplaats = CharField(source="locator", help_text="Waar de bron ernaar verwijst; leeg als hij dat niet doet.")


@named(component_name="Organisatie")
class OrganisationSerializer(Serializer):
    naam = CharField(source="name")
    soort = ChoiceField(OrganisationKind.choices, source="kind")
    website = CharField(help_text="Leeg als wij die niet weten.")


@named(component_name="Link")
class LinkSerializer(Serializer):
    url = URLField()
    tekst = CharField(source="label")
    soort = LinkKindField(source="kind")


@named(component_name="Vermelding")
class MentionSerializer(Serializer):
    """A place in a source."""

    bron = SourceReferenceSerializer(source="source")
    vindplaats = CharField(source="locator", help_text="Waar het in de bron staat.")
    naamInBron = CharField(source="printed_name", help_text="Hoe het in de bron heet; leeg als daar geen naam staat.")


@named(component_name="Periode")
class PeriodSerializer(Serializer):
    begonnen = DateField(source="started", allow_null=True)
    gestopt = DateField(source="ended", allow_null=True)


@named(component_name="Antwoord")
class AnswerSerializer(Serializer):
    """What the source says on one question."""

    vraag = CharField(source="question")
    antwoord = CharField(source="text", help_text="Leeg: staat niet in de bron.")
    vindplaats = CharField(source="locator", help_text="Waar het in de bron staat.")


@named(component_name="InitiatiefVerwijzing")
class SeeAlsoSerializer(Serializer):
    slug = CharField()
    titel = CharField(source="title")


@named(component_name="Initiatief")
class InitiativeSerializer(Serializer):
    slug = CharField(help_text="Hoe het initiatief in adressen heet.")
    titel = CharField(source="title")
    samenvatting = CharField(source="summary")
    beschrijving = CharField(source="description")
    bereik = ChoiceField(Scope.choices, source="scope")
    regio = CharField(source="region", help_text="De naam van de regio, bij een regionaal initiatief; anders leeg.")
    gemeenten = MunicipalityReferenceSerializer(
        many=True, source="municipalities", help_text="De gemeenten zoals zij heetten toen de bron verscheen."
    )
    doelgroepen = ReferenceSerializer(many=True, source="target_groups")
    categorieen = ReferenceSerializer(many=True, source="categories")
    aanpakken = ReferenceSerializer(many=True, source="approaches", help_text="Wat er gedaan is.")
    organisaties = OrganisationSerializer(many=True, source="organisations")
    vormen = ListField(child=ChoiceField(Channel.choices), source="channels")
    fase = ChoiceField(Phase.choices, source="phase", help_text="Zoals de bron het vertelt, op de datum van de bron.")
    herkomst = Choice(Origin.choices, source="origin", allow_null=True, help_text="Of het door corona is ontstaan.")
    periode = PeriodSerializer(source="*")
    resultaten = CharField(source="results", help_text="Wat eruit kwam, volgens de bron.")
    lessen = CharField(source="lessons", help_text="Wat volgens de bron wel of niet werkte.")
    watWetenWij = AnswerSerializer(
        many=True, source="answers", help_text="Zes vragen, met wat de bron erover zegt en waar dat staat."
    )
    onderbouwing = ChoiceField(Evidence.choices, source="evidence", help_text="Wat de bron vertelt over resultaten.")
    naCorona = Choice(Continuation.choices, source="continues", allow_null=True, help_text="Of het blijft of stopt.")
    overgenomenVan = CharField(source="adapted_from", help_text="Waar het vandaan komt; leeg: de bron zegt dat niet.")
    zieOok = SeeAlsoSerializer(many=True, source="same_project", help_text="Hetzelfde initiatief of project.")
    links = LinkSerializer(many=True)
    vermeldingen = MentionSerializer(many=True, source="mentions")
    gewijzigd = DateTimeField(source="modified", default_timezone=UTC)
    url = PageAddress(help_text="De pagina over dit initiatief.")


@named(component_name="Gemeente")
class MunicipalitySerializer(MunicipalityReferenceSerializer):
    """A municipality of today, with those that it was made of."""

    slug = CharField(help_text="De waarde om op te filteren.")
    officieleNaam = CharField(source="official_name")
    provincie = ProvinceReferenceSerializer(source="province")
    inwoners = serializers.IntegerField(source="population", allow_null=True, help_text="Ongeveer, in 2020.")
    voorgangers = MunicipalityReferenceSerializer(
        many=True, source="abolished_predecessors", help_text="De gemeenten van vroeger die hierin zijn opgegaan."
    )
    aantalInitiatieven = InitiativeCount("gemeente", help_text="Ook die van de voorgangers.")
    initiatieven = InitiativesAddress("gemeente", help_text="De initiatieven, in deze API.")
    url = PageAddress()


@named(component_name="Provincie")
class ProvinceSerializer(ProvinceReferenceSerializer):
    slug = CharField(help_text="De waarde om op te filteren.")
    aantalInitiatieven = InitiativeCount("provincie")
    initiatieven = InitiativesAddress("provincie", help_text="De initiatieven, in deze API.")


@named(component_name="Doelgroep")
class TargetGroupSerializer(ReferenceSerializer):
    hoortBij = CharField(source="parent.slug", default=None, allow_null=True, help_text="De slug van de hoofdgroep.")
    beschrijving = CharField(source="description")
    synoniemen = ListField(child=CharField(), source="synonyms")
    kenmerken = ListField(child=CharField(), source="characteristics")
    bereiken = ListField(child=CharField(), source="reach", help_text="Hoe deze groep te bereiken is.")
    aanpak = ListField(child=CharField(), source="approach")
    aantalInitiatieven = InitiativeCount("doelgroep", help_text="Ook die van de subgroepen.")
    initiatieven = InitiativesAddress("doelgroep", help_text="De initiatieven, in deze API.")
    url = PageAddress()


@named(component_name="Categorie")
class CategorySerializer(ReferenceSerializer):
    beschrijving = CharField(source="description")
    synoniemen = ListField(child=CharField(), source="synonyms")
    aantalInitiatieven = InitiativeCount("categorie")
    initiatieven = InitiativesAddress("categorie", help_text="De initiatieven, in deze API.")
    url = PageAddress()


@named(component_name="Bevinding")
class FindingSerializer(Serializer):
    """A sentence about an approach, with the initiatives that it rests on."""

    zin = CharField(source="text")
    initiatieven = SeeAlsoSerializer(many=True, source="evidence")


@named(component_name="Aanpak")
class ApproachSerializer(ReferenceSerializer):
    inEenZin = CharField(source="summary")
    beschrijving = CharField(source="description")
    synoniemen = ListField(child=CharField(), source="synonyms")
    bevindingen = FindingSerializer(many=True, source="findings_shown", help_text="Wat de bronnen hierover zeggen.")
    nietVerteld = CharField(source="unknowns", help_text="Wat de bronnen niet vertellen.")
    aantalInitiatieven = InitiativeCount("aanpak")
    initiatieven = InitiativesAddress("aanpak", help_text="De initiatieven, in deze API.")
    url = PageAddress()


@named(component_name="Bron")
class SourceSerializer(SourceReferenceSerializer):
    uitgever = CharField(source="publisher")
    datum = DateField(source="published", help_text="Is alleen de maand of het jaar bekend: de eerste dag daarvan.")
    datumBekendTotOp = ChoiceField(DatePrecision.choices, source="precision")
    beschrijving = CharField(source="description")
    document = CharField(source="url", help_text="Het adres van het document; leeg als wij dat niet weten.")
    verderLezen = PublicationSerializer(many=True, source="publications", help_text="Publicaties over hetzelfde.")
    aantalInitiatieven = InitiativeCount("bron")
    initiatieven = InitiativesAddress("bron", help_text="De initiatieven, in deze API.")
    url = PageAddress()


@named(component_name="FacetWaarde")
class OptionSerializer(Serializer):
    waarde = CharField(source="value", help_text="De waarde om op te filteren.")
    label = CharField()
    aantal = serializers.IntegerField(
        source="count", min_value=0, help_text="Hoeveel initiatieven er zijn als dit de enige waarde van het facet is."
    )
    gekozen = serializers.BooleanField(source="chosen")


@named(component_name="Facet")
class FacetSerializer(Serializer):
    sleutel = CharField(source="key", help_text="De parameter om mee te filteren.")
    naam = CharField(source="label")
    waarden = OptionSerializer(many=True, source="options")


@named(component_name="Facetten")
class FacetsSerializer(Serializer):
    titel = CharField(source="sentence", help_text="Wat er gevonden is, in een zin.")
    aantal = serializers.IntegerField(source="total", min_value=0, help_text="Hoeveel initiatieven er zijn gevonden.")
    facetten = FacetSerializer(many=True, source="facets")


FAULTS = inline_serializer(  # since no attribute can be called “in”
    "Fout",
    {
        "in": ChoiceField(["query"], help_text="Waar de fout staat."),
        "location": CharField(help_text="De naam van de parameter."),
        "detail": CharField(help_text="Wat er mis is."),
    },
    many=True,
    required=False,
    help_text="Bij een 400: alle fouten tegelijk.",
)


@named(component_name="Probleem")
class ProblemSerializer(Serializer):
    """Problem details (RFC 9457), as initiatives.api.problems writes them."""

    type = CharField()
    title = CharField(help_text="Wat voor fout het is.")
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = CharField(help_text="Wat er deze keer mis is.")
    errors = FAULTS
