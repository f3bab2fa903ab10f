#!/bin/sh
# Before the web server of a release starts: migrations, contents, and what nginx serves while the web server is away.
# The folders in /srv/front are volumes that nginx reads too.
set -eu
front=/srv/front
python manage.py migrate_safely
python manage.py load_catalogue
python manage.py write_error_pages "$front/errors"
cp -R "$STATIC_FOLDER/." "$front/static/"
