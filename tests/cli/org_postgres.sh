# rekey org work on PostgreSQL: four workers, one of them killed, the server killed and started again:
# the report of one worker on SQLite, no repository scanned twice, no secret in the database.
. "$REKEY_SOURCE/tests/cli/lib.sh"
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
[ -x "$programs/initdb" ] || { echo "skipped: no PostgreSQL"; exit 77; }
data=$(mktemp -d)
as_owner() { (cd / && "$@"); }
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 && command -v runuser >/dev/null || { echo "skipped: no user postgres"; exit 77; }
  chown postgres "$data"
  as_owner() { (cd / && runuser -u postgres -- "$@"); }
fi
trap 'as_owner "$programs/pg_ctl" -D "$data/db" -m immediate stop >"$data.stop" 2>&1; rm -rf "$data" "$data.stop" "$work"' EXIT
as_owner "$programs/initdb" -D "$data/db" -U rekey --auth=trust -E UTF8 --locale=C >init.log 2>&1 ||
  { cat init.log; exit 1; }
server() {
  as_owner "$programs/pg_ctl" -D "$data/db" -w -l "$data/log" -o "-k $data -c listen_addresses=''" "$@" >pg.log 2>&1 ||
    fail "pg_ctl $*: $(cat pg.log)"
}
server start
export PGHOST=$data PGPASSWORD=none
url=postgresql://rekey@/postgres
psql() { as_owner "$programs/psql" -h "$data" -U rekey -d postgres -qAtc "$1"; }

python3 "$REKEY_SOURCE/tests/org/organisation.py" org --repositories 60 || fail "the generator"
"$REKEY" org work org --state one -q
"$REKEY" org report --state one -f json >one.json
mkdir many && chmod 700 many && cp one/key many/key

echo "-- four workers at once; one is killed, and so is the server"
"$REKEY" org plan org -o plan.jsonl
pids=
for worker in 1 2 3 4; do
  "$REKEY" org work plan.jsonl --state many --database $url -q -j 1 --lease 2 2>"err$worker" &
  pids="$pids $!"
done
for _ in $(seq 200); do
  [ "$(psql "select count(*) from repositories where state = 'done'" 2>/dev/null || echo 0)" -gt 3 ] && break
  sleep 0.05
done
set -- $pids
kill -9 "$1"
server restart -m immediate
shift
for pid; do
  wait "$pid"
  [ $? = 1 ] || fail "a worker's exit code: $(cat err?)"
done
run "$REKEY" org work --state many --database $url -q
expect 1
"$REKEY" org report --state many --database $url -f json >many.json
cmp one.json many.json || fail "the reports differ"
[ "$(psql "select count(distinct worker) from scans")" -ge 3 ] || fail "not several workers"
[ "$(psql "select max(n) from (select count(*) n from scans where result like 'scanned%' group by repository) t")" = 1 ] ||
  fail "a repository was scanned twice"

echo "-- a round without changes, marks, status; no secret in the database; passwords are refused"
id=$(python3 -c 'import json; print(json.load(open("many.json"))["findings"][0]["id"])')
run "$REKEY" org mark "$id" --as accepted --state many --database $url
expect 0
run "$REKEY" org work plan.jsonl --state many --database $url
expect 1 unchanged
grep -q ': scanned, ' err && fail "scanned anew: $(grep ': scanned, ' err)"
run "$REKEY" org status --state many --database $url
expect 3 "Round 2"
as_owner "$programs/pg_dump" -h "$data" -U rekey postgres >dump.sql
grep -q accepted dump.sql || fail "no dump"
grep -Eq 'ghp_[0-9A-Za-z]{30}' dump.sql "$data/log" && fail "a secret in the database or its log"
run "$REKEY" org status --state many --database postgresql://rekey:hunter2@/postgres
expect 2 "PGPASSWORD"
grep -q hunter2 out err && fail "the password is shown"
finish
