"""Check the places and the region of published initiatives only, so that drafts may be incomplete."""

from importlib import import_module

from django.db import migrations, models

approaches = import_module("initiatives.migrations.0017_rules_of_approaches")

PLACE = """
CREATE OR REPLACE FUNCTION catalogue_place(initiative bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    reach text;
    places bigint;
BEGIN
    SELECT scope INTO reach FROM initiatives_initiative WHERE id = initiative AND status = 'published';
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT count(*) INTO places FROM initiatives_initiative_municipalities WHERE initiative_id = initiative;
    IF reach = 'lokaal' AND places = 0 THEN
        RAISE check_violation USING MESSAGE = 'Kies bij een lokaal initiatief minstens één gemeente.';
    ELSIF reach = 'landelijk' AND places > 0 THEN
        RAISE check_violation USING MESSAGE = 'Een landelijk initiatief heeft geen gemeenten.';
    ELSIF reach = 'meerdere' AND places > 0 THEN
        RAISE check_violation
            USING MESSAGE = 'Als de bron de gemeenten niet noemt, heeft het initiatief geen gemeenten.';
    ELSIF reach = 'onbekend' AND places > 0 THEN
        RAISE check_violation USING MESSAGE = 'Als de bron geen plaats noemt, heeft het initiatief geen gemeenten.';
    END IF;
END $$;
"""

# The trigger now also fires when the status changes: a draft without a place cannot be published.
TRIGGER = """
DROP TRIGGER place_of_initiative ON initiatives_initiative;
CREATE CONSTRAINT TRIGGER place_of_initiative AFTER INSERT OR UPDATE OF {columns} ON initiatives_initiative
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalogue_place_of_initiative();
"""

# For going back: what is not published gets the scope that fits its region and municipalities, which are kept. The
# locks keep processes of this release from adding an incomplete draft meanwhile.
COMPLETE = """
LOCK TABLE initiatives_initiative, initiatives_initiative_municipalities IN SHARE ROW EXCLUSIVE MODE;
UPDATE initiatives_initiative SET scope = 'regionaal'
    WHERE status <> 'published' AND region <> '' AND scope <> 'regionaal';
UPDATE initiatives_initiative SET scope = 'lokaal'
    WHERE status <> 'published' AND region = '' AND scope <> 'lokaal'
    AND id IN (SELECT initiative_id FROM initiatives_initiative_municipalities);
UPDATE initiatives_initiative SET scope = 'onbekend'
    WHERE status <> 'published' AND region = '' AND scope IN ('lokaal', 'regionaal')
    AND id NOT IN (SELECT initiative_id FROM initiatives_initiative_municipalities);
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0017_rules_of_approaches")]

    operations = [
        migrations.RemoveConstraint("initiative", "initiative_region"),
        migrations.AddConstraint(
            "initiative",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    models.Q(("scope", "regionaal"), models.Q(("region", ""), _negated=True)),
                    models.Q(models.Q(("scope", "regionaal"), _negated=True), ("region", "")),
                    _connector="OR",
                ),
                name="initiative_region",
                violation_error_message="Vul de regio in bij een regionaal initiatief, en alleen daar.",
            ),
        ),
        migrations.RunSQL(PLACE, approaches.PLACE),
        migrations.RunSQL(TRIGGER.format(columns="scope, status"), TRIGGER.format(columns="scope")),
        migrations.RunSQL(migrations.RunSQL.noop, COMPLETE),  # last, so first when going back
    ]
