# Reports of real runs: SARIF against its schema, every format on both outputs, --report, secrets.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 7)
formats=$(formats_of dir)

# A history with the token in a file of a strange name, in a message, and gone from HEAD.
strange=$(printf 'a b\033[31m\n"c" %%.env\377')
git init -q repo && cd repo || exit 1
printf 'x = 1\nkey=%s\n' "$token" >"$strange"
git add . && git commit -qm "Add a key"
git rm -q -- "$strange" && printf 'no key\n' >plain
git add . && git commit -qm "Not here: $token"
cd "$work" || exit 1

# check_json FILE EXPRESSION: a Python expression on `report`, the file's JSON, is true.
check_json() {
  python3 - "$@" <<'EOF' || fail "$2"
import json, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
sys.exit(0 if eval(sys.argv[2]) else 1)
EOF
}

# check_schema FILE SCHEMA: the file's JSON, or each line's, keeps to a schema of tests/schemas.
check_schema() {
  python3 - "$1" "$REKEY_SOURCE/tests/schemas/$2" <<'EOF' || fail "$1 breaks the schema $2"
import json, sys
import jsonschema
schema = json.load(open(sys.argv[2], encoding="utf-8"))
kind = jsonschema.validators.validator_for(schema)
kind = kind(schema, format_checker=jsonschema.FormatChecker())
text = open(sys.argv[1], encoding="utf-8").read()
parts = text.splitlines() if sys.argv[2].endswith("/rdjsonl.json") else [text]
faults = [fault for part in parts for fault in kind.iter_errors(json.loads(part))]
for fault in faults[:5]:
    print("/".join(map(str, fault.absolute_path)), fault.message[:200])
sys.exit(1 if faults else 0)
EOF
}

echo "-- every format on standard output and in a file, without the secret"
for format in $formats; do
  run "$REKEY" git repo --format "$format" --no-progress
  expect 1
  no_secret "$token"
  [ -s out ] || fail "$format: nothing on standard output"
  cp out "stdout.$format"
  run "$REKEY" git repo --no-progress --report "$format=file.$format"
  expect 1 "found"
  grep -qF -- "${token#ghp_}" "file.$format" && fail "$format: the secret is in the file"
  [ -s "file.$format" ] || fail "$format: nothing in the file"
done

echo "-- several reports in one run say what one alone says"
run "$REKEY" git repo --format json --no-progress --report text=both.text --report sarif=both.sarif
expect 1
cmp -s both.sarif file.sarif || fail "another SARIF beside a JSON report"
grep -q "1 leak found" both.text || fail "no text report"
check_json out 'report["complete"] and len(report["findings"]) == 1'

echo "-- JSON: one finding, its places in time, masked"
check_json stdout.json 'report["tool"] == "rekey" and len(report["ruleset"]) == 64'
check_json stdout.json 'report["findings"][0]["secret"]["masked"].startswith("ghp_")'
check_json stdout.json 'report["findings"][0]["secret"]["length"] == 40'
check_json stdout.json '"value" not in report["findings"][0]["secret"]'
check_json stdout.json '{o["place"] for o in report["findings"][0]["occurrences"]} == {"file", "commit-message"}'
check_json stdout.json 'all(o["in_head"] is False for o in report["findings"][0]["occurrences"])'
check_json stdout.json 'report["findings"][0]["reset"]["steps"]'
check_json stdout.json '__import__("base64").b64decode(
  [o for o in report["findings"][0]["occurrences"] if o["place"] == "file"][0]["path_base64"]
  ) == b"a b\x1b[31m\n\"c\" %.env\xff"'

echo "-- JSON lines: a head, then what JSON has"
python3 - <<'EOF' || fail "jsonl and json differ"
import json, sys
lines = [json.loads(line) for line in open("stdout.jsonl", encoding="utf-8")]
whole = json.load(open("stdout.json", encoding="utf-8"))
findings = whole.pop("findings")
lines[0]["stats"]["seconds"] = whole["stats"]["seconds"] = 0
sys.exit(0 if lines == [whole] + findings else 1)
EOF

