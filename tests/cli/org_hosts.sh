# rekey org plan of code hosts: every page of each interface, at the host's pace; filters; faults are
# told; the token goes to the host alone and is nowhere else.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 9)
python3 - >organisation.json <<'END_PYTHON'
import json
names = [f"acme/app{i:02}" for i in range(11)] + ["other/x"]
print(json.dumps([{"name": name, "private": i % 2 == 0, "fork_of": "acme/app00" if i == 3 else "",
                   "archived": i == 4, "size_kib": 2048 if i == 5 else 10} for i, name in enumerate(names)]))
END_PYTHON
servers=
trap 'kill $servers; chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
# serve NAME OPTION...: a host; its address in $api.
serve() {
  local name=$1 && shift
  python3 "$REKEY_SOURCE/tests/org/rest.py" . organisation.json --token "$token" --log "$name.log" "$@" >"$name.port" &
  servers="$servers $!"
  for _ in $(seq 100); do [ -s "$name.port" ] && break; sleep 0.1; done
  api=http://127.0.0.1:$(cat "$name.port")
}
kinds="github gitlab bitbucket bitbucket-server gitea azure"
unset GITHUB_TOKEN GH_TOKEN GITLAB_TOKEN BITBUCKET_TOKEN GITEA_TOKEN AZURE_DEVOPS_TOKEN

echo "-- every page of every host, though it refuses each page once"
serve trouble --page 3 --trouble
echo "$api $token" >tokens
for kind in $kinds; do
  run "$REKEY" org plan "$kind:acme" --api "$api/$kind" --tokens tokens
  expect 0
  python3 - "$kind" <<'PYTHON' || fail "the plan of $kind: $(head -c 600 out)"
import json, sys
rows, kind = [json.loads(line) for line in open("out")], sys.argv[1]
assert [row["name"].split("/", 1)[1] for row in rows] == [f"acme/app{i:02}" for i in range(11)], rows
assert all("@" not in row["url"] and row["url"].endswith(".git") and row["provider"] == kind for row in rows)
hidden = "internal" if kind == "gitlab" else "private"
shown = "unknown" if kind == "gitea-unknown" else "public"
assert [row["visibility"] for row in rows[:2]] == [hidden, shown], rows[:2]
assert kind == "bitbucket" or rows[4]["archived"] and not rows[3]["archived"]
assert kind == "bitbucket-server" or rows[5]["size_kib"] == 2048
assert kind == "bitbucket-server" or rows[3]["fork_of"] and not rows[4]["fork_of"]
assert kind in ("bitbucket-server", "azure") or rows[3]["fork_of"].endswith("/acme/app00")
PYTHON
  no_secret "$token"
done
grep -qF "$token" trouble.log && fail "the token is in an address"

echo "-- a token of the environment is for the kind of its name"
GITLAB_TOKEN=$token run "$REKEY" org plan gitlab:acme --api "$api/gitlab"
expect 0 acme/app10
GITHUB_TOKEN=$token run "$REKEY" org plan gitlab:acme --api "$api/gitlab"
expect 3 "page 1: HTTP status 401"
GITLAB_TOKEN=$token run "$REKEY" org plan gitlab:acme --api http://git.example.invalid/api/v4
expect 2 "https alone"
run "$REKEY" org plan gitea:acme
expect 2 "--api"

echo "-- filters"
plan() { run "$REKEY" org plan github:acme --api "$api/github" --tokens tokens "$@"; }
plan --no-archived --no-forks --max-mib 1
[ "$(wc -l <out)" = 8 ] || fail "not 8 repositories are left: $(cat out)"
plan --only 'app0*' --except /acme/app01
[ "$(wc -l <out)" = 9 ] || fail "not 9 repositories are left: $(cat out)"
plan --only '[x'
expect 2 "[x: "

echo "-- a page that stays away is a fault; those before it count; nobody is nothing"
serve broken --page 3 --broken 3
echo "$api $token" >tokens
for kind in github bitbucket-server; do
  run timeout 60 "$REKEY" org plan "$kind:acme" --api "$api/$kind" --tokens tokens --patience 4 -o plan.jsonl
  expect 3 "not listed: $kind:acme: "
  [ "$(grep -c '"url"' plan.jsonl)" = 6 ] || fail "not 6 repositories: $(cat plan.jsonl)"
  grep -q '"fault"' plan.jsonl || fail "the fault is not in the plan"
done
plan2() { run "$REKEY" org plan "github:$1" --api "$api/github" --tokens tokens; }
plan2 nobody
expect 3 "HTTP status 404"
run "$REKEY" org plan github:acme --api http://127.0.0.1:1/ --patience 0
expect 3 "127.0.0.1:1"
finish
