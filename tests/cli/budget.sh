# --budget: a scan that is out of time ends, reports what it found and lists what it left; and findings
# beyond what a report holds are counted.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1)

echo "-- a scan that is out of time"
git init -q -b main repo && cd repo || exit 1
echo clean >a && git add a && git commit -qm first && git branch base
echo "key = \"$token\"" >z && git add z && git commit -qm second
# Pieces that take long: each a candidate of many rules. The value itself is none.
python3 - <<'PYTHON'
import random
drawn = random.Random(1)
with open("long", "w") as out:
    for _ in range(1_500_000):
        out.write('password="%x" ' % drawn.randrange(16**6))
PYTHON
run "$REKEY" dir . --budget 1 --format json -j 1
[ "$code" = 1 ] || [ "$code" = 3 ] || fail "dir: exit code $code"
grep -q '"out of time"' "$work/out" || fail "dir: not told: $(head -c 300 "$work/out")"
git add long && git commit -qm third
start=$(date +%s)
run "$REKEY" ci --base base --no-fetch --budget 1 --format json
[ "$code" = 1 ] || [ "$code" = 3 ] || fail "ci: exit code $code"
grep -q 'out of time' "$work/out" || fail "ci: not told"
[ $(($(date +%s) - start)) -lt 30 ] || fail "ci: it took $(($(date +%s) - start)) s"
run "$REKEY" git . --budget 1 --format json -j 1
[ "$code" = 1 ] || [ "$code" = 3 ] || fail "git: exit code $code"
run "$REKEY" git . --budget 0 --format json
expect 1
grep -q 'out of time' "$work/out" && fail "git: no time is no end"
run "$REKEY" ci --base base --no-fetch --budget -1
expect 2
cd "$work" || exit 1

echo "-- more places than a report holds"
python3 - <<'PYTHON'
import random
drawn = random.Random(2)
letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
with open("many", "w") as out:
    for i in range(25_000):
        out.write("AK" + "IA" + "".join(drawn.choices(letters, k=16)) + "\n")
PYTHON
run "$REKEY" dir many --format json
expect 1 "more places of them are not listed"
python3 - "$work/out" <<'PYTHON' || fail "the report"
import json, sys
report = json.load(open(sys.argv[1]))
places = sum(len(finding["occurrences"]) for finding in report["findings"])
told = [one["why"] for one in report["skipped"] if one["what"] == "secrets"]
assert not report["complete"] and len(told) == 1, report["skipped"]
assert places == 20_000, places
PYTHON
finish
