"""Questions without an answer by week, and whether anything matched a part of them."""

from django.db import migrations, models

# The first question of a week takes the counts of the others in that week.
BY_WEEK = """
    WITH weeks AS (
        SELECT min(id) AS id, sum(times) AS times, date_trunc('week', day)::date AS monday
        FROM initiatives_unansweredquestion GROUP BY words, monday
    ), removed AS (
        DELETE FROM initiatives_unansweredquestion WHERE id NOT IN (SELECT id FROM weeks) RETURNING id
    )
    UPDATE initiatives_unansweredquestion AS question SET day = weeks.monday, times = weeks.times
    FROM weeks WHERE question.id = weeks.id
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0013_localities")]

    operations = [
        migrations.AddField(
            "unansweredquestion",
            "has_partial",
            models.BooleanField(
                "deels gevonden", default=False, db_default=False, help_text="Er was iets met een deel van de woorden."
            ),
        ),
        migrations.AlterField(
            "unansweredquestion", "day", models.DateField("week van", help_text="De maandag van de week.")
        ),
        migrations.RunSQL(BY_WEEK, migrations.RunSQL.noop),
    ]
