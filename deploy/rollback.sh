#!/bin/sh
# Goes back to the release before the last upgrade, as root: rollback.sh [--lose-changes]
# [--no-systemd]. Where both releases have the same migrations nothing is lost. Otherwise the backup
# from before the upgrade takes the database's place, which needs --lose-changes: what was entered
# since is then in the database that is kept beside it, and no longer in the register.
set -eu
. /opt/loneliness/current/deploy/common.sh

LOSE=
while [ $# -gt 0 ]; do
    case $1 in
    --lose-changes) LOSE=yes ;;
    --no-systemd) SYSTEMD= ;;
    *) refuse "Usage: rollback.sh [--lose-changes] [--no-systemd]" ;;
    esac
    shift
done
need_root
NEW=$(readlink -f "$CURRENT")
[ -f "$NEW/.upgraded-from" ] || refuse "$(basename "$NEW") was not upgraded to: there is no way back."
OLD=$(sed -n 1p "$NEW/.upgraded-from")
BACKUP=$(sed -n 2p "$NEW/.upgraded-from")
[ -f "$OLD/.complete" ] || refuse "$OLD is gone."
SAME=
! fits "$OLD" "$NEW" || SAME=yes
[ "$SAME" ] || [ "$LOSE" ] || refuse "The two releases have different migrations: going back" \
    "restores $BACKUP, and what was entered since leaves the register. Add --lose-changes."
[ "$SAME" ] || [ -f "$BACKUP" ] || refuse "The backup $BACKUP is gone."
services stop
if [ ! "$SAME" ] && ! restore_database "$OLD" "$BACKUP"; then
    services start
    refuse "$(basename "$NEW") serves on."
fi
switch_to "$OLD"
services start
is_up || refuse "$OLD does not say that it is up. journalctl --namespace $APP says why."
say "$(basename "$OLD") serves again."
