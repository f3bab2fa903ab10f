"""Tables as people type them: names, dates and spaces."""

from datetime import date

import pytest

from initiatives.choices import RowOutcome
from initiatives.models import Initiative
from tests.factories import make_initiative
from tests.importing.bad_files import workbook
from tests.importing.tables import faults, line, stamp, table, write

pytestmark = pytest.mark.django_db


def test_names_are_recognised_and_guesses_are_told(imported, no_initiatives):
    places = ("Den Haag", "'s-Gravenhage", "GM0518", "s gravenhage", "gemeente den haag", "Den Hag")
    run = imported(table(*(line(f"Proef {number}", place) for number, place in enumerate(places))))
    write(run)
    found = {row.municipalities.get().code for row in Initiative.objects.all()}
    assert (found, Initiative.objects.count()) == ({"GM0518"}, len(places))
    guessed = [len(row.guesses) for row in run.rows.all()]
    assert guessed[0] == guessed[2] == 0
    assert guessed[-1] == 1
    assert "Den Hag” → Den Haag (typefout)" in run.rows.last().guesses[0]


def test_several_names_in_a_cell_may_have_other_signs_between_them(imported, no_initiatives):
    places = ("Gouda / Delft", "Gouda, Delft", "Gouda\nDelft", "Gouda en Delft", "Gouda & Delft")
    run = imported(workbook(("titel", "gemeente"), *((f"Proef {place}", place) for place in places)))
    write(run)
    named = [{place.slug for place in row.municipalities.all()} for row in Initiative.objects.all()]
    assert named == [{"gouda", "delft"}] * len(places)
    assert run.rows.first().guesses == ["“Gouda / Delft” → Gouda; Delft"]


def test_name_with_a_comma_in_it_is_one_name(imported, no_initiatives):
    write(imported(table(line("Proef", "Nuenen, Gerwen en Nederwetten"))))
    assert Initiative.objects.get().municipalities.get().code == "GM0820"


def test_unknown_name_among_several_is_told(imported, no_initiatives):
    assert "“Atlantis” kennen wij niet" in faults(imported(table(line("Proef", "Gouda, Atlantis"))))[0][3]


def test_scope_in_the_place_of_a_municipality_is_not_taken_for_a_typing_error(imported, no_initiatives):
    assert "bereik" in faults(imported(table(line("Proef", "landelijk"))))[0][3]


def test_same_name_twice_in_a_cell_counts_once(imported, no_initiatives):
    known = make_initiative("bekend", municipalities=("leiden",))
    run = imported(
        "slug;titel;gewijzigd;gemeente;doelgroep;organisatie;vorm\r\n"
        f'bekend;{known.title};{stamp(known)};"Leiden; GM0546";Ouderen;;\r\n'
        ';Soepbus;;"Leiden; leiden";"Senioren; ouderen";"Buurtsoep; buurtsoep";"Buiten; buiten"\r\n'
    )
    assert [row.outcome for row in run.rows.all()] == [RowOutcome.UNCHANGED, RowOutcome.NEW]
    write(run)
    made = Initiative.objects.get(slug="soepbus")
    assert made.channels == ["buiten"]
    assert [getattr(made, name).count() for name in ("municipalities", "target_groups", "organisations")] == [1, 1, 1]


def test_space_and_marks_that_nobody_sees_are_left_out_of_what_was_typed(imported, no_initiatives):
    header = ("\ufefftitel", "gemeente", "beschrijving")
    assert [fault[:2] for fault in faults(imported(workbook(header, (" \u00a0", "Leiden"))))] == [[2, "titel"]]
    write(imported(workbook(header, ("\u00a0Soep\u200bbus\x7f\n", "\u200eLeiden", " Kort.\n\nOok. "))))
    rows = Initiative.objects.values_list("title", "municipalities__slug", "description")
    assert rows.get() == ("Soepbus", "leiden", "Kort.\n\nOok.")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7 november 2020", date(2020, 11, 7)),
        ("1 Mei 2021", date(2021, 5, 1)),
        ("9 mrt. 2021", date(2021, 3, 9)),
        ("9/3/2021", date(2021, 3, 9)),
        ("2021-03-09T12:30:00", date(2021, 3, 9)),
        ("31 juni 2020", None),
        ("mei-20", None),
        ("2020", None),
        ("44000", None),
    ],
)
def test_date_is_read_as_people_write_it(imported, no_initiatives, text, day):
    run = imported(workbook(("titel", "begonnen"), ("Proef", text)))
    if day is None:
        assert "geen datum" in faults(run)[0][3]
    else:
        write(run)
        assert Initiative.objects.get().started == day


def test_organisation_with_too_long_a_name_is_told_in_its_row(imported, no_initiatives):
    run = imported(table(line("Soepbus"), line("Soepfiets", organisation="x" * 151)))
    assert [fault[:2] for fault in faults(run)] == [[3, "organisaties"]]
