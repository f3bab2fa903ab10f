"""Every merger and split since 2020, and one to come: codes and names of before work for ever."""

from datetime import date, timedelta

import pytest

from initiatives.models import Municipality
from tests.asking import ask
from tests.factories import make_initiative
from tests.views.pages import text

pytestmark = pytest.mark.django_db

# As Statistics Netherlands counts them: code, name, first day without it, codes of what it became.
ENDED = """
GM0003 Appingedam           2021-01-01 GM1979
GM0010 Delfzijl             2021-01-01 GM1979
GM0024 Loppersum            2021-01-01 GM1979
GM0370 Beemster             2022-01-01 GM0439
GM0398 Heerhugowaard        2022-01-01 GM1980
GM0416 Langedijk            2022-01-01 GM1980
GM0457 Weesp                2022-03-24 GM0363
GM0501 Brielle              2023-01-01 GM1992
GM0530 Hellevoetsluis       2023-01-01 GM1992
GM0614 Westvoorne           2023-01-01 GM1992
GM0756 Boxmeer              2022-01-01 GM1982
GM0786 Grave                2022-01-01 GM1982
GM0788 Haaren               2021-01-01 GM0757 GM0824 GM0855 GM0865
GM0815 Mill-en-Sint-Hubert  2022-01-01 GM1982
GM0856 Uden                 2022-01-01 GM1991
GM1684 Cuijk                2022-01-01 GM1982
GM1685 Landerd              2022-01-01 GM1991
GM1702 Sint-Anthonis        2022-01-01 GM1982
"""
TO_COME = "GM1696 Wijdemeren 2027-01-01 GM0402"
LAST_DAY, MERGED = date(2026, 12, 31), date(2027, 1, 1)


def row(line):
    code, name, day, *successors = line.split()
    return code, name.lower(), date.fromisoformat(day), sorted(successors)


ROWS = [row(line) for line in ENDED.strip().splitlines()]


def on(monkeypatch, day):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)


def names_of(municipality):
    """Everything by which it can be chosen in a filter."""
    code = municipality.code
    return {municipality.slug, code, code.lower(), municipality.name, municipality.official_name, *municipality.aliases}


def test_every_merger_and_split_is_recorded():
    ended = Municipality.objects.filter(valid_until__isnull=False).prefetch_related("successors").order_by("code")
    recorded = [
        (
            municipality.code,
            municipality.slug,
            municipality.valid_until,
            sorted(s.code for s in municipality.successors.all()),
        )
        for municipality in ended
    ]
    assert recorded == sorted([*ROWS, row(TO_COME)])


@pytest.mark.parametrize("day", [LAST_DAY, MERGED], ids=str)
def test_ended_municipality_leads_to_what_it_became(client, monkeypatch, day):
    on(monkeypatch, day)
    for code, slug, _, successors in ROWS:
        slugs = sorted(Municipality.objects.filter(code__in=successors).values_list("slug", flat=True))
        page = slugs[0] if len(slugs) == 1 else slug
        for address in {code, code.lower(), slug} - {page}:
            response = client.get(f"/gemeenten/{address}/?a=b&c=d")
            assert (response.status_code, response["Location"]) == (301, f"/gemeenten/{page}/?a=b&c=d")
        chosen = "&".join(f"gemeente={successor}" for successor in slugs)
        for name in names_of(Municipality.objects.get(code=code)):
            response = client.get("/initiatieven/", {"gemeente": name, "q": "bellen"})
            assert (response.status_code, response["Location"]) == (301, f"/initiatieven/?{chosen}&q=bellen")
        for path in (f"/gemeenten/{page}/", f"/initiatieven/?{chosen}&q=bellen"):
            assert client.get(path).status_code == 200


def test_split_municipality_offers_the_choice(client):
    page = text(client.get("/gemeenten/haaren/?a=b"))
    successors = [f'href="/gemeenten/{slug}/"' for slug in ("boxtel", "oisterwijk", "tilburg", "vught")]
    assert [link for link in successors if link not in page] == []
    assert "De gemeente is op 1 januari 2021 verdeeld over 4 gemeenten." in " ".join(page.split())


