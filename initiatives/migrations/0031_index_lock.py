"""A queue of search rows to make anew, and transactions that write without the index lock until their end."""

from django.db import migrations, models
from django.db.models.functions import Now

LOCK = "PERFORM pg_advisory_xact_lock(20200312);"  # of initiatives.search.index.lock
# A transaction that sets `catalogue.unlocked` is taken back, or takes the lock and numbers its changes at its end.
LOCKED = """
CREATE FUNCTION catalogue_locked() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('catalogue.unlocked', true) = 'on' THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(20200312);
    RETURN true;
END $$;
"""
# In the functions that earlier migrations made: `catalogue_changed`, and those that keep slugs free.
REPLACE = """
DO $do$
DECLARE definition text;
BEGIN
    FOR definition IN SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname ~ '{name}' LOOP
        EXECUTE replace(definition, '{old}', '{new}');
    END LOOP;
END $do$;
"""
NEW = {
    "^catalogue_changed$": "IF NOT catalogue_locked() THEN RETURN; END IF;",
    "^catalogue_.*slug.*_free$": "PERFORM catalogue_locked();",
}


def replaced(name: str, new: str) -> migrations.RunSQL:
    """Replace the statement that takes the lock in functions with such a name."""
    forwards, backwards = ({"name": name, "old": old, "new": to} for old, to in ((LOCK, new), (new, LOCK)))
    return migrations.RunSQL(REPLACE.format(**forwards), REPLACE.format(**backwards))


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0030_text_lengths")]

    operations = [
        migrations.CreateModel(
            name="OutdatedRow",
            fields=[
                ("initiative_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField(db_default=Now())),
            ],
            options={"verbose_name": "verouderde zoekregel", "verbose_name_plural": "verouderde zoekregels"},
        ),
        migrations.RunSQL(LOCKED, "DROP FUNCTION catalogue_locked();"),
        *(replaced(name, new) for name, new in NEW.items()),
    ]