echo "-- SARIF keeps to the schema: history, folder, standard input, nothing found"
check_schema stdout.sarif sarif-2.1.0.json
check_schema file.sarif sarif-2.1.0.json
sed 's/"startLine": 2/"startLine": 0/' stdout.sarif >wrong.sarif # the check can fail
(check_schema wrong.sarif sarif-2.1.0.json) | grep -q startLine || fail "a wrong line was not seen"
mkdir folder && printf 'caf\303\251 \360\237\230\200 = "%s"\n' "$token" >folder/x.py
run "$REKEY" dir folder --format sarif
expect 1
check_schema out sarif-2.1.0.json
check_json out '(lambda r: r["startColumn"] == 12 and r["endColumn"] == 52)(
  report["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"])'
run "$REKEY" stdin --format sarif <folder/x.py
expect 1
check_schema out sarif-2.1.0.json
run "$REKEY" stdin --format sarif </dev/null
expect 0
check_schema out sarif-2.1.0.json
check_json out 'report["runs"][0]["results"] == []'

echo "-- GitLab's report keeps to what its schema asks"
for source in "git repo" "dir folder" "git repo --show-secrets"; do
  # shellcheck disable=SC2086
  run "$REKEY" $source --format gitlab --no-progress
  expect 1
  check_schema out gitlab-secret-detection.json
done
check_json out "report['vulnerabilities'][0]['raw_source_code_extract'] == '$token'"
check_schema stdout.gitlab gitlab-secret-detection.json
check_schema file.gitlab gitlab-secret-detection.json
run "$REKEY" stdin --format gitlab </dev/null
expect 0
check_schema out gitlab-secret-detection.json
check_json out 'report["vulnerabilities"] == [] and report["scan"]["status"] == "success"'
sed 's/"Critical"/"critical"/' stdout.gitlab >wrong.gitlab # the check can fail
(check_schema wrong.gitlab gitlab-secret-detection.json) | grep -q severity || fail "no severity was seen"
check_json stdout.gitlab 'len({one["id"] for one in report["vulnerabilities"]}) == 2'
check_json stdout.gitlab '{one["location"]["file"].split(" ")[0] for one in report["vulnerabilities"]
  } == {"a", "(commit"}'
check_json stdout.gitlab 'all(len(one["location"]["commit"]["sha"]) == 40
  for one in report["vulnerabilities"])'
check_json stdout.gitlab 'abs(__import__("datetime").datetime.fromisoformat(
  report["scan"]["start_time"] + "+00:00").timestamp() - __import__("time").time()) < 3600'
check_json stdout.gitlab '"raw_source_code_extract" not in report["vulnerabilities"][0]'

echo "-- GitLab's code quality report keeps to what its schema asks; issues are told apart"
for source in "git repo" "dir folder" "git repo --show-secrets"; do
  # shellcheck disable=SC2086
  run "$REKEY" $source --format codequality --no-progress
  expect 1
  check_schema out codequality.json
  ! grep -q "$token" out || fail "a secret in a code quality report"
done
check_json stdout.codequality 'len({one["fingerprint"] for one in report}) == len(report) == 2'
run "$REKEY" dir folder --format codequality
check_json out 'report[0]["location"] == {"path": "x.py", "lines": {"begin": 1, "end": 1}}'
cp out before.codequality
mkdir -p moved && { echo; cat folder/x.py; } >moved/x.py # the same issue a line farther down
run "$REKEY" dir moved --format codequality
check_json out 'report[0]["location"]["lines"]["begin"] == 2'
[ "$(grep fingerprint out)" = "$(grep fingerprint before.codequality)" ] || fail "another issue for a line"
sed 's/"blocker"/"Blocker"/' stdout.codequality >wrong.codequality
(check_schema wrong.codequality codequality.json) | grep -q severity || fail "no severity was seen"
run "$REKEY" stdin --format codequality </dev/null
check_json out 'report == []'

echo "-- rdjsonl: every line keeps to what its schema asks; columns count bytes"
check_schema stdout.rdjsonl rdjsonl.json
run "$REKEY" dir folder --format rdjsonl
expect 1
check_schema out rdjsonl.json
check_json out 'report["location"] == {"path": "x.py", "range": {
  "start": {"line": 1, "column": 15}, "end": {"line": 1, "column": 55}}}'
