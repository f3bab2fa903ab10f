"""Vectors for made initiatives: at random, since a search takes as long whatever they mean."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from initiatives.search.language.meaning import DIMENSIONS

VECTORS_EACH = 2


@contextmanager
def made_vectors() -> Iterator[None]:
    """Give every initiative vectors of its own, of length 1, while the context lasts."""
    import numpy as np

    chance = np.random.default_rng(16)
    with connection.cursor() as cursor:
        cursor.execute("SELECT initiative_id FROM initiatives_searchrow")
        keys = [key for (key,) in cursor.fetchall()]
        vectors = chance.normal(size=(len(keys), VECTORS_EACH, DIMENSIONS))
        vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
        rows = [(str(key), vector.astype("float16").tobytes()) for key, vector in zip(keys, vectors, strict=True)]
        cursor.execute("ALTER TABLE initiatives_searchrow DISABLE TRIGGER rows_stay")
        cursor.execute("UPDATE initiatives_searchrow SET meaning_of = initiative_id::text")
        cursor.execute("ALTER TABLE initiatives_searchrow ENABLE TRIGGER rows_stay")
        cursor.executemany("INSERT INTO initiatives_meaning (digest, vectors) VALUES (%s, %s)", rows)
        try:
            yield
        finally:
            cursor.execute("TRUNCATE initiatives_meaning")
