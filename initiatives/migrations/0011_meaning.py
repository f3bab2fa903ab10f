"""The meaning of texts, as vectors: a table for search alone, without a model."""

from django.db import migrations, models

# Kept by text, so that a search row that is made anew finds the vectors of its texts again.
CREATE = "CREATE TABLE initiatives_meaning (digest varchar(64) PRIMARY KEY, vectors bytea NOT NULL)"
DROP = "DROP TABLE initiatives_meaning"


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0010_home_stories")]

    operations = [
        # With a default in the database, so that processes of the previous release can still insert rows.
        migrations.AddField("searchrow", "meaning_of", models.CharField(max_length=64, db_default="")),
        migrations.RunSQL(CREATE, DROP),
    ]
