#!/bin/sh
# A copy of the site at once, and what is done every night, one after another:
#   deploy/compose/daily.sh HH:MM FOLDER_OF_THE_COPY
# What fails is a line in the log; the rest is done all the same, and that itself again the next night.
set -u
at=$1 frozen=$2

# Run a command of the catalogue for at most a time, which is that of deploy/systemd.
run() {
    limit=$1
    shift
    nice timeout --kill-after=60 "$limit" python manage.py "$@" || echo "daily: $1 failed with status $?." >&2
}

# The seconds until it is that time next.
until_night() {
    now=$(date +%s)
    night=$(date --date="today $at" +%s)
    [ "$night" -gt "$now" ] || night=$(date --date="tomorrow $at" +%s)
    echo $((night - now))
}

date --date="today $at" >/dev/null || exit 64
run 2h freeze "$frozen"
while sleep "$(until_night)"; do
    run 30m clear_log
    run 30m clearsessions
    run 30m prune_db_task_results
    run 2h freeze "$frozen"
    run 12h check_links # the longest: last
done
