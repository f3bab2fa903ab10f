"""Triggers that number each change that search must know of, count words, and hide what is no longer published."""

from django.db import migrations

VOCABULARY = (
    "province",
    "municipality",
    "municipality_successors",
    "targetgroup",
    "category",
    "source",
    "synonym",
    "slughistory",
)
MOST_INITIATIVES = 1000  # named in one version; after a larger change everything is read anew
MOST_VERSIONS = 1000  # kept; a process that was idle for longer reads everything anew

# The lock of search.index.writer, held until the commit, so that numbers follow the order of commits.
CHANGED = f"""
CREATE FUNCTION catalogue_changed(changed bigint[], vocabulary boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(20200312);
    INSERT INTO initiatives_catalogueversion (initiatives, vocabulary)
    VALUES (CASE WHEN cardinality(changed) <= {MOST_INITIATIVES} THEN changed END, vocabulary);
    DELETE FROM initiatives_catalogueversion WHERE number < (
        SELECT number FROM initiatives_catalogueversion ORDER BY number DESC OFFSET {MOST_VERSIONS} LIMIT 1
    );
END $$;
"""

ROWS_CHANGED = """
CREATE FUNCTION catalogue_rows_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE initiatives_searchword SET uses = 0;
        PERFORM catalogue_changed(NULL, false);
        RETURN NULL;
    END IF;
    UPDATE initiatives_searchword AS word
    SET uses = word.uses + CASE TG_OP WHEN 'INSERT' THEN counted.number ELSE -counted.number END
    FROM (
        SELECT lexeme, count(*) AS number FROM changed_rows, unnest(tsvector_to_array(vector)) AS lexeme GROUP BY lexeme
    ) AS counted
    WHERE word.form = counted.lexeme;
    PERFORM catalogue_changed(array_agg(initiative_id), false) FROM changed_rows HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER rows_added AFTER INSERT ON initiatives_searchrow REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_rows_changed();
CREATE TRIGGER rows_removed AFTER DELETE ON initiatives_searchrow REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_rows_changed();
CREATE TRIGGER rows_emptied AFTER TRUNCATE ON initiatives_searchrow
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_rows_changed();
CREATE FUNCTION catalogue_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A search row is made anew, not changed.';
END $$;
CREATE TRIGGER rows_stay BEFORE UPDATE ON initiatives_searchrow
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_rows_stay();
"""

VOCABULARY_CHANGED = """
CREATE FUNCTION catalogue_vocabulary_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_changed('{}', true);
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER vocabulary_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON initiatives_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION catalogue_vocabulary_changed();"
    for table in VOCABULARY
)

UNPUBLISHED = """
CREATE FUNCTION catalogue_unpublished() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM initiatives_searchrow WHERE initiative_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER unpublished AFTER UPDATE OF status ON initiatives_initiative
    FOR EACH ROW WHEN (NEW.status <> 'published') EXECUTE FUNCTION catalogue_unpublished();
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_search")]

    operations = [
        migrations.RunSQL(CHANGED, "DROP FUNCTION catalogue_changed(bigint[], boolean);"),
        migrations.RunSQL(ROWS_CHANGED, "DROP FUNCTION catalogue_rows_changed(), catalogue_rows_stay() CASCADE;"),
        migrations.RunSQL(VOCABULARY_CHANGED, "DROP FUNCTION catalogue_vocabulary_changed() CASCADE;"),
        migrations.RunSQL(UNPUBLISHED, "DROP FUNCTION catalogue_unpublished() CASCADE;"),
    ]
