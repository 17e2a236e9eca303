# A key id and its secret are one finding with both places, in every report, masked.
. "$REKEY_SOURCE/tests/cli/lib.sh"
python3 - >pair.env <<'END'
import random
random.seed(4)
b32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
b64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
print("AWS_ACCESS_KEY_ID=" + "AKIA" + "".join(random.choices(b32, k=16)))
print("AWS_SECRET_ACCESS_KEY=" + "".join(random.choices(b64, k=40)))
END
id=$(head -1 pair.env | cut -d= -f2) secret=$(tail -1 pair.env | cut -d= -f2)
plant "$id" AKIA && plant "$secret"

echo "-- text, JSON, SARIF, the plan"
run "$REKEY" dir pair.env
expect 1 "1 leak found (1 critical)"
grep -q "with AWS access key id  AKIA…(20)  in line 1" out || fail "no half in the text: $(cat out)"
for format in text json jsonl sarif csv junit; do
  run "$REKEY" dir pair.env --format $format
  expect 1
  for value in "${id#AKIA}" "$secret"; do
    grep -qF -- "$value" out && fail "$format shows a secret"
  done
done
run "$REKEY" dir pair.env --format json
cp out report.json
run "$REKEY" dir pair.env --format sarif
python3 - <<'END' || fail "the reports"
import json
finding, = json.load(open("report.json"))["findings"]
assert finding["rule"] == "aws-secret-access-key"
part, = finding["parts"]
assert part["rule"] == "aws-access-key-id" and part["secret"]["masked"] == "AKIA…(20)"
place, = finding["occurrences"][0]["parts"]
assert (place["part"], place["line"], place["column"], place["end_column"]) == (0, 1, 19, 39)
result, = json.load(open("out"))["runs"][0]["results"]
related, = result["relatedLocations"]
assert related["physicalLocation"]["region"]["startLine"] == 1
assert related["message"]["text"] == "AWS access key id (AKIA…(20))"
END
run "$REKEY" reset report.json
expect 0 "with AWS access key id AKIA…(20)"

echo "-- in a history; alone each half is a finding"
git init -q repo && cp pair.env repo/ && cd repo && git add . && git commit -qm "A pair"
run "$REKEY" git . --format json
python3 -c 'import json; f, = json.load(open("../out"))["findings"]; assert f["parts"] and f["occurrences"][0]["parts"]' || fail "git: no parts"
cd "$work" && head -1 pair.env >id.env
run "$REKEY" dir id.env
expect 1 "aws-access-key-id"

echo "-- in the file beside it, in every report; the half stays a leak of its own"
mkdir -p apart/a apart/b && head -1 pair.env >apart/a/id.env && tail -1 pair.env >apart/a/secret.env
run "$REKEY" dir apart
expect 1 "with AWS access key id  AKIA…(20)  in a/id.env:1"
run "$REKEY" dir apart --format json
python3 - <<'END' || fail "apart: $(head -c 300 out)"
import json
by_rule = {f["rule"]: f for f in json.load(open("out"))["findings"]}
assert set(by_rule) == {"aws-secret-access-key", "aws-access-key-id"}
place, = by_rule["aws-secret-access-key"]["occurrences"][0]["parts"]
assert (place["part"], place["path"], place["line"], place["column"]) == (0, "a/id.env", 1, 19)
END
run "$REKEY" dir apart --format sarif
grep -A40 relatedLocations out | grep -q '"a/id.env"' || fail "no path in SARIF"
run "$REKEY" dir apart --format rdjsonl
grep -q '"related_locations".*a/id.env' out || fail "no path in rdjsonl"
mv apart/a/id.env apart/b/
run "$REKEY" dir apart
expect 1 "2 leaks found"
grep -q "with AWS" out && fail "paired across folders"
mv apart/b/id.env apart/a/ && sed 's/.$/Q/' apart/a/id.env >apart/a/other.env
plant "$(cut -d= -f2 apart/a/other.env)" AKIA
run "$REKEY" dir apart
grep -q "with AWS" out && fail "paired with one of two"
finish
