"""A retired value of a vocabulary leads to its successor, and so do its initiatives."""

from urllib.parse import urlencode

import pytest

from initiatives.actions.retirement import retire
from initiatives.models import Approach, Category, SlugHistory
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def test_initiatives_and_former_slugs_move_to_the_successor(no_initiatives):
    old, new = Category.objects.get(slug="taal"), Category.objects.get(slug="werk")
    Category.objects.filter(pk=old.pk).update(slug="taalles")
    Category.objects.filter(pk=old.pk).update(slug="taal")
    make_initiative("een", categories=("taal",))
    make_initiative("twee", categories=("taal", "werk"))
    retire(value=old, successor=new)
    assert not Category.objects.filter(pk=old.pk).exists()
    assert {result.slug for result in ask(categorie="werk").search.results} == {"een", "twee"}
    history = SlugHistory.objects.filter(kind="category", slug__in=("taal", "taalles"))
    assert [(row.slug, row.category) for row in history] == [("taalles", new)]


def test_slug_of_a_retired_value_is_free_for_the_history(no_initiatives, client):
    old, new = Approach.objects.get(slug="straatwerk"), Approach.objects.get(slug="maatje-of-buddy")
    retire(value=old, successor=new)
    SlugHistory.objects.create(kind="approach", slug="straatwerk", approach=new)
    query = urlencode({"q": "bellen", "aanpak": "straatwerk"})
    response = client.get(f"/initiatieven/?{query}")
    assert (response.status_code, response["Location"]) == (301, "/initiatieven/?q=bellen&aanpak=maatje-of-buddy")
