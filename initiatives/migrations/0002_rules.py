"""Rules that look beyond one row: triggers with a Dutch message, as the check constraints have."""

from django.db import migrations

TWO_LEVELS = """
CREATE FUNCTION catalogue_two_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM initiatives_targetgroup WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM initiatives_targetgroup WHERE parent_id = NEW.id)
    ) THEN
        RAISE check_violation USING MESSAGE = 'Doelgroepen hebben hoogstens twee niveaus.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER two_levels BEFORE INSERT OR UPDATE OF parent_id ON initiatives_targetgroup
    FOR EACH ROW EXECUTE FUNCTION catalogue_two_levels();
"""

MOST_CATEGORIES = """
CREATE FUNCTION catalogue_most_categories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM initiatives_category) > 24 THEN
        RAISE check_violation USING MESSAGE = 'Er kunnen hoogstens 24 categorieën zijn.';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER most_categories AFTER INSERT ON initiatives_category
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_most_categories();
"""

# Checked at the end of the transaction: an initiative is saved before its municipalities are.
PLACE = """
CREATE FUNCTION catalogue_place(initiative bigint) RETURNS void LANGUAGE plpgsql AS $$
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
    END IF;
END $$;
CREATE FUNCTION catalogue_place_of_initiative() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_place(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION catalogue_place_of_relation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_place(COALESCE(NEW.initiative_id, OLD.initiative_id));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER place_of_initiative AFTER INSERT OR UPDATE OF scope ON initiatives_initiative
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalogue_place_of_initiative();
CREATE CONSTRAINT TRIGGER place_of_relation AFTER INSERT OR UPDATE OR DELETE ON initiatives_initiative_municipalities
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalogue_place_of_relation();
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]

    operations = [
        migrations.RunSQL(
            TWO_LEVELS,
            "DROP TRIGGER two_levels ON initiatives_targetgroup; DROP FUNCTION catalogue_two_levels();",
        ),
        migrations.RunSQL(
            MOST_CATEGORIES,
            "DROP TRIGGER most_categories ON initiatives_category; DROP FUNCTION catalogue_most_categories();",
        ),
        migrations.RunSQL(
            PLACE,
            "DROP TRIGGER place_of_initiative ON initiatives_initiative;"
            "DROP TRIGGER place_of_relation ON initiatives_initiative_municipalities;"
            "DROP FUNCTION catalogue_place_of_initiative(); DROP FUNCTION catalogue_place_of_relation();"
            "DROP FUNCTION catalogue_place(bigint);",
        ),
    ]
