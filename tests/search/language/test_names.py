"""Names that differ in how they are written only have one key; other names have another."""

import pytest

from initiatives.models import Category, Organisation, TargetGroup
from initiatives.search.language.names import comparable_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stichting Leger des Heils", "leger des heils"),
        ("Vereniging Oud & Wijs", "Oud en wijs"),
        ("Oud+Wijs", "oud en wijs"),
        ("Gemeente Súdwest-Fryslân", "sudwest fryslan"),
        ("Coöperatie De Zonnepit U.A.", "zonnepit"),
        ("Buurtkracht B.V.", "de Buurtkracht"),
        ("’t Praathuis", "Het Praathuis"),
        ("Foto’s voor thuis", "foto's voor thuis"),
        ("G.G.D. Fryslân", "GGD Fryslan"),
        ("Dak- en thuislozen", "daklozen en thuislozen"),
        ("Humanitas  (Almere)", "Humanitas, Almere"),
    ],
)
def test_names_written_otherwise_are_equal(one, other):
    assert comparable_name(one) == comparable_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Humanitas Almere", "Humanitas Urk"),
        ("Stichting", "Vereniging"),
        ("Welzijn Stichting Noord", "Welzijn Noord"),
        ("Jongeren", "Jongen"),
        ("GGD Fryslân", "GGZ Fryslân"),
    ],
)
def test_other_names_differ(one, other):
    assert comparable_name(one) != comparable_name(other)


def test_name_without_letters_has_no_key():
    assert comparable_name(" -- !? ") == ""


@pytest.mark.django_db
def test_names_of_the_catalogue_differ():
    for model in (TargetGroup, Category, Organisation):
        names = list(model.objects.values_list("name", flat=True))
        assert len({comparable_name(name) for name in names}) == len(names)
