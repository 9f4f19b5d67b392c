#!/bin/sh
# Installs the register on a bare Debian 12, as root, from a checkout or an unpacked release:
#   deploy/install.sh --host register.example.gov.uk --certificate FILE --key FILE [--version NAME]
#     [--owner-url URL --run-url URL]   a PostgreSQL elsewhere, with both roles made (docs: scale.md)
#     [--broker-url URL --cache-url URL]  a Redis or RabbitMQ elsewhere
#     [--no-systemd]                    starts the same lines without systemd
#     [--only-packages]                 installs Debian's packages and stops
# Safe to run again: what is there stays as it is.
set -eu
SOURCE=$(cd "$(dirname "$0")/.." && pwd)
. "$SOURCE/deploy/common.sh"

HOST= CERTIFICATE= KEY= VERSION= OWNER_URL= RUN_URL= BROKER_URL= CACHE= ONLY=
while [ $# -gt 0 ]; do
    case $1 in
    --host) HOST=$2 && shift ;;
    --certificate) CERTIFICATE=$2 && shift ;;
    --key) KEY=$2 && shift ;;
    --version) VERSION=$2 && shift ;;
    --owner-url) OWNER_URL=$2 && shift ;;
    --run-url) RUN_URL=$2 && shift ;;
    --broker-url) BROKER_URL=$2 && shift ;;
    --cache-url) CACHE=$2 && shift ;;
    --no-systemd) SYSTEMD= ;;
    --only-packages) ONLY=yes ;;
    *) refuse "Unknown: $1. See the head of deploy/install.sh." ;;
    esac
    shift
done

check_given() {
    need_root
    [ "$HOST" ] || refuse "Give the name people will type: --host register.example.gov.uk"
    [ -r "$CERTIFICATE" ] || refuse "Give the certificate with its chain: --certificate FILE"
    [ -r "$KEY" ] || refuse "Give the certificate's private key: --key FILE"
    openssl x509 -in "$CERTIFICATE" -noout -checkend 0 >/dev/null ||
        refuse "The certificate $CERTIFICATE has run out or cannot be read."
    [ "$(openssl x509 -in "$CERTIFICATE" -noout -pubkey)" = "$(openssl pkey -in "$KEY" -pubout)" ] ||
        refuse "The key $KEY does not belong to the certificate $CERTIFICATE."
    if [ "$OWNER_URL" ] || [ "$RUN_URL" ]; then
        [ "$OWNER_URL" ] && [ "$RUN_URL" ] || refuse "Give both --owner-url and --run-url."
    fi
}

install_packages() {
    wanted="python3 python3-venv nginx openssl curl ca-certificates postgresql-client"
    [ "$OWNER_URL" ] || wanted="$wanted postgresql"
    [ "$BROKER_URL" ] && [ "$CACHE" ] || wanted="$wanted redis-server"
    missing=
    for package in $wanted; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
            missing="$missing $package"
    done
    [ "$missing" ] || return 0
    say "Installing$missing"
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q --yes --no-install-recommends $missing
}

make_accounts() {
    for account in "$RUN_ACCOUNT" "$OWNER_ACCOUNT"; do
        getent passwd "$account" >/dev/null ||
            useradd --system --user-group --no-create-home --home-dir /nonexistent \
                --shell /usr/sbin/nologin "$account"
    done
    usermod --append --groups "$RUN_ACCOUNT" "$OWNER_ACCOUNT"
    install -d -m 0755 "$HOME_DIR" "$RELEASES"
    install -d -m 0750 -o root -g "$RUN_ACCOUNT" "$ETC"
    install -d -m 0750 -o "$RUN_ACCOUNT" -g "$RUN_ACCOUNT" "$BACKUPS"
    install -d -m 0755 -o "$RUN_ACCOUNT" -g "$RUN_ACCOUNT" "$STATE"
}

# A secret of letters and figures only: it stands in addresses and in files without quotes.
secret() {
    openssl rand -hex "$1"
}

write_file() {
    umask 077
    cat >"$1.new"
    chown "root:$2" "$1.new"
    chmod 0640 "$1.new"
    mv "$1.new" "$1"
    umask 022
}

