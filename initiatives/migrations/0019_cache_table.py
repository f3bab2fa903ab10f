"""Tables for signing in, which only `initiatives.signin.throttle` and the cache of Django read."""

from django.db import migrations

# How many attempts were counted in a window of time. What is lost after a crash of the server is of no use either.
COUNTERS = """
CREATE UNLOGGED TABLE signin_counter (
    key varchar(64) NOT NULL PRIMARY KEY,
    attempts integer NOT NULL,
    ends_at timestamp with time zone NOT NULL
);
CREATE INDEX signin_counter_ends_at ON signin_counter (ends_at);
"""
# As `createcachetable` makes it.
CACHE = """
CREATE TABLE catalogue_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX catalogue_cache_expires ON catalogue_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0018_incomplete_drafts")]

    operations = [
        migrations.RunSQL(COUNTERS, "DROP TABLE signin_counter"),
        migrations.RunSQL(CACHE, "DROP TABLE catalogue_cache"),
    ]
