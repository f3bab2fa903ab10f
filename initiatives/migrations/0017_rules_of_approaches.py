"""Triggers for approaches and what is told of them, and the rule of places for initiatives without a named place."""

from importlib import import_module

from django.db import migrations

permanent_urls = import_module("initiatives.migrations.0007_lasting_addresses")

KIND, TABLE = "approach", "initiatives_approach"
SHOWN = (
    "initiative_approaches",
    "seealso",
    "finding",
    "finding_initiatives",
    "adviceexample",
    "publication",
)
VOCABULARY_CHANGED = f"""
CREATE TRIGGER vocabulary_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_vocabulary_changed();
"""
PAGES_CHANGED = "".join(
    f"CREATE TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON initiatives_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION catalogue_pages_changed();"
    for table in SHOWN
)
NO_PAGES_CHANGED = "".join(f"DROP TRIGGER pages_changed ON initiatives_{table};" for table in SHOWN)

_SLUG_FREE = """
CREATE OR REPLACE FUNCTION catalogue_past_slug_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    IF {is_present} THEN
        RAISE unique_violation USING MESSAGE = 'Dit webadres is nu in gebruik, dus geen oud webadres.';
    END IF;
    RETURN NEW;
END $$;
"""
IS_APPROACH = f" OR (NEW.kind = '{KIND}' AND EXISTS (SELECT 1 FROM {TABLE} WHERE slug = NEW.slug))"
SLUG_FREE = _SLUG_FREE.format(lock=permanent_urls.LOCK, is_present=permanent_urls.IS_PRESENT + IS_APPROACH)
SLUG_FREE_BEFORE = _SLUG_FREE.format(lock=permanent_urls.LOCK, is_present=permanent_urls.IS_PRESENT)

_PLACE = """
CREATE OR REPLACE FUNCTION catalogue_place(initiative bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    reach text;
    places bigint;
BEGIN
    SELECT scope INTO reach FROM initiatives_initiative WHERE id = initiative;
    SELECT count(*) INTO places FROM initiatives_initiative_municipalities WHERE initiative_id = initiative;
    IF reach = 'lokaal' AND places = 0 THEN
        RAISE check_violation USING MESSAGE = 'Kies bij een lokaal initiatief minstens één gemeente.';
    ELSIF reach = 'landelijk' AND places > 0 THEN
        RAISE check_violation USING MESSAGE = 'Een landelijk initiatief heeft geen gemeenten.';
    {more}END IF;
END $$;
"""
UNNAMED_PLACE = """ELSIF reach IN ('meerdere', 'onbekend') AND places > 0 THEN
        RAISE check_violation USING MESSAGE = 'Als de bron geen plaats noemt, heeft het initiatief geen gemeenten.';
    """
PLACE, PLACE_BEFORE = _PLACE.format(more=UNNAMED_PLACE), _PLACE.format(more="")


# For going back: the values that the release before does not know become those that it had for them.
KNOWN_BEFORE = """
UPDATE initiatives_initiative SET phase = 'onbekend' WHERE phase = 'advies';
UPDATE initiatives_initiative SET scope = 'landelijk' WHERE scope IN ('meerdere', 'onbekend');
DELETE FROM initiatives_slughistory WHERE kind = 'approach';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0016_approaches")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, KNOWN_BEFORE),
        migrations.RunSQL(
            permanent_urls.address_rules(KIND, TABLE) + VOCABULARY_CHANGED,
            f"DROP TRIGGER vocabulary_changed ON {TABLE};" + permanent_urls.without_address_rules(KIND),
        ),
        migrations.RunSQL(PAGES_CHANGED, NO_PAGES_CHANGED),
        migrations.RunSQL(SLUG_FREE, SLUG_FREE_BEFORE),
        migrations.RunSQL(PLACE, PLACE_BEFORE),
    ]
