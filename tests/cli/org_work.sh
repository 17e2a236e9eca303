# rekey org work, status, report, mark: a round over clones and a server; what failed is told; what is
# known stays over rounds; no secret and no credential anywhere but in the repositories.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1) other=$(fake_token 2) password=$(fake_token 3) named=$(fake_token 4)
org() { run "$REKEY" org "$@" --state state; }
json() { python3 -c "import json; r = json.load(open('report.json')); $1" || fail "$2"; }

# new NAME TEXT: a repository with the text in a file, once more as it was before, and CODEOWNERS.
new() {
  git init -q -b main "$1" && mkdir -p "$1/src"
  echo "/src/ @$(basename "$1")-team" >"$1/CODEOWNERS" && echo "$2" >"$1/src/config"
  git -C "$1" add . && GIT_COMMITTER_DATE="2026-01-0${3-2}T00:00:00Z" git -C "$1" commit -qm one
}
new clones/app "a=$token"
new clones/lib "b=$token" 1
echo "c=$named # rekey:allow as in $named" >"clones/lib/$named.txt" && git -C clones/lib add . &&
  git -C clones/lib commit -qm "the path has it too"
new away/web "c=$other" && git -C away/web rm -q src/config && git -C away/web commit -qm two
mkdir served && git clone -q --bare away/web served/web.git && git init -q --bare served/empty.git
python3 "$REKEY_SOURCE/tests/org/server.py" served --token "$password" --log log >port & server=$!
trap 'kill $server; chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
host=127.0.0.1:$(cat port)
printf '%s\n' "http://$host/web.git" "http://$host/empty.git" >list
printf '# for the server\nhttp://%s %s\n' "$host" "$password" >tokens

# What git is called with is written down: the wrapper stands before it in PATH.
real=$(command -v git) && mkdir wrapped
printf '#!/bin/sh\ncat /proc/$$/cmdline >>%s/arguments\nexec %s "$@"\n' "$work" "$real" >wrapped/git
chmod +x wrapped/git

echo "-- a round: two clones and two repositories of a server"
PATH=$work/wrapped:$PATH org work clones list --tokens tokens
expect 1 "$host/empty: scanned"
no_secret "$token"
org report -f json -o report.json
expect 1
json "assert r['complete'] and r['counts'] == {'done': 4} and len(r['findings']) == 3" "the counts"
json "a, b, c = sorted(r['findings'], key=lambda f: (f['status'] != 'new', -f['repositories']))
assert c['status'] == 'allowed' and c['occurrences'][0]['path'].startswith('ghp_')
assert a['repositories'] == 2 and a['in_head'] and a['oldest_date'].startswith('2026-01-01')
assert a['owners'] == '@app-team; @lib-team' and a['reset']['steps'] and a['state'] == 'open'
assert b['repositories'] == 1 and not b['in_head'] and b['occurrences'][0]['removed_in']
assert b['owners'] == '@web-team'" "grouped by secret"
json "assert 'sha256' not in str(r) and all(len(f['id']) == 64 for f in r['findings'])" "only keyed names"
id=$(python3 -c "import json; print(json.load(open('report.json'))['findings'][0]['id'])")
for format in markdown csv; do "$REKEY" org report --state state -f $format >$format; done

echo "-- no secret, no credential in the state, in what git was called with, in the clones' configuration"
for text in "$named" "$token" "$other" "$password" "$(printf x-access-token:%s "$password" | base64 -w0)"; do
  grep -qaF -- "$text" state/state.sqlite* state/key && fail "a secret in the state"
  grep -rqF -- "$text" state/verdicts && fail "a secret in the verdicts"
  grep -qaF -- "$text" arguments log && fail "a secret in arguments or addresses"
  grep -rqF --include=config -- "$text" state/clones && fail "a secret in a clone's configuration"
  grep -qF -- "$text" report.json markdown csv && fail "a secret in the report"
done
[ -s arguments ] || fail "git was not wrapped"
[ "$(stat -c %a state state/key state/state.sqlite | tr '\n' ' ')" = "700 600 600 " ] || fail "modes"

echo "-- every format"
for format in $(formats_of org report); do
  org report -f $format
  expect 1 "src/config"
  no_secret "$token"
