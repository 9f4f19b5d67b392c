# What bin/test and bin/faults share: a PostgreSQL and a Redis of their own, and Chromium.

TMP=$(mktemp -d)
STARTED=
MAKING=

stop() {
    [ -z "$MAKING" ] || kill $MAKING 2>/dev/null || true
    [ -z "$STARTED" ] || kill -INT $STARTED 2>/dev/null || true
    wait
    rm -rf "$TMP"
}
trap stop EXIT
trap 'exit 130' INT TERM

# A command of one of these names, wherever Debian keeps it.
find_program() {
    for found in "$@" $(ls -rd /usr/lib/postgresql/*/bin 2>/dev/null | sed "s,\$,/$1,"); do
        command -v "$found" && return
    done
    return 0
}

find_programs() {
    CHROMIUM=${CHROMIUM:-$(find_program chromium-headless-shell chromium chromium-browser google-chrome)}
    REDIS=$(find_program redis-server)
    INITDB=$(find_program initdb)
    POSTGRES=$(find_program postgres)
    missing=
    [ "$CHROMIUM" ] || missing="$missing chromium-headless-shell"
    [ "$REDIS" ] || missing="$missing redis-server"
    [ "$INITDB" ] && [ "$POSTGRES" ] || missing="$missing postgresql"
}

install_programs() {
    find_programs
    [ "$missing" ] || return 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
        refuse "The tests need these packages:$missing. Install them, for example: sudo apt install$missing"
    echo "Installing$missing."
    step "apt-get update" apt-get update
    DEBIAN_FRONTEND=noninteractive step "apt-get install" \
        apt-get install --yes --no-install-recommends $missing
    find_programs
    [ -z "$missing" ] || refuse "Still missing after installing:$missing"
}

free_port() {
    "$VENV/bin/python" -c \
        'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# PostgreSQL refuses to run as root: then its own account runs it, or nobody.
start_postgres() {
    as=
    chmod 755 "$TMP"
    mkdir "$TMP/pg"
    if [ "$(id -u)" = 0 ]; then
        account=$(id -u postgres 2>/dev/null || id -u nobody)
        chown "$account" "$TMP/pg"
        as="setpriv --reuid=$account --clear-groups"
        export TEST_POSTGRES_ACCOUNT=$account
    fi
    export TEST_POSTGRES_AS="$as" TEST_POSTGRES_BIN="$(dirname "$(readlink -f "$POSTGRES")")"
    cd "$TMP/pg"
    step "Making a PostgreSQL" $as "$INITDB" -D "$TMP/pg/data" -U register -A trust \
        -E UTF8 --locale=C.UTF-8 --no-sync
    port=$(free_port)
    $as "$POSTGRES" -D "$TMP/pg/data" -p "$port" -k "$TMP/pg" -h 127.0.0.1 \
        -F -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off \
        >"$TMP/pg.log" 2>&1 &
    STARTED="$STARTED $!"
    cd "$ROOT"
    POSTGRES_URL=postgres://register@127.0.0.1:$port/postgres
    wait_for "PostgreSQL" "$port" "$TMP/pg.log"
}

start_redis() {
    port=$(free_port)
    "$REDIS" --port "$port" --bind 127.0.0.1 --save '' --dir "$TMP" >"$TMP/redis.log" 2>&1 &
    STARTED="$STARTED $!"
    export TEST_REDIS_URL="redis://127.0.0.1:$port/0"
    wait_for "Redis" "$port" "$TMP/redis.log"
}

wait_for() {
    tries=0
    until "$VENV/bin/python" -c \
        'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1)' \
        "$2" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] || refuse "$1 did not start: $(tail -n 3 "$3")"
        sleep 0.2
    done
}

# The Python environment with what the tests need; its Python is $PY.
prepare() {
    find_python
    check_disk
    install requirements-dev.txt
    install_programs
    start_postgres
    start_redis
    PY=$VENV/bin/python
    export CHROMIUM
    unset DATABASE_URL
    unset PYTHONDONTWRITEBYTECODE # every process would compile everything again
}

on_postgres() {
    DATABASE_URL=$POSTGRES_URL "$@"
}
