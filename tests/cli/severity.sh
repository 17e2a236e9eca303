# [[severity]] of .rekey.toml: another severity for a rule, at a path, in every kind of scan and
# report; what it means for the exit code; wrong ones.
. "$REKEY_SOURCE/tests/cli/lib.sh"
. "$REKEY_SOURCE/tests/support/situations.sh"
one=$(fake_token 1) two=$(fake_token 2)
commit() { git add -A && git commit -q "$@" || fail "git commit $*"; }
severity() { printf '[[severity]]\nlevel = "%s"\n%s\n' "$@"; }
in_tests="paths = ['^tests/']"
pat='targetRules = ["github-pat-classic"]'
git init -q -b main repo && cd repo || exit 1
mkdir tests && echo "key=$one" >tests/a.env && commit -m one

echo "-- at a path"
run "$REKEY" dir . --format json
expect 1 '"critical"'
severity low "$in_tests" >.rekey.toml
for command in "dir ." "git ." "staged --amend"; do
  run "$REKEY" $command
  situation "$command: low in tests/" 1 1
  expect_place "LOW "
  run "$REKEY" $command --min-severity medium
  situation "$command: low in tests/, --min-severity medium" 0 0
done
run "$REKEY" dir . --min-severity medium --stats
grep -q "severity: 1" "$work/out" || fail "the dropped place is not counted: $(cat "$work/out")"
run "$REKEY" dir . --format sarif --report json="$work/report.json" --report junit="$work/report.xml" --report csv="$work/report.csv"
python3 - <<'END' || fail "the reports"
import json, os
work = os.environ["HOME"]
result, = json.load(open(work + "/out"))["runs"][0]["results"]
assert (result["level"], result["properties"]["severity"]) == ("note", "low")
finding, = json.load(open(work + "/report.json"))["findings"]
assert finding["severity"] == "low"
assert "\nlow," in open(work + "/report.csv").read() and "low" in open(work + "/report.xml").read()
END
run "$REKEY" stdin --config .rekey.toml --path tests/x <tests/a.env
situation "stdin with the name of such a path" 1 1
run "$REKEY" explain tests/a.env:1
expect 0 "    reported"
severity info "$in_tests" >.rekey.toml
run "$REKEY" dir .
situation "info: not reported unless it is asked for" 0 0
run "$REKEY" explain tests/a.env:1
expect 0 "not reported, by severity"
run "$REKEY" dir . --min-severity info
situation "info, --min-severity info" 1 1
echo "key=$one" >b.env
run "$REKEY" dir .
situation "one secret at two places: as bad as the worse" 1 1
expect_place "CRITICAL"
grep -q tests/a.env "$work/out" && fail "the place that is info is reported"

echo "-- of a rule"
severity low "$pat" >.rekey.toml
run "$REKEY" dir . --format sarif
python3 - <<'END' || fail "SARIF of a rule's severity"
import json, os
run, = json.load(open(os.environ["HOME"] + "/out"))["runs"]
rule, = run["tool"]["driver"]["rules"]
assert rule["defaultConfiguration"]["level"] == "note" and rule["properties"]["security-severity"] == "3.0"
assert {r["level"] for r in run["results"]} == {"note"}
END
printf '[extend]\nuseDefault = true\n[[rules]]\nid = "github-pat-classic"\nseverity = "medium"\n' >.rekey.toml
run "$REKEY" dir .
situation "[[rules]] with an id and a severity" 1 1
expect_place "MEDIUM"
[ -z "$(find "$HOME/cache" "$HOME/.cache" -type f 2>/dev/null)" ] || fail "a severity makes the rules be compiled anew"
severity low "$in_tests" >>.rekey.toml && rm b.env
run "$REKEY" dir .
expect 1 "LOW "
severity critical "$in_tests
$pat" >>.rekey.toml
run "$REKEY" dir .
expect 1 "CRITICAL"

echo "-- a memory of another configuration does not answer"
for level in info low; do
  severity $level "$in_tests" >.rekey.toml
  run "$REKEY" git . --cache "$work/memory"
  [ "$code" = $([ $level = low ] && echo 1 || echo 0) ] || fail "--cache, $level: exit code $code"
done

echo "-- ci: the base's severities, not the request's"
rm .rekey.toml && commit --allow-empty -m base && git checkout -q -b request
severity info 'paths = [".*"]' >.rekey.toml && echo "key=$two" >leak && commit -m "adds a secret and calls it info"
run "$REKEY" ci --no-progress --base main
situation "a request adds a secret and makes it info" 1 1
expect_place "CRITICAL"
grep -q "this request changes .rekey.toml" "$work/out" || fail "the changed configuration is not told"
git checkout -q -b mild main && severity low 'paths = ["leak"]' >.rekey.toml && commit -m mild
git checkout -q -b request2 && echo "key=$two" >leak && commit -m leak
run "$REKEY" ci --no-progress --base mild
situation "the base makes it low" 1 1
expect_place "LOW "

echo "-- wrong ones"
for wrong in 'level = "none"' 'level = "low"' "paths = ['a']" "level = 'low'
paths = ['(']" "level = 'low'
path = 'a'"; do
  printf '[[severity]]\n%s\n' "$wrong" >.rekey.toml
  run "$REKEY" dir .
  expect 2 ".rekey.toml:"
done
severity low 'targetRules = ["gone"]' >.rekey.toml
run "$REKEY" dir .
grep -q "no rule 'gone'" "$work/err" || fail "an unknown rule is not told"
print_table
finish
