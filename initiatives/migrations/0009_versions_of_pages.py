"""Triggers that number every change of what pages show, so that no page is kept too long."""

from django.db import migrations

# With the tables of migration 0006, whose triggers number each statement: all that public pages show.
SHOWN = (
    "initiative",
    "initiative_municipalities",
    "initiative_target_groups",
    "initiative_categories",
    "initiative_organisations",
    "organisation",
    "mention",
    "link",
    "recommendation",
    "illustration",
)
# One number in a transaction: others see its changes all at once, and a load of fixtures has thousands of statements.
# The setting is undone with the number when a transaction, or a part of it, is rolled back.
PAGES_CHANGED = """
CREATE FUNCTION catalogue_pages_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('catalogue.numbered', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM catalogue_changed('{}', false);
        PERFORM set_config('catalogue.numbered', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON initiatives_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION catalogue_pages_changed();"
    for table in SHOWN
)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0008_outdated_search_rows")]

    operations = [migrations.RunSQL(PAGES_CHANGED, "DROP FUNCTION catalogue_pages_changed() CASCADE;")]
