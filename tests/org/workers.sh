#!/usr/bin/env bash
# tests/org/workers.sh REKEY [REPOSITORIES [KILLS]]: workers that share PostgreSQL. A generated organisation of
# 400 repositories is scanned by one worker, then by four at once, each with one thread; then by two while
# the server is killed 20 times at random moments. Says the times, and exits 1 when a report differs from
# that of one worker on SQLite or a repository was scanned more often than it may be.
#
# By hand; as root it runs the server as postgres. It starts its own in a folder of its own, and stops it.
set -u
rekey=$(realpath "${1:?the program rekey}") repositories=${2:-400} kills=${3:-20}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d /tmp/rekey-workers-XXXXXX) && chmod 755 "$work" && cd "$work" || exit 1
programs=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
RANDOM=4
failed=0
fail() { echo "FAILED: $*"; failed=1; }
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
server() { as_owner "$programs/pg_ctl" -D "$work/db/data" -w -l "$work/db/log" -o "-k $work/db -c listen_addresses=''" "$@" >>pg.log 2>&1; }
psql() { as_owner "$programs/psql" -h "$work/db" -U rekey -d "$1" -qAtc "$2"; }
stop() {
  server stop -m immediate
  [ -n "${KEEP-}" ] || rm -rf "$work"
}
trap stop EXIT

mkdir db && { [ "$(id -u)" != 0 ] || chown postgres db; }
as_owner "$programs/initdb" -D "$work/db/data" -U rekey --auth=trust >initdb.log 2>&1 || exit 1
server start || exit 1
export PGHOST=$work/db PGPASSWORD=none
echo "$(uname -srm), $(nproc) processors, $("$rekey" --version), $repositories repositories"
python3 "$here/organisation.py" org --repositories "$repositories" >/dev/null || exit 1
"$rekey" org work org --state one -q
"$rekey" org report --state one -f json >one.json

# round_of NAME WORKERS: plans, then works with so many at once; the seconds that took.
round_of() {
  psql postgres "CREATE DATABASE $1" && mkdir "$1" && chmod 700 "$1" && cp one/key "$1/key"
  local url=postgresql://rekey@/$1 start=$EPOCHREALTIME pids=() worker
  "$rekey" org plan org -o plan.jsonl
  for worker in $(seq "$2"); do
    # Each with clones and verdicts of its own, as on a machine of its own; the key is one.
    mkdir -p "$1/$worker" && chmod 700 "$1/$worker"
    "$rekey" org work plan.jsonl --state "$1/$worker" --key-file "$1/key" --database "$url" -q -j 1 --lease 5 2>"$1/err$worker" &
    pids+=($!)
  done
  workers=("${pids[@]}")
  "${3:-true}" "$1"
  for pid in "${pids[@]}"; do
    wait "$pid"
    [ $? -le 3 ] || fail "$1: a worker: $(cat "$1"/err*)"
  done
  seconds=$(python3 -c "print(f'{$EPOCHREALTIME - $start:.1f}')")
  "$rekey" org report --state "$1/1" --key-file "$1/key" --database "$url" -f json >"$1.json"
  cmp -s one.json "$1.json" || fail "$1: the report differs"
  most=$(psql "$1" "SELECT max(n) FROM (SELECT count(*) n FROM scans WHERE result LIKE 'scanned%' GROUP BY repository) t")
}

round_of alone 1
alone=$seconds
echo "one worker:    $alone s"
round_of four 4
[ "$most" = 1 ] || fail "four: a repository was scanned $most times"
echo "four workers:  $seconds s, $(python3 -c "print(f'{$alone / $seconds:.2f}')") times as fast, $(psql four 'SELECT count(DISTINCT worker) FROM scans') of them worked, none did one twice"

# Kills the server while somebody works, until that was often enough.
kill_server() {
  local done=0
  while [ $done -lt "$kills" ] && kill -0 "${workers[@]}" 2>/dev/null; do
    sleep "0.$((RANDOM % 4))$((RANDOM % 10))"
    kill -9 "$(head -1 "$work/db/data/postmaster.pid")" && done=$((done + 1))
    pkill -9 -f "postgres:.*$1" 2>/dev/null
    while pgrep -f "^postgres: .*rekey" >/dev/null; do sleep 0.1; done
    until server start; do sleep 0.2; done
  done
  killed=$done
}
round_of killed 2 kill_server
[ "$most" -le 2 ] || fail "killed: a repository was scanned $most times"
echo "server killed: $killed times, $seconds s: the same report, no repository scanned more than $most times"
exit $failed
