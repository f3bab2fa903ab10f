"""The way back: a table that was taken along, loaded again."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from initiatives.choices import Scope
from initiatives.importing import files
from initiatives.importing.fixture_reader import read as read_fixtures
from initiatives.importing.loader import load
from initiatives.importing.name_lookup import LISTS
from initiatives.importing.summary import KEPT, REMOVED, UPDATED
from initiatives.importing.table_reader import read
from initiatives.models import Initiative, LoadedRecord, Mention, SeeAlso, SlugHistory, TargetGroup
from tests.admin.forms import save
from tests.asking import ask
from tests.exports.worlds import make_hostile
from tests.factories import forget_initiatives, make_initiative
from tests.proof import IS_THOROUGH

pytestmark = pytest.mark.django_db
SOURCE = "lijst-initiatieven-kwetsbare-doelgroepen"


def download(client, query=""):
    response = client.get(f"/initiatieven.csv?{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def parse(content):
    return read(files.read(content), "tabel.csv")


@pytest.fixture
def bring(tmp_path):
    """Writes a table to a file and loads it; what the command said, or what is wrong."""

    def load_it(content, **options):
        path = tmp_path / "tabel.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        output, faults = StringIO(), StringIO()
        try:
            call_command("load_table", path, stdout=output, stderr=faults, **options)
        except CommandError as error:
            return [*faults.getvalue().splitlines(), str(error)]
        return output.getvalue().splitlines()

    return load_it


def stamp(slug):
    """What the column “gewijzigd” says of an initiative."""
    return timezone.localtime(Initiative.objects.get(slug=slug).modified).isoformat()


def refused(*faults):
    """What the command says of a table with these faults."""
    return [*faults, f"Er is niets gewijzigd. Hierboven staat wat er niet klopt: {len(faults)} keer."]


# There and back


def test_download_is_the_same_after_it_was_loaded_into_an_empty_catalogue(client, bring):
    """That of the whole catalogue in a thorough run, else that of one source; links to others are not read in."""
    SeeAlso.objects.all().delete()
    hostile = make_hostile()
    if not IS_THOROUGH:
        Initiative.objects.exclude(mentions__source__slug=SOURCE).delete()
    Initiative.objects.filter(pk=hostile[0].pk).update(published_at=timezone.now(), checked_on=date(2021, 5, 6))
    before, number = download(client), Initiative.objects.published().count()
    assert parse(download(client, "scheiding=puntkomma")) == parse(before), "both say the same"
    forget_initiatives()
    assert download(client).count(b"\r\n") == 1
    assert bring(before)[1] == f"  initiatieven: {number} nieuw, 0 gewijzigd, 0 gelijk gebleven, 0 weggehaald."
    assert download(client) == before
    assert ask().total == number > (288 if IS_THOROUGH else len(hostile) + 30)


def test_download_loaded_over_itself_changes_nothing(client, bring):
    before, memories = download(client), list(LoadedRecord.objects.order_by("pk").values())
    output = bring(before)
    assert [line.count(" 0 nieuw, 0 gewijzigd, ") + line.count(" 0 weggehaald.") for line in output] == [0, 2, 2, 2, 2]
    assert download(client) == before
    assert list(LoadedRecord.objects.order_by("pk").values()) == memories


def test_table_as_excel_saves_it_is_read(client, bring, no_initiatives):
    make_initiative("een", started=date(2020, 3, 16), title="Eén")
    table = download(client, "scheiding=puntkomma").decode().replace("2020-03-16", "16-3-2020")
    forget_initiatives()
    assert bring(table)[1].startswith("  initiatieven: 1 nieuw,")
    assert Initiative.objects.get().started == date(2020, 3, 16)


# What an editor changes


def test_changed_row_is_updated_and_everything_else_stays(bring, no_initiatives):
    make_initiative("een", title="Eerst", lessons="Blijft.", lessons_locator="nr. 1")
    make_initiative("twee", title="Ook")
    before = Initiative.objects.get(slug="een")
    output = bring(f"doelgroepen,slug,gewijzigd,titel\r\njongeren; Ouderen,een,{stamp('een')},Daarna")
    assert output[1] == "  initiatieven: 0 nieuw, 1 gewijzigd, 0 gelijk gebleven, 0 weggehaald."
    after = Initiative.objects.get(slug="een")
    assert (after.title, after.lessons, after.version) == ("Daarna", "Blijft.", before.version + 1)
    assert after.modified > before.modified
    assert {group.slug for group in after.target_groups.all()} == {"jongeren", "ouderen"}
    assert (after.mentions.count(), Initiative.objects.get(slug="twee").title) == (1, "Ook")
    assert [result.slug for result in ask(q="daarna", doelgroep="jongeren").search.results] == ["een"]


def test_mentions_and_links_follow_the_table(bring, no_initiatives):
    make_initiative("een")
    make_initiative("ander")
    mentions = f"{SOURCE} | nr. 7 | 7 | Een \\| ander\n{SOURCE} | nr. een"
    output = bring(f'slug,gewijzigd,vermeldingen,links\r\neen,{stamp("een")},"{mentions}",https://a.nl | A | video')
    assert output[2:4] == [
        "  vermeldingen: 1 nieuw, 1 gewijzigd, 0 gelijk gebleven, 0 weggehaald.",
        "  links: 1 nieuw, 0 gewijzigd, 0 gelijk gebleven, 0 weggehaald.",
    ]
    row = Initiative.objects.get(slug="een")
    assert list(row.mentions.values_list("locator", "order", "printed_name")) == [
        ("nr. 7", 7, "Een | ander"),
        ("nr. een", None, ""),
    ]
    assert (row.links.get().kind, row.version) == ("video", 2)
    assert bring(f"slug,gewijzigd,links\r\neen,{stamp('een')},")[3].endswith(" 1 weggehaald.")
    assert (row.links.count(), row.mentions.count(), Mention.objects.count()) == (0, 2, 3), "those of others stay"


def test_copies_of_links_come_along_and_stay_with_a_table_that_does_not_have_them(client, bring, no_initiatives):
    row, copy = make_initiative("een"), "https://archief.nl/2020/https://a.nl?q=a|b"
    row.links.create(url="https://a.nl", label="A", archived_url=copy)
    row.links.create(url="https://b.nl", label="B")
    Initiative.objects.published().touch()
    before = download(client)
    assert f"A | Website | {copy.replace('|', chr(92) + '|')}".encode() in before
    assert b'B | Website"' in before, "nothing behind it"
    assert " 0 nieuw, 0 gewijzigd, " in bring(before)[3]
    forget_initiatives()
    bring(before)
    assert download(client) == before
    links = '"https://a.nl | Nu anders | video\nhttps://b.nl | B | | https://archief.nl/b"'
    bring(f"slug,gewijzigd,links\r\neen,{stamp('een')},{links}")
    kept = {link.label: link.archived_url for link in Initiative.objects.get().links.all()}
    assert kept == {"Nu anders": copy, "B": "https://archief.nl/b"}
    faulty = bring(f"slug,gewijzigd,links\r\neen,{stamp('een')},https://a.nl | A | video | ftp://archief.nl/")
    assert any("Een bewaarde kopie begint met https:// of http://." in line for line in faulty)


def test_new_row_without_a_date_of_publication_is_a_draft(bring, no_initiatives):
    head = "slug,titel,samenvatting,gemeenten,doelgroepen,categorieën,aanpakken,vermeldingen,gepubliceerd op\r\n"
    rest = f"Jongeren,Eenzaamheid,maatje-of-buddy,{SOURCE} | nr. 900"
    bring(f"{head}nieuw,Nieuw,Kort.,Almere,,,,,\r\nook,Ook,Kort.,GM0034,{rest},2021-03-15T10:00:00+01:00")
    assert list(
        Initiative.objects.filter(slug__in=["nieuw", "ook"]).order_by("slug").values_list("slug", "status")
    ) == [
        ("nieuw", "draft"),
        ("ook", "published"),
    ]


def test_new_row_is_complete_or_a_draft(bring, no_initiatives):
    """What is missing for publication is named with its column."""
    head = "slug,titel,samenvatting,bereik,regio,doelgroepen,categorieën,aanpakken,vermeldingen,gepubliceerd op"
    rest = f"Jongeren,Eenzaamheid,maatje-of-buddy,{SOURCE}"
    rows = (
        f"een,Een,,Lokaal,,{rest} | nr. 901,{{day}}",
        f"twee,Twee,Kort.,Lokaal,,{rest} | nr. 902,{{day}}",
        f"drie,Drie,Kort.,Regionaal,,{rest} | nr. 903,{{day}}",
        "vier,Vier,Kort.,Landelijk,,Jongeren,Eenzaamheid,,,{day}",
    )
    day = "2021-03-15T10:00:00+01:00"
    assert bring("\r\n".join([head, *rows]).format(day=day)) == refused(
        "Rij 2: Een gepubliceerd initiatief heeft een samenvatting en een publicatiedatum.",
        "Rij 3: kolom gemeenten: Kies bij een lokaal initiatief minstens één gemeente.",
        "Rij 4: Vul de regio in bij een regionaal initiatief, en alleen daar.",
        "Rij 5: kolom aanpakken: Kies één tot drie aanpakken.",
        "Rij 5: kolom vermeldingen: Voeg minstens één vermelding toe: waar staat dit initiatief in een bron?",
    )
    assert bring("\r\n".join([head, *rows]).format(day=""))[1].startswith("  initiatieven: 4 nieuw,")
    assert Initiative.objects.unpublished().count() == 4


def test_table_does_not_publish_what_is_there(bring, no_initiatives):
    make_initiative("een", status="archived")
    bring(f"slug,gewijzigd,titel,gepubliceerd op\r\neen,{stamp('een')},Daarna,2021-03-15")
    row = Initiative.objects.get(slug="een")
    assert (row.title, row.status, row.published_at) == ("Daarna", "archived", None)


def test_fixtures_keep_what_a_table_changed(settings, bring):
    slug = "coronamaatjes-almere"
    bring(f"slug,gewijzigd,titel\r\n{slug},{stamp(slug)},Van de redactie")
    records, _ = read_fixtures(settings.FIXTURE_DIRS[0])
    summary = load([record for record in records if slug in record.key])
    assert (summary.total(KEPT), summary.total(UPDATED), summary.total(REMOVED)) == (1, 0, 0)
    assert Initiative.objects.get(slug=slug).title == "Van de redactie"


def test_dry_run_says_what_would_happen_and_writes_nothing(bring, no_initiatives):
    make_initiative("een", title="Eerst")
    output = bring(f"slug,gewijzigd,titel\r\neen,{stamp('een')},Daarna", dry_run=True)
    assert output[:2] == [
        "Dit zou er gebeuren:",
        "  initiatieven: 0 nieuw, 1 gewijzigd, 0 gelijk gebleven, 0 weggehaald.",
    ]
    assert Initiative.objects.get(slug="een").title == "Eerst"


# What is refused


def test_what_was_changed_here_since_is_not_overwritten(bring, no_initiatives):
    make_initiative("een", title="Eerst")
    make_initiative("twee")
    old = stamp("een")
    Initiative.objects.filter(slug="een").update(title="Van een ander", modified=timezone.now())
    when = timezone.localtime(Initiative.objects.get(slug="een").modified)
    output = bring(f"slug,gewijzigd,titel\r\neen,{old},Daarna\r\ntwee,,Daarna")
    assert output == refused(
        f"Rij 2: kolom gewijzigd: “een” is hier gewijzigd op {when:%d-%m-%Y} om {when:%H:%M}. Download het opnieuw.",
        "Rij 3: kolom gewijzigd: “twee” staat al in de catalogus. Vul dan ook “gewijzigd” in.",
    )
    assert Initiative.objects.get(slug="een").title == "Van een ander"
    assert bring(f"slug,gewijzigd,titel\r\neen,{old},Van een ander")[1].endswith("1 gelijk gebleven, 0 weggehaald.")


def test_mention_that_an_editor_mended_since_is_not_overwritten(client, admin_client, bring, no_initiatives):
    mention = make_initiative("een").mentions.get()
    table = download(client).decode()
    save(admin_client, mention.initiative, **{"mentions-0-printed_name": "Door de redactie verbeterd"})
    when = timezone.localtime(Initiative.objects.get(slug="een").modified)
    assert bring(table) == refused(
        f"Rij 2: kolom gewijzigd: “een” is hier gewijzigd op {when:%d-%m-%Y} om {when:%H:%M}. Download het opnieuw."
    )
    mention.refresh_from_db()
    assert mention.printed_name == "Door de redactie verbeterd"


def test_initiative_that_has_another_address_now_is_not_made_again(bring, no_initiatives):
    SlugHistory.objects.create(kind="initiative", slug="vroeger", initiative=make_initiative("nu"))
    output = bring("slug,titel,samenvatting,gemeenten\r\nvroeger,Proef,Een proef.,Almere")
    assert output == refused("Rij 2: kolom slug: dit initiatief heet nu “nu”. Download het opnieuw.")


def test_every_fault_is_named_at_once_with_its_row_and_column(bring, no_initiatives):
    number = Initiative.objects.count()
    table = """slug,titel,samenvatting,bereik,gemeenten,doelgroepen,vormen,begonnen,gestopt,vermeldingen,links
