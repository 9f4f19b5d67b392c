#!/bin/sh
# Restores a backup into a database of its own, compares every row, and drops it again, as root:
# try-backup.sh [FILE] (the newest without one). The register serves on meanwhile.
set -eu
. /opt/loneliness/current/deploy/common.sh
need_root
is_local || refuse "The database is not on this machine: restore into an empty one there."
FILE=${1:-$(ls -t "$BACKUPS"/register-*.zip | head -n 1)}
TRIAL=register_trial_$$
URL=$(sed -n 's/^DATABASE_URL=//p' "$ETC/owner.env")
DATABASE_URL_GIVEN=${URL%/*}/$TRIAL
RELEASE=$(readlink -f "$CURRENT")
end() {
    as_postgres -d postgres -c "DROP DATABASE IF EXISTS $TRIAL"
    rm -f "$STATE/trying.zip"
}
trap end EXIT
make_database "$TRIAL"
manage_in "$RELEASE" owner migrate --no-input >/dev/null
cp "$FILE" "$STATE/trying.zip"
chown "$OWNER_ACCOUNT:" "$STATE/trying.zip"
manage_in "$RELEASE" owner restore "$STATE/trying.zip"
say "$FILE is whole and can be restored."
