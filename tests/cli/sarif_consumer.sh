# SARIF in the hands of somebody else: Microsoft's multitool, which has the specification's object
# model, reads it, checks it by the specification's and GitHub's rules, computes line hashes of its
# own, cuts each region out of the file, and writes it again. Skipped where .ci/consumers/install has
# not run.
. "$REKEY_SOURCE/tests/cli/lib.sh"
multitool=$REKEY_SOURCE/build/consumers/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
[ -x "$multitool" ] || exit 77
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_BUNDLE_EXTRACT_BASE_DIR=$work/dotnet DOTNET_CLI_TELEMETRY_OPTOUT=1
consumer() {
  timeout 120 "$multitool" "$@" >"$work/told" 2>&1 || fail "multitool $1: $(tail -5 "$work/told")"
}
t1=$(fake_token 1) t2=$(fake_token 2) t3=$(fake_token 3) t4=$(fake_token 4)

# Two on a line behind characters of two UTF-16 units, names to be escaped, every end of a line, a
# message, a file that is gone, a known leak and an allowed one.
git init -q -b main repo && cd repo || exit 1
printf 'a = 1\n\360\237\230\200 key=%s other=%s\n' "$t1" "$t2" >'caf é #1%.env'
printf 'x\r\n\t y = "%s"\r\n\r\rlast' "$t3" >two.py
mkdir deep && printf 'key=%s # rekey:allow\nkey=%s\nkey=%s\nkey=%s\nkey=%s\nkey=%s\n' "$t1" "$t3" "$t3" "$t3" "$t3" "$t3" >deep/more.env
git add . && git commit -qm "Keys: $t4" && git rm -q two.py && git commit -qm "One less"
printf 'x\r\n\t y = "%s"\r\n\r\rlast' "$t3" >two.py
"$REKEY" stdin --format json <'caf é #1%.env' >"$work/known.json"
"$REKEY" baseline create --from "$work/known.json" >/dev/null
cd "$work" || exit 1
for source in git dir; do
  (cd repo && "$REKEY" "$source" . --format sarif --no-progress) >"$source.sarif"
done
"$REKEY" stdin --format sarif </dev/null >none.sarif

echo "-- the rules of the specification and of GitHub's code scanning: nothing worse than what is known"
consumer validate git.sarif dir.sarif none.sarif --rule-kind "Sarif;Ghas" --output validated.json --log ForceOverwrite
python3 - <<'END' || fail "the consumer's rules"
import json
report = json.load(open("validated.json"))
# The project has no page of its own to name as the tool's.
known = {"SARIF2005"}
found = [(r["ruleId"], r["message"].get("arguments")) for run in report["runs"] for r in run.get("results", [])]
assert all(run["invocations"][0]["executionSuccessful"] for run in report["runs"])
worse = [one for one in found if one[0] not in known]
assert not worse, worse
END
sed 's/"ruleIndex": 0/"ruleIndex": 7/' dir.sarif >wrong.sarif # it can fail
consumer validate wrong.sarif --rule-kind "Sarif;Ghas" --output wrong.json --log ForceOverwrite
grep -q '"SARIF1' wrong.json || fail "a wrong index was not seen"

echo "-- read and written again: the same results"
for source in git dir; do
  consumer rewrite $source.sarif --output $source.again.sarif --log "ForceOverwrite;PrettyPrint"
  python3 - $source <<'END' || fail "$source: other results after the round trip"
import json, sys

def told(file):
    run, = json.load(open(file, encoding="utf-8-sig"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    def place(location):
        physical = location.get("physicalLocation")
        if not physical:
            return [one["fullyQualifiedName"] for one in location["logicalLocations"]]
        region = physical["region"]
        return [physical["artifactLocation"]["uri"], region["startLine"], region.get("startColumn", 1),
                region.get("endLine", region["startLine"]), region["endColumn"]]
    return [(rules[r["ruleIndex"]]["id"], r["ruleId"], r.get("level", "warning"), r["message"]["text"],
             [place(one) for one in r["locations"]], r.get("partialFingerprints"), r["fingerprints"],
             r.get("baselineState"), r.get("suppressions"), r.get("properties")) for r in run["results"]
            ], [(r["id"], r["help"], r["properties"], r["defaultConfiguration"].get("level", "warning")) for r in rules]

before, after = told(sys.argv[1] + ".sarif"), told(sys.argv[1] + ".again.sarif")
assert len(before[0]) >= 6, len(before[0])
assert {state for *_, state, _, _ in before[0]} == {"new", "unchanged"}
assert any(suppressed for *_, suppressed, _ in before[0])
assert before == after, [pair for pair in zip(before[0], after[0]) if pair[0] != pair[1]][:1]
END
done

echo "-- ours tell lines apart as its own line hashes do, the text it cuts out of each region is the secret"
python3 - "$work/repo/" <<'END'
import json, pathlib, sys
report = json.load(open("dir.sarif"))
run, = report["runs"]
for result in run["results"]:
    result.pop("partialFingerprints")
run["originalUriBaseIds"] = {"ROOT": {"uri": pathlib.Path(sys.argv[1]).as_uri() + "/"}}
json.dump(report, open("bare.sarif", "w"))
END
consumer rewrite bare.sarif --output hashed.sarif --insert "RollingHashPartialFingerprints;RegionSnippets" --log ForceOverwrite
python3 - "$t1" "$t2" "$t3" <<'END' || fail "hashes or regions"
import json, sys
ours, = json.load(open("dir.sarif"))["runs"]
theirs, = json.load(open("hashed.sarif", encoding="utf-8-sig"))["runs"]
shown, names = set(), {}
for one, other in zip(ours["results"], theirs["results"], strict=True):
    name = "primaryLocationLineHash"
    # Ours is made of it and of the secret, so that nobody guesses the secret by the line.
    key = (other["partialFingerprints"][name], one["fingerprints"]["rekey/v2"])
    assert names.setdefault(key, one["partialFingerprints"][name]) == one["partialFingerprints"][name], (one, other)
    shown.add(other["locations"][0]["physicalLocation"]["region"]["snippet"]["text"])
assert len(set(names.values())) == len(names) and not set(names.values()) & {line for line, _ in names}
assert shown == set(sys.argv[1:]), "the regions are not the secrets"
counts = {r["partialFingerprints"]["primaryLocationLineHash"].split(":")[1] for r in theirs["results"]}
assert counts == {"1", "2", "3"}, counts
END

finish
