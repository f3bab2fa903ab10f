#!/bin/sh
# What is done once a day, first when the service starts: the copy of the site that nginx shows while everything else is
# away, and cleaning up. A command that fails says why in the log, and the others go on.
set -u
while true; do
    for command in "freeze /srv/front/frozen" clear_log clearsessions prune_db_task_results check_links; do
        # shellcheck disable=SC2086 # a command and its argument
        python manage.py $command || echo "manage.py $command failed; it is done again tomorrow." >&2
    done
    sleep 86400
done
