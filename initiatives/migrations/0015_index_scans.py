"""Words are always looked up by index.

For a small table the planner prefers to read every row, wide as they are; functions keep it from that. And a GIN index
with a list of pending entries reads all of these for each word, until a vacuum has merged them.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.migrations.operations.base import Operation

# The initiatives with each of many lexemes, by their place in the list: packed keys of four bytes, big-endian.
LEXEMES = """
CREATE FUNCTION initiatives_with_lexemes(lexemes text[]) RETURNS TABLE (number bigint, packed bytea)
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT asked.number, matching.packed
    FROM unnest(lexemes) WITH ORDINALITY AS asked(lexeme, number) CROSS JOIN LATERAL (
        SELECT string_agg(int4send(initiative_id::int), '') AS packed
        FROM initiatives_searchrow WHERE vector @@ lexeme::tsquery
    ) AS matching WHERE matching.packed IS NOT NULL
$$
"""
# The words in which each of some words is, but for some letters: pg_trgm's word similarity, from its limit of 0.6.
SIMILAR = """
CREATE FUNCTION initiatives_similar_words(words text[], most int)
RETURNS TABLE (typed text, form varchar, similarity real)
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT asked.typed, best.* FROM unnest(words) AS asked(typed) CROSS JOIN LATERAL (
        SELECT form, word_similarity(asked.typed, form) AS similarity FROM initiatives_searchword
        WHERE asked.typed <% form AND uses > 0
        ORDER BY similarity DESC, length(form), form LIMIT most
    ) AS best
$$
"""


INDEXES = (
    ("searchrow", GinIndex(fields=["vector"], name="search_vector", fastupdate=False)),
    ("searchrow", GinIndex(OpClass("folded_title", name="gin_trgm_ops"), name="search_title", fastupdate=False)),
    ("searchword", GinIndex(fields=["bases"], name="search_word_bases", fastupdate=False)),
    ("searchword", GinIndex(OpClass("form", name="gin_trgm_ops"), name="search_word_form", fastupdate=False)),
)


def _remade(model: str, index: GinIndex) -> list[Operation]:
    return [migrations.RemoveIndex(model, index.name), migrations.AddIndex(model, index)]


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0014_questions_by_week")]

    operations = [
        migrations.RunSQL(LEXEMES, "DROP FUNCTION initiatives_with_lexemes(text[])"),
        migrations.RunSQL(SIMILAR, "DROP FUNCTION initiatives_similar_words(text[], int)"),
        *(operation for model, index in INDEXES for operation in _remade(model, index)),
    ]
