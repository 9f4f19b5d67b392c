# What bin/run and bin/test share: plain refusals, and the Python environment in .venv.

refuse() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Runs a step quietly. When it fails: one sentence, and where the details are.
step() {
    doing=$1
    shift
    "$@" >"$LOG" 2>&1 && return
    if grep -qi -e 'no space left' -e 'disk is full' "$LOG"; then
        refuse "The disk is full: $doing could not finish. Make room, then run this again."
    fi
    last=$(grep -v '^[[:space:]]*$' "$LOG" | tail -n 1)
    refuse "$doing did not work: $last
Nothing was started. All it said is in $LOG."
}

find_python() {
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11; do
        "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break
        PYTHON=
    done
    found=$(python3 --version 2>/dev/null) || true
    [ "$PYTHON" ] || refuse "Python 3.11 or newer is needed, and ${found:-none} was found." \
        "On Debian or Ubuntu: apt install python3 python3-venv."
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
        refuse "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv."
}

check_disk() {
    mkdir -p "$ROOT/var" 2>/dev/null && { : >"$LOG"; } 2>/dev/null ||
        refuse "$ROOT cannot be written to. Move the register to a folder of your own, or make room."
    [ ! -f "$VENV/unfinished" ] || rm -rf "$VENV" # an installation that was interrupted
    wanted=300
    [ -f "$VENV/installed-requirements.txt" ] && wanted=20
    free=$(df -Pk "$ROOT" | awk 'END { print int($4 / 1024) }')
    [ "$free" -ge "$wanted" ] ||
        refuse "The disk is full: $free MB are free and $wanted MB are needed. Make room first."
}

# Makes .venv and installs the pins of a file, again only when the file has changed.
install() {
    stamp=$VENV/installed-$1
    sum=$(cksum <"$ROOT/$1")
    if ! "$VENV/bin/python" -c 'import pip' 2>/dev/null; then
        step "Making .venv" "$PYTHON" -m venv --clear "$VENV"
    elif [ "$sum" = "$(cat "$stamp" 2>/dev/null)" ]; then
        return
    fi
    echo "Installing what $1 names (about a minute, once)."
    : >"$VENV/unfinished"
    step "Installing $1" "$VENV/bin/python" -m pip install --quiet --no-input \
        --disable-pip-version-check --only-binary :all: -r "$ROOT/$1"
    printf '%s\n' "$sum" >"$stamp"
    rm "$VENV/unfinished"
}

ROOT=$(cd "$(dirname "$0")/.." && pwd)
VENV=$ROOT/.venv
LOG=$ROOT/var/start.log
export PYTHONUNBUFFERED=1
cd "$ROOT"