done
org report -f sarif -o out.sarif
python3 - "$REKEY_SOURCE/tests/schemas" out.sarif <<'PYTHON' || fail "the SARIF is not valid"
import glob, json, sys, jsonschema
schema = json.load(open(glob.glob(sys.argv[1] + "/*sarif*")[0]))
errors = list(jsonschema.Draft7Validator(schema).iter_errors(json.load(open(sys.argv[2]))))
assert not errors, errors[0].message
PYTHON
org report -f gitlab -o out.gitlab
org report -f jsonl -o out.jsonl
org report -f gitleaks -o out.gitleaks
python3 - "$REKEY_SOURCE/tests/schemas/gitlab-secret-detection.json" "$work" <<'PYTHON' || fail "a format"
import json, sys, jsonschema
gitlab = json.load(open("out.gitlab"))
errors = list(jsonschema.Draft7Validator(json.load(open(sys.argv[1]))).iter_errors(gitlab))
assert not errors, errors[0].message
files = {one["location"]["file"] for one in gitlab["vulnerabilities"]}
assert sys.argv[2] + "/clones/app/src/config" in files, files
head, *leaks = [json.loads(line) for line in open("out.jsonl")]
whole = json.load(open("report.json"))
assert whole == {**head, "findings": leaks} and len(leaks) == 3
assert {one["Entropy"] for one in json.load(open("out.gitleaks"))} == {0}  # of what is not known
PYTHON
run "$REKEY" reset report.json
expect 0 "src/config:1:3"

echo "-- what people say is kept over rounds, and nothing that did not change is scanned again"
org mark "${id:0:12}" --as reset --note "revoked by hand" --by Ada
expect 0
org mark 12345678 --as reset
expect 2 "no secret has this id"
org work clones list --tokens tokens
expect 1 "unchanged"
grep -q scanned err && fail "something was scanned again: $(cat err)"
org report -f json -o report.json
json "f = [f for f in r['findings'] if f['id'] == '$id'][0]
assert f['state'] == 'reset' and f['note'] == 'revoked by hand' and not f['new_in_round']" "the mark"
echo "d=$other" >clones/app/src/more && git -C clones/app add . && git -C clones/app commit -qm three
git -C away/web checkout -q -b side && echo "e=$token" >away/web/x && git -C away/web add . &&
  git -C away/web commit -qm side && git -C away/web push -q "$work/served/web.git" side
org work clones list --tokens tokens
expect 1 "$host/web: scanned"
[ "$(grep -c ' unchanged' err)" = 2 ] || fail "not two unchanged: $(cat err)"
org report -f json -o report.json
json "assert sorted(f['repositories'] for f in r['findings']) == [1, 2, 3]" "what is new"

echo "-- what fails is tried again, given up, and listed: not complete, and the rest is there"
printf '%s\n' "http://$host/missing.git" "$work/nowhere" clones/app >more
org work more --tokens tokens --backoff 0 --attempts 2
expect 1 "missing: failed, to be tried again"
org report -f json -o report.json
json "assert not r['complete'] and r['counts'] == {'done': 1, 'failed': 2} and len(r['skipped']) == 2
assert len(r['findings']) == 3" "the failures"
org status
expect 3 "1 done, 0 partial, 2 failed"
org status -f json
expect 3 '"complete": false'
org work more --tokens wrong
expect 2 wrong
printf 'host %s too much\n' "$password" >bad
org work more --tokens bad
expect 2 "bad:1: "
no_secret "$password"

echo "-- without its credential the server's repository is stale, not gone"
git -C "$work/served/web.git" update-ref refs/heads/new HEAD
org work list --backoff 0 --attempts 1
expect 1 "the clone of an earlier time was scanned"
grep -q "git: " err || fail "no reason"
no_secret "$password"

echo "-- a repository with SHA-256 ids is scanned as rekey git scans it"
git init -q --object-format=sha256 -b main wide/one && echo "w=$token" >wide/one/config && git -C wide/one add . &&
  git -C wide/one commit -qm one
run "$REKEY" org work wide --state wide-state
expect 1 "one: scanned"
run "$REKEY" org report --state wide-state -f json
python3 -c 'import json; r = json.load(open("out")); assert r["complete"] and len(r["findings"]) == 1, r' ||
  fail "the SHA-256 repository"

echo "-- a state and a key belong together; no state is an error"
cp -r state other && printf '%064d\n' 7 >other/key
run "$REKEY" org work --state other
expect 2 "another key"
run "$REKEY" org report --state none
expect 2 "none/state.sqlite"
run "$REKEY" org work --state none
expect 2 "none/state.sqlite"
finish