write_environment() {
    [ ! -f "$ETC/register.env" ] || return 0
    say "Writing $ETC/register.env, with new secrets"
    : "${RUN_URL:=postgres://register_run:$(secret 24)@127.0.0.1:5432/register}"
    : "${OWNER_URL:=postgres://register_owner:$(secret 24)@127.0.0.1:5432/register}"
    write_file "$ETC/owner.env" "$OWNER_ACCOUNT" <<END
# The role that owns the tables: for migrations and restores, never for the pages.
DATABASE_URL=$OWNER_URL
END
    write_file "$ETC/register.env" "$RUN_ACCOUNT" <<END
# One NAME=VALUE a line, without quotes. What each means: .env.example. After a change:
# systemctl restart loneliness-web loneliness-worker loneliness-beat
REGISTER_MODE=production
REGISTER_READ_DOT_ENV=no
REGISTER_VAR_DIR=$STATE
SECRET_KEY=$(secret 40)
ALLOWED_HOSTS=$HOST
SITE_URL=https://$HOST
DATABASE_URL=$RUN_URL
CELERY_BROKER_URL=${BROKER_URL:-redis://127.0.0.1:6379/0}
CACHE_URL=${CACHE:-redis://127.0.0.1:6379/1}
DEFAULT_FROM_EMAIL=register@$HOST
# EMAIL_URL=smtp+tls://USER:PASSWORD@mail.example.gov.uk:587
WEB_BIND=127.0.0.1:8000
WEB_WORKERS=2
WORKER_PROCESSES=1
KEEP_BACKUPS_DAYS=30
END
}

password_in() {
    sed -n 's,^DATABASE_URL=[a-z]*://[^:]*:\([^@]*\)@.*,\1,p' "$1"
}

# Without systemd nothing starts the services that Debian installed.
start_debian_services() {
    [ ! "$SYSTEMD" ] || return 0
    if [ -d /etc/postgresql ] && is_local; then
        for cluster in $(pg_lsclusters -h | awk '$4 != "online" { print $1 "/" $2 }'); do
            pg_ctlcluster "${cluster%/*}" "${cluster#*/}" start
        done
    fi
    if [ -x /usr/bin/redis-server ] && ! redis-cli ping >/dev/null 2>&1; then
        setpriv --reuid=redis --regid=redis --init-groups redis-server /etc/redis/redis.conf
    fi
}

prepare_database() {
    is_local || return 0
    {
        printf '\\set owner_password %s\n\\set run_password %s\n' \
            "$(password_in "$ETC/owner.env")" "$(password_in "$ETC/register.env")"
        cat "$SOURCE/deploy/roles.sql"
    } | as_postgres -d postgres
    [ "$(as_postgres -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = 'register'")" ] ||
        make_database register "$SOURCE"
}

write_site() {
    site=/etc/nginx/sites-available/$APP
    sed -e "s,@HOST@,$HOST,g" -e "s,@CERTIFICATE@,$CERTIFICATE,g" -e "s,@KEY@,$KEY,g" \
        "$SOURCE/deploy/nginx.conf" >"$site"
    ln -sfn "$site" "/etc/nginx/sites-enabled/$APP"
    rm -f /etc/nginx/sites-enabled/default
    nginx -q -t
}

start_all() {
    services restart
    if [ "$SYSTEMD" ]; then
        systemctl enable --quiet $APP-web $APP-worker $APP-beat nginx
        systemctl enable --quiet --now $APP-backup.timer
        systemctl reload-or-restart nginx
    elif ! nginx -q -s reload 2>/dev/null; then
        nginx
    fi
}

need_root
install_packages
[ ! "$ONLY" ] || exit 0
check_given
[ "$VERSION" ] ||
    VERSION=$(git -c safe.directory='*' -C "$SOURCE" rev-parse --short HEAD 2>/dev/null) ||
    VERSION=$(basename "$SOURCE")
RELEASE=$RELEASES/$VERSION
if [ -L "$CURRENT" ] && [ "$(readlink -f "$CURRENT")" != "$RELEASE" ]; then
    refuse "$(readlink -f "$CURRENT") is installed: deploy/upgrade.sh brings it to $VERSION."
fi
make_accounts
write_environment
start_debian_services
prepare_database
lay_release "$SOURCE" "$RELEASE"
say "Bringing the database to $VERSION"
migrate "$RELEASE"
switch_to "$RELEASE"
ln -sfn "$CURRENT/deploy/loneliness-manage" /usr/local/sbin/loneliness-manage
write_site
say "Starting"
start_all
is_up || refuse "The register does not say that it is up. journalctl --namespace $APP says why."
say "The register is at https://$HOST/. Make the first administrator:" \
    "loneliness-manage createsuperuser"
