"""Recording a merger or split, by the command that an administrator gives."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from initiatives.models import Municipality
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def record(line):
    """What the command says."""
    out = StringIO()
    call_command("herindeling", *line.split("|"), stdout=out)
    return [line.strip() for line in out.getvalue().splitlines()]


def refused(line):
    """The faults that the command names."""
    errors = StringIO()
    with pytest.raises(CommandError, match="Nothing was recorded") as caught:
        call_command("herindeling", *line.split("|"), stderr=errors)
    faults = errors.getvalue().splitlines()
    assert f"{len(faults)} faults" in str(caught.value)
    return faults


def places():
    """All municipalities with what they become, as they are."""
    return [[*model.objects.order_by("pk").values()] for model in (Municipality, Municipality.successors.through)]


def became(code):
    row = Municipality.objects.get(code=code)
    return row.valid_until, sorted(successor.code for successor in row.successors.all())


def test_merger_is_recorded_and_says_what_goes_with_it(no_initiatives):
    make_initiative("in-urk", municipalities=("urk",))
    make_initiative("concept", municipalities=("urk",), status="draft")
    assert record("GM0184|--op|2025-01-01|--in|GM0171") == [
        "Recorded, from 2025-01-01 on:",
        "Urk (GM0184) becomes Noordoostpolder (GM0171); 1 published initiatives are found under it.",
    ]
    assert became("GM0184") == (date(2025, 1, 1), ["GM0171"])
    assert [ask().search.count("gemeente", slug) for slug in ("urk", "noordoostpolder")] == [0, 1]
    assert [result.slug for result in ask(q="“noordoostpolder”").search.results] == ["in-urk"]


def test_what_was_merged_before_goes_along(no_initiatives):
    make_initiative("in-weesp", municipalities=("weesp",))
    output = record("GM0363|--op|2025-01-01|--in|GM0384|--in|GM0437")
    into = "Diemen (GM0384) and Ouder-Amstel (GM0437)"
    assert output[1] == f"Amsterdam (GM0363) becomes {into}; 1 published initiatives are found under each."
    assert [ask().search.count("gemeente", slug) for slug in ("diemen", "ouder-amstel")] == [1, 1]


def test_new_municipality_begins_in_the_middle_of_what_it_is_made_of(client, no_initiatives):
    make_initiative("in-urk", municipalities=("urk",))
    record("GM0184|GM0171|--op|2025-01-01|--nieuw|GM9999|--naam|Wad en Veld|--provincie|PV24")
    new, parts = Municipality.objects.get(code="GM9999"), Municipality.objects.filter(code__in=["GM0184", "GM0171"])
    assert (new.slug, new.official_name, new.valid_from) == ("wad-en-veld", "Wad en Veld", date(2025, 1, 1))
    assert (new.population, new.province.slug) == (None, "flevoland")
    assert float(new.latitude) == pytest.approx(sum(float(part.latitude) for part in parts) / 2, abs=0.001)
    assert (became("GM0184"), became("GM0171")) == ((date(2025, 1, 1), ["GM9999"]),) * 2
    assert client.get("/gemeenten/urk/")["Location"] == "/gemeenten/wad-en-veld/"
    page = " ".join(client.get("/gemeenten/wad-en-veld/").content.decode().split())
    assert "Noordoostpolder en Urk horen sinds 1 januari 2025 bij Wad en Veld." in page
    assert [result.slug for result in ask(gemeente="wad-en-veld").search.results] == ["in-urk"]


def test_dry_run_says_the_same_and_writes_nothing():
    before = places()
    output = record("GM0184|--op|2030-01-01|--nieuw|GM9999|--naam|Wad|--provincie|PV24|--dry-run")
    assert output[0] == "Would record, from 2030-01-01 on:"
    assert output[1].startswith("Urk (GM0184) becomes Wad (GM9999); ")
    assert places() == before


FAULTS = {
    "GM9999|--op|2025-01-01|--in|GM9998": [
        "GM9999: there is no such municipality.",
        "GM9998: there is no such municipality.",
        "Name at least one municipality that takes over.",
    ],
    "GM0184|--op|2025-1-1|--in|GM0171": ["“2025-1-1” is no date: write it like 2027-01-01."],
    "GM0184|--op|2025-01-01": ["Name at least one municipality that takes over."],
    "GM0457|--op|2025-01-01|--in|GM0171": ["GM0457 Weesp: is already recorded to end on 2022-03-24."],
    "GM1979|--op|2021-01-01|--in|GM0014": ["GM1979 Eemsdelta: only begins on 2021-01-01."],
    "GM0184|--op|2025-01-01|--in|GM0457": ["GM0457 Weesp: does not exist on 2025-01-01."],
    "GM0184|--op|2020-01-01|--in|GM1979": ["GM1979 Eemsdelta: does not exist on 2020-01-01."],
    "GM0184|--op|2025-01-01|--in|GM0184": ["GM0184 Urk: cannot take over itself."],
    "GM0402|--op|2025-01-01|--in|GM1696": [
        "GM1696 Wijdemeren: is recorded to become part of what it would take over.",
    ],
    "GM0184|GM0171|--op|2025-01-01|--in|GM0034|--in|GM0050": [
        "Several municipalities cannot be split at once: record each by itself.",
    ],
    "GM0184|--op|gisteren|--nieuw|GM0034|--naam|Lelystad|--provincie|PV99": [
        "“gisteren” is no date: write it like 2027-01-01.",
        "“PV99”: there is no such province.",
        "GM0034 Lelystad: code: Er bestaat al een Gemeente met eenzelfde CBS-code.",
        "GM0034 Lelystad: name: Er bestaat al een Gemeente met eenzelfde Naam.",
        "GM0034 Lelystad: slug: Er bestaat al een Gemeente met eenzelfde Webadres.",
    ],
}


@pytest.mark.parametrize(("line", "faults"), FAULTS.items(), ids=range(len(FAULTS)))
def test_every_fault_is_named_and_nothing_is_written(line, faults):
    before = places()
    assert refused(line) == faults
    assert places() == before


def test_name_of_before_is_not_given_again():
    Municipality.objects.filter(slug="urk").update(slug="urk-stad")
    line = "GM0171|--op|2025-01-01|--nieuw|GM9999|--naam|urk|--provincie|PV24"
    assert [fault.partition(": ")[2][:5] for fault in refused(line)] == ["slug:"]
