#!/bin/sh
# Brings the register to the release this script came with, as root: deploy/upgrade.sh [--version
# NAME] [--no-systemd]. The new release is laid beside the old one while that serves; then the
# services stop, a backup is written, the database is migrated and the new one starts. If anything
# fails, the old release serves again, with the database as the backup has it.
set -eu
SOURCE=$(cd "$(dirname "$0")/.." && pwd)
. "$SOURCE/deploy/common.sh"

VERSION=
while [ $# -gt 0 ]; do
    case $1 in
    --version) VERSION=$2 && shift ;;
    --no-systemd) SYSTEMD= ;;
    *) refuse "Usage: deploy/upgrade.sh [--version NAME] [--no-systemd]" ;;
    esac
    shift
done
need_root
[ -L "$CURRENT" ] || refuse "Nothing is installed: deploy/install.sh does that."
[ "$VERSION" ] ||
    VERSION=$(git -c safe.directory='*' -C "$SOURCE" rev-parse --short HEAD 2>/dev/null) ||
    VERSION=$(basename "$SOURCE")
OLD=$(readlink -f "$CURRENT")
NEW=$RELEASES/$VERSION
[ "$OLD" != "$NEW" ] || refuse "$VERSION is in use already. Give another: --version NAME"
STOPPED= MIGRATING= DONE= BACKUP=

go_back() {
    [ ! "$DONE" ] || return 0
    set +e
    printf '%s\n' "The upgrade to $VERSION failed." >&2
    [ "$STOPPED" ] || { say "The release before it was never stopped." && return; }
    services stop
    if [ "$MIGRATING" ] && ! fits "$OLD" "$NEW"; then
        restore_database "$OLD" "$BACKUP" ||
            refuse "Nothing was started. Restore $BACKUP by hand: docs/how-to/back-up.md."
    fi
    switch_to "$OLD"
    services start
    is_up || refuse "$OLD does not say that it is up. journalctl --namespace $APP says why."
    say "$OLD serves again; nothing was lost. The backup is ${BACKUP:-not written}."
    exit 1
}
trap go_back EXIT
trap 'exit 130' INT TERM

lay_release "$SOURCE" "$NEW"
say "Stopping, for the backup and the migration"
STOPPED=yes
services stop
BACKUP=$(write_backup "before-$VERSION")
MIGRATING=yes
migrate "$NEW"
switch_to "$NEW"
services start
is_up || refuse "The new release does not say that it is up."
printf '%s\n%s\n' "$OLD" "$BACKUP" >"$NEW/.upgraded-from"
DONE=yes
say "$VERSION serves. deploy/rollback.sh goes back to $(basename "$OLD"); the backup is $BACKUP."
