#!/bin/sh
# Measures pages with 1, 2 and 4 gunicorn workers, and jobs with 1, 2 and 4 Celery processes, side by
# side on this machine: benchmarks/workers.sh COMMAND...
#
# COMMAND measures several servers in turn (such as: python3 load.py --target NAME=URL --path ...); its
# arguments name the server to compare with, and a --login for each. The register is served at
# 127.0.0.1:58101, 58102 and 58104. DATABASE_URL names a PostgreSQL with the chapter loaded;
# REDIS_URL a Redis for the jobs.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd)
BIN=$ROOT/.venv/bin
STARTED=
stop() {
    [ -z "$STARTED" ] || kill $STARTED 2>/dev/null || true
    wait
}
trap stop EXIT
cd "$ROOT"

for workers in 1 2 4; do
    WEB_BIND=127.0.0.1:5810$workers WEB_WORKERS=$workers "$BIN/gunicorn" \
        --config deploy/gunicorn.conf.py loneliness.wsgi:application >/dev/null 2>&1 &
    STARTED="$STARTED $!"
done
for workers in 1 2 4; do
    curl --silent --fail --max-time 5 --output /dev/null --retry 30 --retry-delay 1 \
        --retry-connrefused "http://127.0.0.1:5810$workers/health/"
done
sleep 6 # the first of the workers answers; the others are still starting
"$@"
stop
STARTED=

for processes in 1 2 4; do
    export CELERY_BROKER_URL="$REDIS_URL" CELERY_TASK_DEFAULT_QUEUE="bench-$$-$processes"
    "$BIN/celery" --app loneliness worker --concurrency "$processes" --loglevel WARNING \
        >/dev/null 2>&1 &
    STARTED=$!
    sleep 6
    PROCESSES=$processes "$BIN/python" manage.py shell -v0 -c "
import os, time
from celery import current_app
from estimates.models import Verification
def done(): return Verification.objects.count()
def drain(jobs):
    want, began = done() + jobs, time.perf_counter()
    for _ in range(jobs): current_app.send_task('estimates.tasks.verify_estimates')
    while done() < want and time.perf_counter() - began < 120: time.sleep(0.02)
    return jobs / (time.perf_counter() - began)
drain(4)
print(os.environ['PROCESSES'], 'processes:', round(drain(40), 1), 'jobs a second')"
    stop
    STARTED=
done
