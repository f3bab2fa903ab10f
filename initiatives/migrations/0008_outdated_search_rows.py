"""By what search rows are known to be outdated: the code that made them, and the day of the next merger."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0007_lasting_addresses")]

    operations = [
        # With a default in the database, so that processes of the previous release can still insert rows.
        migrations.AddField("searchrow", "signature", models.CharField(max_length=64, db_default="")),
        migrations.AddField("searchrow", "expires_on", models.DateField(null=True)),
    ]
