"""The meanings of initiatives: vectors of their texts, kept in PostgreSQL by text."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import connection

from initiatives.models import Initiative
from initiatives.search.language.meaning import DIMENSIONS, MODEL, query_vector, text_vector

MAX_INITIATIVES = 25_000  # 80 MB in each process; a larger catalogue goes by words only
TEXTS = 2  # of an initiative, as `_texts_of` returns them
VECTORS = """
    SELECT initiative_id, vectors FROM initiatives_searchrow JOIN initiatives_meaning ON digest = meaning_of
    ORDER BY initiative_id
"""
KNOWN = "SELECT digest FROM initiatives_meaning WHERE digest = ANY (%s)"
SAVE = "INSERT INTO initiatives_meaning (digest, vectors) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def meaning_digest(initiative: Initiative) -> str:
    """Return what changes when the vectors of an initiative must be made anew: the model or the texts."""
    return sha256(repr((MODEL, _texts_of(initiative))).encode()).hexdigest()


def save_meanings(initiatives: Iterable[Initiative]) -> None:
    """Save the vectors of the texts that have none yet; some 60 ms for each initiative."""
    texts = {meaning_digest(initiative): _texts_of(initiative) for initiative in initiatives}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(texts)])
        known = {digest for (digest,) in cursor.fetchall()}
        for digest in texts.keys() - known:
            cursor.execute(SAVE, [digest, b"".join(map(text_vector, texts[digest]))])


def is_any_saved() -> bool:
    """Return whether the catalogue has any vectors, or no place for them yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('initiatives_meaning') IS NULL")
        if cursor.fetchone()[0]:
            return True
        cursor.execute("SELECT EXISTS (SELECT FROM initiatives_meaning)")
        return cursor.fetchone()[0]


def _texts_of(initiative: Initiative) -> tuple[str, str]:
    """The texts that an initiative is known by, each with a vector: in short, and what was done."""
    return f"{initiative.title}. {initiative.summary}", initiative.description or initiative.summary


class Meanings:
    """The vectors of all initiatives of one version of the catalogue."""

    def __init__(self) -> None:
        import numpy as np

        with connection.cursor() as cursor:
            cursor.execute(VECTORS)
            rows = cursor.fetchall()
        vectors = np.frombuffer(b"".join(bytes(vector) for _, vector in rows), dtype="float16")
        self._vectors: np.ndarray = vectors.astype("float32").reshape(-1, TEXTS, DIMENSIONS)
        self._keys = [key for key, _ in rows]

    def likeness(self, text: str, limit: int) -> dict[int, float]:
        """Return how like a text the nearest initiatives are, by primary key, nearest first.

        The cosine with the nearest of their texts, in standard deviations above the mean of all initiatives: cosines of
        this model lie close together, and how high they are differs from question to question.
        """
        if not self._keys:
            return {}
        cosines = (self._vectors @ query_vector(text)).max(axis=1)
        likeness = (cosines - cosines.mean()) / (cosines.std() or 1.0)
        nearest = likeness.argsort(kind="stable")[::-1][:limit]
        return {self._keys[place]: float(likeness[place]) for place in nearest}
