# Comments that allow a secret, in every kind of scan: told, counted, and no more than what they say.
. "$REKEY_SOURCE/tests/cli/lib.sh"
one=$(fake_token 1) two=$(fake_token 2)

echo "-- dir, stdin: exit 0, hidden in the text, told with -v and in JSON"
mkdir tree && printf 'key=%s # rekey:allow of a test\n' "$one" >tree/a.env
for command in "dir tree" "stdin"; do
  run "$REKEY" $command <tree/a.env
  expect 0 "No new leaks found, 1 allowed (-v shows them)"
  grep -q CRITICAL out && fail "$command: an allowed leak is shown"
  run "$REKEY" $command -v --stats <tree/a.env
  expect 0 "allowed: rekey:allow: of a test"
  grep -q "comment: 1" out || fail "$command: not counted"
  no_secret "$one"
done
run "$REKEY" dir tree --format json
python3 - <<'END' || fail "JSON: $(cat out)"
import json
report = json.load(open("out"))
finding, = report["findings"]
assert (finding["status"], finding["reason"]) == ("allowed", "rekey:allow: of a test")
assert finding["occurrences"][0]["status"] == "allowed"
assert report["stats"]["suppressed"] == {"comment": 1}
END
run "$REKEY" dir tree --exit-on any
expect 0

echo "-- SARIF has it as a suppression in the source"
run "$REKEY" dir tree --format sarif
python3 - <<'END' || fail "SARIF: $(cat out)"
import json
result, = json.load(open("out"))["runs"][0]["results"]
assert result["suppressions"] == [{"kind": "inSource", "status": "accepted",
                                   "justification": "rekey:allow: of a test"}]
END

echo "-- the same secret at another place is reported"
printf 'key=%s\n' "$one" >tree/b.env
run "$REKEY" dir tree
expect 1 "b.env:1:5"
grep -q "allowed: rekey:allow" out || fail "the allowed place is not told"
rm tree/b.env

echo "-- a mark that has ended reports, and says so"
printf 'key=%s # rekey:allow until 2001-01-01\n' "$one" >tree/a.env
run "$REKEY" dir tree
expect 1 "rekey:allow ended on 2001-01-01"
printf 'key=%s # rekey:allow until 2999-12-31\n' "$one" >tree/a.env
run "$REKEY" dir tree
expect 0

echo "-- git: the history's lines count, not those of today"
git init -q repo && cd repo || exit 1
printf 'key=%s # gitleaks:allow\n' "$one" >a.env && git add . && git commit -qm "Allowed"
run "$REKEY" git .
expect 0 "1 allowed"
printf 'key=%s\n' "$one" >a.env && git commit -qam "The comment is gone"
run "$REKEY" git .
expect 1
printf '# rekey:allow github-pat-classic\nkey=%s\n' "$one" >a.env && git commit -qam "It is back"
run "$REKEY" git .
expect 1

echo "-- staged: an allowed secret passes, one whose comment is taken away does not"
printf 'key=%s # rekey:allow\n' "$two" >b.env && git add .
run "$REKEY" staged
expect 0 "1 allowed"
git commit -qm "Another" && printf 'key=%s # rekey:allow\nmore\n' "$two" >b.env && git add .
run "$REKEY" staged
expect 0 "No leaks found"
printf 'key=%s\nmore\n' "$two" >b.env && git add .
run "$REKEY" staged
expect 1 "b.env:1"
finish
