"""Every address that was given out goes on working: triggers keep the slugs of before, and give none of them twice."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import DO_NOTHING

LOCK = 20200312  # the lock of search.index.writer: of two who take the same slug, the second waits for the first
TAKEN = "Dit webadres was eerder van iets anders, of van iets dat is verwijderd. Kies een ander webadres."
TABLES = {
    "initiative": "initiatives_initiative",
    "municipality": "initiatives_municipality",
    "target_group": "initiatives_targetgroup",
    "category": "initiatives_category",
}
# What was never published has no address that anybody knows. The address of a municipality is also its code.
PUBLIC = {"initiative": "{row}.published_at IS NOT NULL"}
ADDRESSES = {"municipality": "unnest(ARRAY[slug, lower(code)])"}


def address_rules(kind: str, table: str) -> str:
    """The triggers on the table of a kind of things: a slug must be free, is kept when it changes, and when it goes."""
    public = PUBLIC.get(kind, "true")
    return f"""
CREATE FUNCTION catalogue_slug_of_{kind}_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.slug IS NOT DISTINCT FROM OLD.slug THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock({LOCK});
    IF EXISTS (
        SELECT 1 FROM initiatives_slughistory
        WHERE kind = '{kind}' AND slug = NEW.slug AND {kind}_id IS DISTINCT FROM NEW.id
    ) THEN
        RAISE unique_violation USING MESSAGE = '{TAKEN}';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER slug_free BEFORE INSERT OR UPDATE OF slug ON {table}
    FOR EACH ROW EXECUTE FUNCTION catalogue_slug_of_{kind}_free();

CREATE FUNCTION catalogue_{kind}_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM initiatives_slughistory WHERE kind = '{kind}' AND slug = NEW.slug;  -- back to an earlier name
    IF {public.format(row="OLD")} THEN
        INSERT INTO initiatives_slughistory (kind, slug, {kind}_id) VALUES ('{kind}', OLD.slug, NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER renamed AFTER UPDATE OF slug ON {table}
    FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION catalogue_{kind}_renamed();

CREATE FUNCTION catalogue_{kind}_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE initiatives_slughistory SET {kind}_id = NULL WHERE {kind}_id IN (SELECT id FROM gone);
    INSERT INTO initiatives_slughistory (kind, slug)
    SELECT '{kind}', {ADDRESSES.get(kind, "slug")} FROM gone WHERE {public.format(row="gone")}
    ON CONFLICT DO NOTHING;  -- a code that was deleted before
    RETURN NULL;
END $$;
CREATE TRIGGER deleted AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_{kind}_deleted();
"""


def without_address_rules(kind: str) -> str:
    """Undoes `address_rules`."""
    names = (f"catalogue_slug_of_{kind}_free()", f"catalogue_{kind}_renamed()", f"catalogue_{kind}_deleted()")
    return f"DROP FUNCTION {', '.join(names)} CASCADE;"


IS_PRESENT = " OR ".join(
    f"(NEW.kind = '{kind}' AND EXISTS (SELECT 1 FROM {table} WHERE slug = NEW.slug))" for kind, table in TABLES.items()
)
PAST_IS_NOT_PRESENT = f"""
CREATE FUNCTION catalogue_past_slug_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK});
    IF {IS_PRESENT} THEN
        RAISE unique_violation USING MESSAGE = 'Dit webadres is nu in gebruik, dus geen oud webadres.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER past_slug_free BEFORE INSERT OR UPDATE OF kind, slug ON initiatives_slughistory
    FOR EACH ROW EXECUTE FUNCTION catalogue_past_slug_free();
"""

# Addresses are also made of these, which have no history; and a publication happened, whatever became of it.
FIXED = """
CREATE FUNCTION catalogue_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = TG_ARGV[0];
END $$;
CREATE TRIGGER slug_fixed AFTER UPDATE OF slug ON initiatives_province FOR EACH ROW
    WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION catalogue_fixed('Het webadres van een provincie verandert niet.');
CREATE TRIGGER slug_fixed AFTER UPDATE OF slug ON initiatives_source FOR EACH ROW
    WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION catalogue_fixed('Het webadres van een bron verandert niet.');
CREATE TRIGGER code_fixed AFTER UPDATE OF code ON initiatives_municipality FOR EACH ROW
    WHEN (OLD.code <> NEW.code) EXECUTE FUNCTION catalogue_fixed('De CBS-code van een gemeente verandert niet.');
CREATE TRIGGER publication_fixed AFTER UPDATE OF published_at ON initiatives_initiative FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL AND NEW.published_at IS NULL)
    EXECUTE FUNCTION catalogue_fixed('Wat gepubliceerd is, houdt zijn datum van publicatie.');
"""

# Slugs of before that lead nowhere: they are in use, or belong to what nobody could see.
UNREACHABLE = (
    "".join(
        f"DELETE FROM initiatives_slughistory WHERE kind = '{kind}' AND slug IN (SELECT slug FROM {table});"
        for kind, table in TABLES.items()
    )
    + """
DELETE FROM initiatives_slughistory USING initiatives_initiative AS initiative
WHERE initiative_id = initiative.id AND initiative.published_at IS NULL;
"""
)
DELETED = "DELETE FROM initiatives_slughistory WHERE " + " AND ".join(f"{kind}_id IS NULL" for kind in TABLES)


def target(kind: str, model: str) -> migrations.AlterField:
    """The foreign key of a kind, which the trigger `deleted` empties."""
    key = models.ForeignKey(null=True, on_delete=DO_NOTHING, related_name="slug_history", to=f"initiatives.{model}")
    return migrations.AlterField("slughistory", kind, key)


def of_no_other(kind: str) -> Q:
    return Q(kind=kind, **{f"{other}__isnull": True for other in TABLES if other != kind})


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0006_versions")]

    operations = [
        migrations.RemoveConstraint("slughistory", "slug_history_target"),
        *(target(kind, table.removeprefix("initiatives_")) for kind, table in TABLES.items()),
        migrations.AddConstraint(
            "slughistory",
            models.CheckConstraint(
                condition=of_no_other("initiative")
                | of_no_other("municipality")
                | of_no_other("target_group")
                | of_no_other("category"),
                name="slug_history_target",
                violation_error_message="Een oud webadres hoort bij hoogstens één ding, van zijn eigen soort.",
            ),
        ),
        migrations.AddConstraint(
            "municipality",
            models.CheckConstraint(
                condition=~Q(slug__regex="^gm[0-9]{4}$"),
                name="municipality_slug_no_code",
                violation_error_message="Dit webadres is een CBS-code, en die leidt al naar een gemeente.",
            ),
        ),
        migrations.RunSQL(UNREACHABLE, DELETED),
        *(migrations.RunSQL(address_rules(*each), without_address_rules(each[0])) for each in TABLES.items()),
        migrations.RunSQL(PAST_IS_NOT_PRESENT, "DROP FUNCTION catalogue_past_slug_free() CASCADE;"),
        migrations.RunSQL(FIXED, "DROP FUNCTION catalogue_fixed() CASCADE;"),
    ]