def test_merger_to_come_takes_effect_by_the_date_alone(client, monkeypatch):
    here, there = (ask().search.count("gemeente", slug) for slug in ("wijdemeren", "hilversum"))
    make_initiative("in-wijdemeren", municipalities=("wijdemeren",))
    on(monkeypatch, LAST_DAY)
    page = " ".join(text(client.get("/gemeenten/wijdemeren/")).split())
    assert "Op 1 januari 2027 gaat deze gemeente op in Hilversum." in page
    assert "Wijdemeren" not in text(client.get("/gemeenten/hilversum/"))
    assert client.get("/gemeenten/GM1696/")["Location"] == "/gemeenten/wijdemeren/"
    assert [ask().search.count("gemeente", slug) for slug in ("wijdemeren", "hilversum")] == [here + 1, there]
    assert client.get("/initiatieven/?gemeente=wijdemeren").status_code == 200
    on(monkeypatch, MERGED)
    for address in ("wijdemeren", "GM1696"):
        assert client.get(f"/gemeenten/{address}/?a=b")["Location"] == "/gemeenten/hilversum/?a=b"
        response = client.get(f"/initiatieven/?fase=onbekend&gemeente={address}")
        assert (response.status_code, response["Location"]) == (301, "/initiatieven/?fase=onbekend&gemeente=hilversum")
    assert "Wijdemeren hoort sinds 1 januari 2027 bij Hilversum." in text(client.get("/gemeenten/hilversum/"))
    assert "destijds een gemeente, nu Hilversum" in text(client.get("/initiatieven/in-wijdemeren/"))
    assert "wijdemeren" not in ask().search.facet_values.by_slug("gemeente")
    assert ask().search.count("gemeente", "hilversum") == there + here + 1
    assert "in-wijdemeren" in [result.slug for result in ask("q=hilversum&aantal=100").search.results]


def test_municipality_of_the_future_says_when_it_begins(client, monkeypatch):
    on(monkeypatch, LAST_DAY)
    Municipality.objects.filter(slug="urk").update(valid_from=MERGED + timedelta(days=365))
    page = text(client.get("/gemeenten/urk/"))
    assert "De gemeente bestaat vanaf 1 januari 2028." in page
    assert "Wij weten niet" not in page


# More than one thing happened to them; still one step.


@pytest.mark.parametrize("address", ["weesp", "weesp-aan-de-vecht", "weesp-stad", "GM0457"])
def test_renamed_then_merged_into_what_was_renamed_is_one_step(client, address):
    for slug in ("weesp-aan-de-vecht", "weesp-stad", "weesp"):
        Municipality.objects.filter(code="GM0457").update(slug=slug)
    Municipality.objects.filter(code="GM0363").update(slug="mokum")
    assert client.get(f"/gemeenten/{address}/?a=b")["Location"] == "/gemeenten/mokum/?a=b"
    assert client.get(f"/initiatieven/?gemeente={address}")["Location"] == "/initiatieven/?gemeente=mokum"
    assert client.get("/gemeenten/mokum/").status_code == 200
    assert client.get("/gemeenten/amsterdam/")["Location"] == "/gemeenten/mokum/"


def test_successor_that_is_merged_in_its_turn_is_one_step(client):
    weesp, amsterdam, urk = (Municipality.objects.get(slug=slug) for slug in ("weesp", "amsterdam", "urk"))
    Municipality.objects.filter(pk=amsterdam.pk).update(valid_until=date(2025, 1, 1))
    amsterdam.successors.set([urk])
    for address in ("weesp", "GM0457", "amsterdam", weesp.code, amsterdam.code):
        assert client.get(f"/gemeenten/{address}/")["Location"] == "/gemeenten/urk/"
        assert client.get(f"/initiatieven/?gemeente={address}")["Location"] == "/initiatieven/?gemeente=urk"


@pytest.mark.parametrize("address", ["haaren", "GM0788", "gm0788"])
def test_split_municipality_that_was_renamed_is_one_step_to_the_choice(client, address):
    Municipality.objects.filter(code="GM0788").update(slug="haaren-brabant")
    assert client.get(f"/gemeenten/{address}/?a=b")["Location"] == "/gemeenten/haaren-brabant/?a=b"
    assert "Kies de gemeente die u zoekt" in text(client.get("/gemeenten/haaren-brabant/"))
    chosen = "gemeente=boxtel&gemeente=oisterwijk&gemeente=tilburg&gemeente=vught"
    assert client.get(f"/initiatieven/?gemeente={address}")["Location"] == f"/initiatieven/?{chosen}"


def test_alias_of_another_does_not_change_what_an_address_means(client):
    Municipality.objects.filter(slug="urk").update(aliases=["Weesp", "GM0457"])
    for address in ("weesp", "GM0457"):
        assert client.get(f"/initiatieven/?gemeente={address}")["Location"] == "/initiatieven/?gemeente=amsterdam"
