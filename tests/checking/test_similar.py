"""Titles are compared as PostgreSQL compares them."""

import pytest
from django.db import connection

from initiatives.checking.doubles import similarity


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Coronamaatjes Almere", "Coronamaatje"),
        ("De Bakfiets", "De Bakfiets!"),
        ("Belcirkel", "Telefooncirkel"),
        ("Café-bus", "Cafe bus"),
        ("", "a"),
    ],
)
def test_similarity_is_that_of_postgresql(one, other):
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT similarity(%s, %s)", [one, other])
        assert similarity(one, other) == pytest.approx(cursor.fetchone()[0])
