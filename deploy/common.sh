# What the scripts of this folder share: where things are, and how they are done.

APP=loneliness
HOME_DIR=/opt/$APP
RELEASES=$HOME_DIR/releases
CURRENT=$HOME_DIR/current
ETC=/etc/$APP
STATE=/var/lib/$APP
BACKUPS=/var/backups/$APP
UNITS="web worker beat"
RUN_ACCOUNT=$APP
OWNER_ACCOUNT=$APP-owner
SYSTEMD=yes
[ -d /run/systemd/system ] || SYSTEMD=

refuse() {
    printf '%s\n' "$*" >&2
    exit 1
}

say() {
    printf '== %s\n' "$*"
}

need_root() {
    [ "$(id -u)" = 0 ] || refuse "Run this as root: it makes accounts and services."
}

# Runs manage.py of a release as one of the two accounts: manage_in RELEASE run|owner COMMAND...
manage_in() {
    in=$1
    account=$RUN_ACCOUNT
    [ "$2" = run ] || account=$OWNER_ACCOUNT
    shift 2
    setpriv --reuid="$account" --regid="$account" --init-groups \
        env -i PATH="$PATH" LANG=C.UTF-8 HOME=/nonexistent TERM="${TERM:-dumb}" \
        DATABASE_URL_GIVEN="${DATABASE_URL_GIVEN:-}" \
        DJANGO_SUPERUSER_PASSWORD="${DJANGO_SUPERUSER_PASSWORD:-}" \
        "$in/deploy/with-env" "$account" "$in/.venv/bin/python" manage.py "$@"
}

# Starts or stops the three services, or one: by systemd, or without it by the same lines.
services() {
    what=$1
    shift
    for unit in ${*:-$UNITS}; do
        if [ "$SYSTEMD" ]; then
            systemctl "$what" "$APP-$unit.service"
        else
            "$CURRENT/deploy/without-systemd" "$what" "$unit"
        fi
    done
}

install_units() {
    release=$1
    mkdir -p /etc/systemd/system
    cp "$release"/deploy/units/* /etc/systemd/system/
    cp "$release/deploy/journald.conf" "/etc/systemd/journald@$APP.conf"
    [ ! "$SYSTEMD" ] || systemctl daemon-reload
}

# Lays a release beside the others: its files, its Python packages, its styles and scripts.
lay_release() {
    source=$1
    release=$2
    [ ! -f "$release/.complete" ] || return 0
    say "Laying $release"
    rm -rf "$release"
    mkdir -p "$release"
    if git -c safe.directory='*' -C "$source" rev-parse HEAD >/dev/null 2>&1; then
        git -c safe.directory='*' -C "$source" archive HEAD | tar -x -C "$release"
    else
        tar -c -C "$source" --exclude=./.venv --exclude=./var --exclude=./node_modules \
            --exclude=./staticfiles --exclude=./.env --exclude=__pycache__ . | tar -x -C "$release"
    fi
    chown -R root:root "$release"
    chmod -R u=rwX,go=rX "$release"
    python3 -m venv "$release/.venv"
    "$release/.venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
        --only-binary :all: -r "$release/requirements.txt"
    "$release/.venv/bin/python" -m compileall -q "$release" -x '/\.venv/' || true
    mkdir -p "$release/staticfiles"
    chown "$OWNER_ACCOUNT:" "$release/staticfiles"
    manage_in "$release" owner collectstatic --no-input
    : >"$release/.complete"
}

# Brings the database to a release.
migrate() {
    manage_in "$1" owner migrate --no-input
    manage_in "$1" owner make_roles
    manage_in "$1" owner load_chapter
}

# The migrations that a release knows, one a line.
plan() {
    manage_in "$1" owner showmigrations --plan | sed -n 's/^\[.\] *//p' | cut -d' ' -f1 | sort
}

# Of those that a release knows, the ones that the database has.
applied() {
    manage_in "$1" owner showmigrations --plan | sed -n 's/^\[X\] *//p' | cut -d' ' -f1 | sort
}

# Whether the database is as the old release wants it, after what the new one did.
fits() {
    [ "$(plan "$1")" = "$(applied "$2")" ]
}

switch_to() {
    ln -sfn "$1" "$CURRENT.new"
    mv -T "$CURRENT.new" "$CURRENT"
    install_units "$1"
}

# Waits until the register says that it is up.
is_up() {
    host=$(sed -n 's/^ALLOWED_HOSTS=\([^,]*\).*/\1/p' "$ETC/register.env")
    bind=$(sed -n 's/^WEB_BIND=//p' "$ETC/register.env")
    tries=0
    until [ "$(curl --silent --max-time 5 -H "Host: $host" -H "X-Forwarded-Proto: https" \
        "http://${bind:-127.0.0.1:8000}/health/")" = up ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 30 ] || return 1
        sleep 1
    done
}

# A backup named after its occasion; says which file it is.
write_backup() {
    file=$BACKUPS/register-$(date -u +%Y%m%dT%H%M%SZ)-$1.zip
    manage_in "$(readlink -f "$CURRENT")" run backup "$file" >&2
    chmod 0640 "$file"
    printf '%s\n' "$file"
}

is_local() {
    grep -q '^DATABASE_URL=postgres[a-z]*://[^@]*@\(127\.0\.0\.1\|localhost\)[:/]' "$ETC/owner.env"
}

as_postgres() {
    (cd / && setpriv --reuid=postgres --regid=postgres --init-groups \
        psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 "$@")
}

# An empty database that the owner owns and the run-time role may use.
make_database() {
    as_postgres -d postgres -c "CREATE DATABASE \"$1\" OWNER register_owner ENCODING 'UTF8' \
        LOCALE 'C.UTF-8' TEMPLATE template0"
    as_postgres -d "$1" -f - <"${2:-$CURRENT}/deploy/grants.sql"
}

# Puts a backup in the place of the database; what stood there is kept under another name.
restore_database() {
    release=$1
    file=$2
    kept=register_until_$(date -u +%Y%m%d%H%M%S)
    is_local || refuse "The database is not on this machine. Make an empty one, run" \
        "deploy/grants.sql in it, then: loneliness-manage --owner migrate; loneliness-manage" \
        "--owner restore $file"
    rename_database register "$kept"
    cp "$file" "$STATE/restoring.zip"
    chown "$OWNER_ACCOUNT:" "$STATE/restoring.zip"
    if make_database register "$release" &&
        manage_in "$release" owner migrate --no-input >/dev/null &&
        manage_in "$release" owner restore "$STATE/restoring.zip"; then
        rm -f "$STATE/restoring.zip"
        say "What was there before is kept as the database $kept."
        return 0
    fi
    rm -f "$STATE/restoring.zip"
    as_postgres -d postgres -c "DROP DATABASE IF EXISTS register WITH (FORCE)"
    rename_database "$kept" register
    say "The backup could not be restored: the database stands as it was before this."
    return 1
}

rename_database() {
    as_postgres -d postgres -c "ALTER DATABASE $1 WITH ALLOW_CONNECTIONS false" \
        -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$1'" \
        -c "ALTER DATABASE $1 RENAME TO $2" \
        -c "ALTER DATABASE $2 WITH ALLOW_CONNECTIONS true" >/dev/null
}
