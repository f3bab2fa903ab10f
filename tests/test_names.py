"""What somebody types or pastes leads to the row that is meant, or to none."""

import pytest

from initiatives.models import Approach, Category, Municipality, Organisation, Source, TargetGroup
from initiatives.names import How, NameIndex, best_match

pytestmark = pytest.mark.django_db

MEANT = [
    (Municipality, "GM0599", "Rotterdam", How.CODE),
    (Municipality, " rotterdam ", "Rotterdam", How.NAME),
    (Municipality, "’s-Gravenhage", "Den Haag", How.OTHER_NAME),
    (Municipality, "s hertogenbosch", "Den Bosch", How.OTHER_NAME),
    (Municipality, "Gemeente Tiel", "Tiel", How.VARIANT),
    (Municipality, "Sudwest Fryslan", "Súdwest-Fryslân", How.NAME),
    (Municipality, "Amersfroot", "Amersfoort", How.MISSPELLED),
    (Municipality, "IJmuiden", "Velsen", How.LOCALITY),
    (Municipality, "Weesp", "Weesp", How.NAME),
    (TargetGroup, "oudere", "Ouderen", How.VARIANT),
    (TargetGroup, "JONGEREN", "Jongeren", How.NAME),
    (TargetGroup, "Jongern", "Jongeren", How.MISSPELLED),
    (Category, "Vereenzaming", "Eenzaamheid", How.SYNONYM),
    (Approach, "maatje-of-buddy", "Maatje of buddy", How.NAME),
    (Organisation, "stichting super sociaal", "Super Sociaal", How.VARIANT),
    (Organisation, "Life Goals", "Stichting Life Goals", How.VARIANT),
    (Organisation, "GKB", "Groningse Kredietbank (GKB)", How.OTHER_NAME),
    (Organisation, "Trimbos instituut", "Trimbos-instituut", How.NAME),
    (Source, "de schoor in tijden van Corona", "De Schoor in tijden van corona", How.NAME),
]
UNSURE = [(Municipality, "Utopia"), (Municipality, ""), (Organisation, "Voedselhulp"), (TargetGroup, "x" * 5000)]


TYPED = [
    (Municipality, "gm0344", "Utrecht"),
    (Municipality, "gravenh", "Den Haag"),
    (Municipality, "amstred", "Amsterdam"),
    (TargetGroup, "bejaarde", "Ouderen"),
    (Category, "geldzor", "Schulden en geldzorgen"),
    (Approach, "buddy", "Maatje of buddy"),
    (Organisation, "rode kruiz", "Rode Kruis"),
]


@pytest.mark.parametrize(("model", "text", "name", "how"), MEANT)
def test_text_means_one_row(model, text, name, how):
    match = best_match(model, text)
    assert (str(match.row), match.how) == (name, how)


@pytest.mark.parametrize(("model", "text"), UNSURE)
def test_text_that_means_nothing_or_several_rows_has_no_match(model, text):
    assert best_match(model, text) is None


@pytest.mark.parametrize(("model", "typed", "name"), TYPED)
def test_row_that_is_typed_stands_first(model, typed, name):
    assert str(NameIndex(model.objects.all()).ranked(typed)[0]) == name


def test_former_name_offers_what_it_was_and_what_it_became():
    offered = [str(row) for row in NameIndex(Municipality.objects.all()).ranked("Weesp")]
    assert offered[:2] == ["Weesp", "Amsterdam"]


def test_many_lookups_read_the_names_once(django_assert_num_queries):
    with django_assert_num_queries(3):  # rows, their predecessors, synonyms
        index = NameIndex(Municipality.objects.all())
        assert [index.best(text).row.code for text in ("Urk", "Oss", "Hilversm")] == ["GM0184", "GM0828", "GM0402"]
