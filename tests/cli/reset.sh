# rekey reset: plans of reports and of rules in every format; files that are no report.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 5)
mkdir leaky && printf 'key=%s\n' "$token" >"leaky/it's \$(touch pwned) \`touch pwned\`.env"
"$REKEY" dir leaky --format json --no-progress >report.json

echo "-- the plan of a report"
run "$REKEY" reset report.json
expect 0 "# Reset plan"
expect 0 "GitHub personal access token (classic)"
expect 0 '- [ ] ghp\_'
expect 0 "1. "
no_secret "$token"
run "$REKEY" reset report.json --format json
expect 0 '"steps"'
no_secret "$token"
python3 -c 'import json; plan = json.load(open("out"))["plan"]; assert plan[0]["steps"] and plan[0]["leaks"]' ||
  fail "the plan as JSON"

echo "-- the script asks before each step, runs nothing of the report's, and stops without a yes"
run "$REKEY" reset report.json --format sh
expect 0
no_secret "$token"
cp out plan.sh && sh -n plan.sh || fail "the script is not valid"
grep -q '</dev/tty' plan.sh || fail "the script does not ask"
sed 's|</dev/tty|<yes|' plan.sh >yes.sh && echo y >yes
run sh -eu yes.sh
expect 0 "The plan is done."
expect 0 "it's \$(touch pwned) \`touch pwned\`.env:1:5"
[ -e pwned ] && fail "the script ran what a file's name says"
echo n >yes
run sh yes.sh
expect 1 "Stopped."
run setsid sh plan.sh # no terminal to answer from
expect 1
grep -qF "The plan is done." out && fail "done without an answer"

echo "-- secrets that a report shows are in no plan"
"$REKEY" dir leaky --format json --show-secrets --no-progress >shown.json
grep -qF "$token" shown.json || fail "no secret in the report"
for format in md json sh; do
  run "$REKEY" reset shown.json --format $format
  expect 0
  no_secret "$token"
done

echo "-- nothing to reset"
"$REKEY" stdin --format json </dev/null >clean.json
run "$REKEY" reset clean.json
expect 0 "Nothing to reset."

echo "-- the plan of a rule"
for format in md json sh; do
  run "$REKEY" reset github-pat-classic --format $format
  expect 0 "GitHub"
done
sh -n out || fail "the script of a rule is not valid"

echo "-- the scripts of the rules are valid (one rule in forty; tests/reset asks all for their steps)"
"$REKEY" rules list | grep -oE '^[a-z0-9]+(-[a-z0-9]+)+' >ids
[ "$(wc -l <ids)" -gt 50 ] || fail "rules list: $(wc -l <ids) ids"
awk 'NR % 40 == 1' ids >some
while read -r id; do
  "$REKEY" reset "$id" --format sh >one.sh && sh -n one.sh || fail "$id: no valid script"
  "$REKEY" reset "$id" | grep -q '^1\. ' || fail "$id: no steps"
done <some

echo "-- what is no report: the file first, exit code 2, no crash"
printf '' >empty && printf 'no JSON' >words && printf '{"findings":1}' >type
printf '[]' >array && printf '{"findings":[{"rule":[]}]}' >rule && head -c 5000 /dev/urandom >noise
head -c 3000000 /dev/zero | tr '\0' '[' >deep
{ printf '{"findings":' && cat deep; } >deeper
{ printf '{"findings":[{"rule":"x","reset":' && cat deep && tr '[' ']' <deep && printf '}]}'; } >deepest
for file in empty words type array rule noise deep deeper deepest; do
  run timeout 60 "$REKEY" reset "$file"
  expect 2 "$file: "
  [ -s out ] && fail "$file: a plan"
  [ "$(wc -l <err)" = 1 ] || fail "$file: not one line: $(head -c 300 err)"
done
run "$REKEY" reset leaky
expect 2 "leaky"

echo "-- types that are wrong inside a finding, and a hundred thousand places"
python3 - <<'EOF'
import json
hostile = [None, 1, -1, 1.5, True, [], {}, [[1]], "x' \n\x1b[2J"]
findings = [{"rule": "r%d" % i, "kind": h, "severity": h, "secret": h, "occurrences": h, "reset": h}
            for i, h in enumerate(hostile)]
findings += [{"rule": "s%d" % i, "secret": {"masked": h}, "reset": {"steps": h, "revoke": h, "docs": [h]},
              "occurrences": [h, {"path": h, "line": h, "commit": h}]} for i, h in enumerate(hostile)]
findings += [{"rule": "many", "occurrences": [{"path": "p", "line": 1}] * 100000}]
json.dump({"findings": findings}, open("hostile", "w"))
EOF
for format in md json sh; do
  run timeout 60 "$REKEY" reset hostile --format $format
  expect 0
  grep -q "$(printf '\033')" out && fail "$format: an escape sequence"
  [ "$(wc -c <out)" -lt 100000 ] || fail "$format: $(wc -c <out) bytes"
done
sh -n out || fail "the script is not valid"

echo "-- neither a report nor a rule; the word is not repeated"
run "$REKEY" reset "$token"
expect 2 "rules list"
no_secret "$token"

finish
