"""Results of the link check, and addresses of archived copies."""

from django.db import migrations, models

# Pages show whether a link is broken; any other result of a check is no change of them.
BROKEN_CHANGED = """
CREATE TRIGGER pages_changed_by_new AFTER INSERT ON initiatives_linkcheck
    FOR EACH ROW WHEN (NEW.state = 'kapot') EXECUTE FUNCTION catalogue_pages_changed();
CREATE TRIGGER pages_changed_by_state AFTER UPDATE ON initiatives_linkcheck
    FOR EACH ROW WHEN ((OLD.state = 'kapot') <> (NEW.state = 'kapot') OR NEW.state = 'kapot' AND OLD.url <> NEW.url)
    EXECUTE FUNCTION catalogue_pages_changed();
CREATE TRIGGER pages_changed_by_removal AFTER DELETE ON initiatives_linkcheck
    FOR EACH ROW WHEN (OLD.state = 'kapot') EXECUTE FUNCTION catalogue_pages_changed();
CREATE TRIGGER pages_changed_by_truncate AFTER TRUNCATE ON initiatives_linkcheck
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_pages_changed();
"""
NOT_ANY_MORE = """
DROP TRIGGER pages_changed_by_new ON initiatives_linkcheck;
DROP TRIGGER pages_changed_by_state ON initiatives_linkcheck;
DROP TRIGGER pages_changed_by_removal ON initiatives_linkcheck;
DROP TRIGGER pages_changed_by_truncate ON initiatives_linkcheck;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0026_not_double"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=500, unique=True, verbose_name="webadres")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nieuw", "Gevonden, niet gecontroleerd"),
                            ("goed", "Werkt"),
                            ("verhuisd", "Verhuisd"),
                            ("onzeker", "Onzeker"),
                            ("kapot", "Kapot"),
                        ],
                        default="nieuw",
                        max_length=10,
                        verbose_name="toestand",
                    ),
                ),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="antwoord")),
                ("problem", models.CharField(blank=True, default="", max_length=200, verbose_name="wat er mis is")),
                (
                    "final_url",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="doorverwezen naar"),
                ),
                ("checked_at", models.DateTimeField(null=True, verbose_name="gecontroleerd op")),
                ("requested_at", models.DateTimeField(null=True, verbose_name="gevraagd op")),
                ("failed_days", models.PositiveSmallIntegerField(default=0, verbose_name="dagen kapot")),
                ("first_failed_on", models.DateField(null=True, verbose_name="kapot sinds")),
                ("last_failed_on", models.DateField(null=True, verbose_name="laatst kapot op")),
            ],
            options={
                "verbose_name": "linkcontrole",
                "verbose_name_plural": "linkcontroles",
                "ordering": ["url"],
            },
        ),
        migrations.AddField(
            model_name="link",
            name="archived_url",
            field=models.URLField(
                blank=True,
                db_default="",
                default="",
                help_text="Het webadres van een kopie, zoals bij web.archive.org. Voor als de link niet meer werkt.",
                max_length=500,
                verbose_name="bewaarde kopie",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="archived_url",
            field=models.URLField(
                blank=True,
                db_default="",
                default="",
                help_text="Het webadres van een kopie, zoals bij web.archive.org. Voor als de link niet meer werkt.",
                max_length=500,
                verbose_name="bewaarde kopie",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="archived_url",
            field=models.URLField(
                blank=True,
                db_default="",
                default="",
                help_text="Het webadres van een kopie, zoals bij web.archive.org. Voor als de link niet meer werkt.",
                max_length=500,
                verbose_name="bewaarde kopie",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_url", ""), ("archived_url__regex", "^https?://"), _connector="OR"),
                name="link_archived_url",
                violation_error_message="Een bewaarde kopie begint met https:// of http://.",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_url", ""), ("archived_url__regex", "^https?://"), _connector="OR"),
                name="publication_archived_url",
                violation_error_message="Een bewaarde kopie begint met https:// of http://.",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_url", ""), ("archived_url__regex", "^https?://"), _connector="OR"),
                name="source_archived_url",
                violation_error_message="Een bewaarde kopie begint met https:// of http://.",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["nieuw", "goed", "verhuisd", "onzeker", "kapot"])),
                name="link_check_state",
                violation_error_message="Deze keuze bestaat niet.",
            ),
        ),
        migrations.RunSQL(BROKEN_CHANGED, NOT_ANY_MORE),
    ]