sed 's/"ERROR"/"error"/' out >wrong.rdjsonl
(check_schema wrong.rdjsonl rdjsonl.json) | grep -q severity || fail "no severity was seen"
run "$REKEY" stdin --format rdjsonl </dev/null
expect 0
[ -s out ] && fail "a diagnostic of nothing"

if command -v reviewdog >/dev/null; then
  echo "-- reviewdog reads it: what a change adds is told, at its line"
  git init -q change && cd change || exit 1
  printf 'a = 1\nb = 2\n' >x.py && git add . && git commit -qm "Before"
  printf 'a = 1\ncaf\303\251 = "%s"\nb = 2\n' "$token" >x.py
  "$REKEY" dir . --format rdjsonl >../change.rdjsonl
  reviewdog -f=rdjsonl -name=rekey -reporter=local -diff="git diff" -fail-level=any \
    <../change.rdjsonl >"$work/out" 2>"$work/err"
  code=$?
  expect 1 "x.py:2:10: GitHub personal access token (classic) leaked (ghp_…(40))."
  no_secret "$token"
  cd "$work" || exit 1
fi

echo "-- JUnit keeps to the schema of Jenkins, and no two cases have one name"
check_junit() {
  xmllint --noout --schema "$REKEY_SOURCE/tests/schemas/junit-10.xsd" "$1" 2>xmllint.err ||
    fail "$1 breaks the schema: $(head -3 xmllint.err)"
}
check_junit stdout.junit
check_junit file.junit
run "$REKEY" stdin --format junit </dev/null
expect 0
check_junit out
sed 's/ tests="2"//' stdout.junit >wrong.junit # the check can fail
(check_junit wrong.junit) | grep -q "attribute 'tests' is required" || fail "no missing count was seen"
python3 - <<'EOF' || fail "JUnit: $(cat stdout.junit)"
import json
import xml.etree.ElementTree as xml
suite = xml.parse("stdout.junit").getroot().find("testsuite")
places = [o for f in json.load(open("stdout.json"))["findings"] for o in f["occurrences"]]
cases = suite.findall("testcase")
assert len(cases) == len(places) == int(suite.get("tests")) == int(suite.get("failures"))
assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
assert sorted(int(case.get("line")) for case in cases if case.get("file")) == \
    sorted(o["line"] for o in places if o["place"] == "file")
EOF

echo "-- CSV is what Python's reader takes, strictly, and has what JSON has"
python3 - <<'EOF' || fail "CSV: $(cat stdout.csv)"
import csv, json
rows = list(csv.DictReader(open("stdout.csv", encoding="utf-8", newline=""), strict=True))
report = json.load(open("stdout.json", encoding="utf-8"))
places = [(f, o) for f in report["findings"] for o in f["occurrences"]]
assert len(rows) == len(places) and None not in rows[0]
for row, (finding, place) in zip(rows, places):
    assert None not in row.values()
    assert row["rule"] == finding["rule"] and row["fingerprint"] == finding["fingerprint"]
    assert row["secret"] == finding["secret"]["masked"]
    for name in ("line", "column", "commit", "place", "author", "date"):
        assert row[name] == str(place[name]), name
paths = {row["path"] for row in rows}
assert paths == {"(commit message)", "a b\\x1b[31m\\x0a\"c\" %.env\\xff"}, paths
EOF

echo "-- SARIF: the file's URI, the line hash, the same bytes at any thread count"
check_json stdout.sarif '"a%20b%1B%5B31m%0A%22c%22%20%25.env%FF" in json.dumps(report)'
check_json file.sarif 'any("primaryLocationLineHash" in r.get("partialFingerprints", {})
  for r in report["runs"][0]["results"])'
for threads in 1 4; do
  run "$REKEY" git repo --format sarif --threads "$threads"
  cmp -s out stdout.sarif || fail "other bytes with $threads threads"
done

