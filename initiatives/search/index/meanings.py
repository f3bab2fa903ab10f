"""The meanings of initiatives: vectors of their texts, stored with the search rows."""

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import connection

from initiatives.models import Initiative, Meaning
from initiatives.search.language.meaning import DIMENSIONS, MODEL, is_enabled, query_vector, text_vector

if TYPE_CHECKING:
    import numpy as np

MAX_INITIATIVES = 25_000  # 80 MB in each process; a larger catalogue goes by words only
VECTORS = """
    SELECT initiative_id, vectors FROM initiatives_meaning JOIN initiatives_searchrow USING (initiative_id)
    ORDER BY initiative_id
"""


def save_meanings(initiatives: Iterable[Initiative]) -> None:
    """Save the vectors of initiatives of which the texts changed, if meaning is on; some 60 ms for each."""
    if not is_enabled():
        return
    texts = {initiative.pk: _texts_of(initiative) for initiative in initiatives}
    known = dict(Meaning.objects.filter(pk__in=texts).values_list("pk", "digest"))
    changed = [
        Meaning(initiative_id=key, vectors=b"".join(map(text_vector, own)), digest=_digest(own))
        for key, own in texts.items()
        if known.get(key) != _digest(own)
    ]
    Meaning.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["initiative"], update_fields=["vectors", "digest"]
    )


def _texts_of(initiative: Initiative) -> tuple[str, str]:
    """The texts that an initiative is known by, each with a vector: in short, and what was done."""
    return f"{initiative.title}. {initiative.summary}", initiative.description or initiative.summary


def _digest(texts: tuple[str, ...]) -> str:
    """What changes when vectors must be made anew: the model or the texts."""
    return sha256(repr((MODEL, texts)).encode()).hexdigest()


class Meanings:
    """The vectors of all initiatives of one version of the catalogue."""

    def __init__(self) -> None:
        import numpy as np

        with connection.cursor() as cursor:
            cursor.execute(VECTORS)
            rows = cursor.fetchall()
        vectors = np.frombuffer(b"".join(bytes(vector) for _, vector in rows), dtype="float16")
        self._vectors: np.ndarray = vectors.astype("float32").reshape(len(rows), -1, DIMENSIONS)
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
