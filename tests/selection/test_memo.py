"""What a document says, before it has a format."""

from datetime import date

import pytest

from initiatives.choices import Channel, Origin, Phase, Scope
from initiatives.models import Initiative, Mention, Source
from initiatives.selection.memo import comparison_of, facts
from tests.factories import make_initiative
from tests.selection import samples

pytestmark = pytest.mark.django_db

LABELS = ["Waar", "Voor wie", "Categorie", "Aanpak", "Vorm", "Fase", "Herkomst", "Na corona", "Overgenomen van"]
LABELS += ["Periode", "Organisaties"]
LIST = "Lijst initiatieven bijeenkomst Sociale ondersteuning kwetsbare doelgroepen"
REPORT_BY = "Tijdelijke werkgroep Sociale Impact van het Coronavirus (VNG)"
REPORT_AT = "https://vng.nl/publicaties/eindverslag-werkgroep-sociale-impact-van-de-coronacrisis"


def loaded(initiative):
    return Initiative.objects.for_detail().get(pk=initiative.pk)


def facts_of(**fields):
    return dict(facts(loaded(make_initiative(**fields))))


def test_facts_of_a_shipped_initiative():
    assert facts(samples.shipped()[0]) == (
        ("Waar", "Almere"),
        ("Voor wie", "Jongeren, Ouderen, Mensen met een zwakke gezondheid, Mensen die hulp nodig hebben"),
        ("Categorie", "Eenzaamheid, Hulp en vrijwilligers"),
        ("Aanpak", "Maatje of buddy, Boodschappen en klusjes, Hulpvragen en vrijwilligers koppelen"),
        ("Vorm", "Digitaal, telefonisch, aan huis"),
        ("Fase", "Lopend (zo was het in 2020)"),
        ("Herkomst", "Nieuw door corona"),
        ("Na corona", ""),
        ("Overgenomen van", ""),
        ("Periode", ""),
        ("Organisaties", "De Schoor, Sociale wijkteams Almere"),
    )


def test_facts_have_all_labels_when_nothing_is_known():
    bare = make_initiative(
        target_groups=(), categories=(), approaches=(), scope=Scope.REGIONAL, region="Twente", municipalities=()
    )
    assert facts(loaded(bare)) == tuple((label, "Twente" if label == "Waar" else "") for label in LABELS)


def test_facts_follow_the_choices():
    by_label = facts_of(scope=Scope.NATIONAL, origin=Origin.EXISTING, channels=[Channel.OUTDOORS])
    assert (by_label["Waar"], by_label["Herkomst"], by_label["Vorm"]) == ("Landelijk", "Bestond al", "Buiten")


def test_facts_phase_is_that_of_the_oldest_source():
    initiative = make_initiative(phase=Phase.IDEA, source="moeilijk-bereikbare-groepen")
    assert dict(facts(loaded(initiative)))["Fase"] == "Idee (zo was het in 2023)"
    older = Source.objects.get(slug="de-schoor-in-tijden-van-corona")
    Mention.objects.create(initiative=initiative, source=older, locator="slot")
    assert dict(facts(loaded(initiative)))["Fase"] == "Idee (zo was het in 2020)"


def test_facts_phase_without_a_source_has_no_year():
    initiative = make_initiative(phase=Phase.IDEA)
    initiative.mentions.all().delete()
    assert dict(facts(loaded(initiative)))["Fase"] == "Idee"


@pytest.mark.parametrize(
    ("started", "ended", "period"),
    [
        (date(2020, 3, 1), None, "Vanaf 1 maart 2020"),
        (None, date(2020, 5, 2), "Tot en met 2 mei 2020"),
        (date(2020, 3, 1), date(2020, 5, 2), "Vanaf 1 maart 2020 tot en met 2 mei 2020"),
    ],
)
def test_facts_period(started, ended, period):
    assert facts_of(started=started, ended=ended)["Periode"] == period