echo "-- SARIF: what code hosts do not take is cut, and that is said"
python3 - <<'EOF'
import os, random, string, subprocess, zlib
random.seed(11)
digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
def token():
    body = "".join(random.choices(digits, k=30))
    value, checksum = zlib.crc32(body.encode()), ""
    for _ in range(6):
        value, digit = divmod(value, 62)
        checksum = digits[digit] + checksum
    return "ghp_" + body + checksum
os.mkdir("lines")
for name in ("lines/keys.env", "lines/more.env"):  # of one text a scan keeps 20,000
    with open(name, "w") as file:
        for i in range(12550):
            file.write("key_%d = %s\n" % (i, token()))
# In a tree, whose folders cost no file system anything: 6,000 files in folders of random names,
# 2,600 bytes long.
stream = [b"commit refs/heads/main\ncommitter Ada <a@test.invalid> 1600000000 +0000\ndata 1\nm\n"]
for i in range(6000):
    path = "/".join("".join(random.choices(digits, k=200)) for _ in range(13))
    text = "key = %s\n" % token()
    stream.append(("M 100644 inline %s\ndata %d\n%s\n" % (path, len(text), text)).encode())
subprocess.run(["git", "init", "-q", "--bare", "-b", "main", "paths"], check=True)
subprocess.run(["git", "-C", "paths", "fast-import", "--quiet"], input=b"".join(stream), check=True)
EOF
for source in "dir lines" "git paths"; do
  folder=${source#* }
  # shellcheck disable=SC2086
  run "$REKEY" $source --report "sarif=$folder.sarif" --format brief --no-progress
  expect 1 "rekey: sarif: "
  grep -q "left out: code hosts take 25000, in 10 MB compressed" err || fail "no word: $(cat err)"
  python3 - "$folder.sarif" <<'EOF' || fail "SARIF of $folder"
import gzip, json, sys
text = open(sys.argv[1], "rb").read()
packed = len(gzip.compress(text, 6))
run = json.loads(text)["runs"][0]
said = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
print("   %d results, %.1f MB, %.2f MB compressed" % (len(run["results"]), len(text) / 1e6, packed / 1e6))
assert packed <= 10_000_000 and len(run["results"]) <= 25_000
assert len(run["results"]) == 25_000 or packed > 7_000_000
assert any("left out" in one for one in said), said
EOF
done

echo "-- a scan that could not read all says so in every format"
cp -r repo broken && cd broken || exit 1
object=.git/objects/$(git rev-parse HEAD:plain | sed 's|^..|&/|')
chmod u+w "$object" && printf 'damaged' >"$object"
cd "$work" || exit 1
run "$REKEY" git broken --format sarif --no-progress
expect 1
check_schema out sarif-2.1.0.json
check_json out 'report["runs"][0]["invocations"][0]["executionSuccessful"] is False'
run "$REKEY" git broken --format json --no-progress
check_json out 'report["complete"] is False and len(report["skipped"]) == 1'
run "$REKEY" git broken --format gitlab --no-progress
check_schema out gitlab-secret-detection.json
check_json out '[one["level"] for one in report["scan"]["messages"]] == ["warn"]'
run "$REKEY" git broken --format html --no-progress
expect 1 "This report is incomplete"
run "$REKEY" git broken --format junit --no-progress
check_junit out
expect 1 '<error type="unread"'
run "$REKEY" git broken --no-progress
expect 1 "incomplete"

echo "-- text: no escape sequence of the repository, no colour in a pipe"
grep -q "$(printf '\033')" stdout.text && fail "an escape sequence in the text"
grep -qF 'a b\x1b[31m\x0a"c" %.env\xff' stdout.text || fail "the path is not shown escaped"
grep -qF "Not here" stdout.text && fail "the message is quoted"

echo "-- --show-secrets shows them, only then"
run "$REKEY" git repo --format json --show-secrets --no-progress
check_json out "report['findings'][0]['secret']['value'] == '$token'"

echo "-- what --report cannot take is told before the scan"
for bad in json json= =file nothing=file; do
  run "$REKEY" git repo --report "$bad"
  expect 2 "--report $bad"
  [ -s out ] && fail "a report in spite of --report $bad"
done

finish