goed,Goed,Kort.,Lokaal,Almere,Ouderen,Buiten,2020-01-01,,,
fout,,Kort.,Overal,Atlantis,Bruggenbouwers,Per post,gisteren,,zomaar,https://a.nl
periode,Periode,Kort.,Lokaal,Almere,,,2020-02-01,2020-01-01,bron-x | nr. 1 | eerste,
goed,Nog eens,Kort.,Lokaal,Almere,,,,,,
lang,LANG,Kort.,Landelijk,,,,,,lijst-initiatieven-kwetsbare-doelgroepen | nr. 1,ftp://a.nl | A
te kort,Titel
"""
    output = bring(table.replace("LANG", "x" * 201))
    scopes = ", ".join(f"“{label}”" for label in Scope.labels)
    assert output == refused(*FAULTS.format(scopes=scopes, groups=LISTS[TargetGroup]).splitlines())
    assert Initiative.objects.count() == number


FAULTS = """\
Rij 3: kolom bereik: “Overal” kan hier niet. Kies uit {scopes}.
Rij 3: kolom gemeenten: “Atlantis” kennen wij niet. Kijk op /gemeenten/.
Rij 3: kolom doelgroepen: “Bruggenbouwers” kennen wij niet. {groups}
Rij 3: kolom vormen: “Per post” kan hier niet. Kies uit “Digitaal”, “Telefonisch”, “Op locatie”, “Aan huis”, “Buiten”.
Rij 3: kolom begonnen: “gisteren” is geen datum. Schrijf een datum als 15-03-2021.
Rij 3: kolom vermeldingen: Schrijf een vermelding als “bron | vindplaats”, met hoogstens vijf velden erachter.
Rij 3: kolom links: Een link heeft een webadres, een tekst en een soort, met “ | ” ertussen.
Rij 3: kolom titel: Dit veld kan niet leeg zijn
Rij 4: kolom vermeldingen: “eerste” is geen getal. Het derde veld is het nummer van de plaats.
Rij 4: Een initiatief kan niet gestopt zijn voordat het begon.
Rij 5: kolom slug: “goed” staat ook in rij 2.
Rij 6: kolom titel: Zorg dat deze waarde niet meer dan 200 tekens bevat (het zijn er nu 201).
Rij 6: kolom links: Een link begint met https:// of http://.
Rij 7: heeft 2 cellen. De rij met namen van kolommen heeft er 11."""


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"regio\r\na", "Rij 1: de kolom “titel” ontbreekt. Op de eerste rij staan de namen van de kolommen."),
        (b"slug;kleur\r\na;rood", "Rij 1: de kolom “kleur” kennen wij niet. Haal hem weg."),
        (b"slug,titel,Titel\r\na,b,c", "Rij 1: de kolom “titel” staat er 2 keer."),
        (b"slug,regio\r\n,Zuid", "Rij 2: kolom slug: leeg. Vul een webadres in, of geef het bestand een kolom"),
    ],
)
def test_file_that_cannot_be_read_says_why(bring, content, fault):
    output = bring(content)
    assert (output[0][: len(fault)], len(output)) == (fault, 2)


def test_file_that_is_not_there_is_told():
    with pytest.raises(CommandError, match=r"Wij kunnen weg\.csv niet lezen: No such file or directory\."):
        call_command("load_table", "weg.csv")


def test_header_alone_is_a_table_without_rows():
    table = parse("\ufeffSlug ; CATEGORIEEN\r\n;\r\n".encode())
    assert (table.records, table.faults) == ([], [])