def test_memo_keeps_the_order_and_the_words_of_the_maker():
    made = samples.memo_of(samples.shipped())
    assert [entry.title for entry in made.entries] == ["Coronamaatjes Almere", "De Bakfiets (Alkmaar)"]
    assert [entry.address for entry in made.entries] == [
        f"{samples.SITE}/initiatieven/{slug}/" for slug in samples.SHIPPED
    ]
    assert (made.title, made.note, made.made_on) == ("Hulp voor ouderen", samples.NOTE, samples.DAY)


def test_memo_names_each_source_once_in_order_of_mention():
    assert samples.memo_of(samples.shipped()).sources == (
        "De Schoor. (2020, april). De Schoor in tijden van corona.",
        f"{REPORT_BY}. (2020, 17 mei). De sociale impact van de coronacrisis. {REPORT_AT}",
        f"{LIST}. (2020, december).",
    )


def test_memo_tells_the_printed_name_only_where_the_place_does_not():
    assert samples.memo_of(samples.shipped()).entries[0].mentions == (
        "De Schoor in tijden van corona (april 2020). Vindplaats: Welzijn in de wijk, Coronamaatjes.",
        "De sociale impact van de coronacrisis (17 mei 2020). Vindplaats: hoofdstuk 3, Almere, Coronamaatje.",
        f"{LIST} (december 2020). Vindplaats: nr. 1. Naam in de bron: Coronamaatjes.",
    )


def test_memo_refers_to_sources_by_their_number():
    assert [entry.references for entry in samples.memo_of(samples.shipped()).entries] == [
        ("[1] Welzijn in de wijk, Coronamaatjes", "[2] hoofdstuk 3, Almere, Coronamaatje", "[3] nr. 1"),
        ("[2] hoofdstuk 3, Alkmaar, De Bakfiets",),
    ]


def test_comparison_leaves_out_rows_that_are_empty_for_all():
    with_lessons = loaded(make_initiative("een", title="Een", lessons="Begin klein.", results=""))
    without = loaded(make_initiative("twee", title="Twee", origin=Origin.NEW, channels=[]))
    compared = comparison_of([with_lessons, without])
    assert compared.names == ("Een", "Twee")
    labels = [label for label, _ in compared.rows]
    assert labels == [
        "Samenvatting",
        "Waar",
        "Inwoners (ongeveer)",
        "Voor wie",
        "Categorie",
        "Aanpak",
        "Herkomst",
        "Wat leerden zij?",
    ]
    assert compared.rows[-2:] == (("Herkomst", ("", "Nieuw door corona")), ("Wat leerden zij?", ("Begin klein.", "")))


def test_comparison_has_the_inhabitants_behind_the_place():
    one = loaded(make_initiative("een", municipalities=("almere",)))
    several = loaded(make_initiative("twee", municipalities=("almere", "urk")))
    national = loaded(make_initiative("drie", scope=Scope.NATIONAL))
    rows = dict(comparison_of([one, several, national]).rows)
    assert list(rows).index("Inwoners (ongeveer)") == list(rows).index("Waar") + 1
    almere, together, everywhere = rows["Inwoners (ongeveer)"]
    assert (together, everywhere) == (f"per gemeente 21.100 tot {almere}", "landelijk")
    assert "Inwoners (ongeveer)" not in dict(facts(one))


def test_comparison_of_none_is_none():
    assert comparison_of([]) is None


def test_memo_leaves_out_texts_that_are_not_there():
    initiative = make_initiative(description="Wat wij deden.", lessons="Begin klein.")
    (entry,) = samples.memo_of([loaded(initiative)]).entries
    assert entry.paragraphs == (("Wat is het?", "Wat wij deden."), ("Wat leerden zij?", "Begin klein."))


def test_memo_makes_no_query(django_assert_num_queries):
    initiatives = list(Initiative.objects.published().for_detail()[:25])
    with django_assert_num_queries(0):
        samples.memo_of(initiatives, initiatives[:4])
