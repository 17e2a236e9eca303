# rekey org work: a fork's clone gets the objects that its parent's clone has as hard links; its report is that
# of a fork that was cloned whole, and neither clone needs the other.
. "$REKEY_SOURCE/tests/cli/lib.sh"
shared=$(fake_token 1) parents=$(fake_token 2) forks=$(fake_token 3) dropped=$(fake_token 4)

# add FOLDER FILE TEXT
add() { echo "$3" >"$1/$2" && git -C "$1" add . && git -C "$1" commit -qm "add $2"; }

mkdir served && git init -q -b main parent
add parent shared "k = $shared"
head -c 300000 /dev/urandom >parent/large && git -C parent add . && git -C parent commit -qm large
git clone -q parent fork
git -C parent rm -q shared && add parent own "k = $parents"
git -C parent commit -q --allow-empty -m "use $dropped" && git -C parent tag -m "release $dropped" v1
add fork own "k = $forks"
git clone -q --bare parent served/parent.git && git clone -q --bare fork served/fork.git
python3 "$REKEY_SOURCE/tests/org/server.py" served --token t --log log >port & server=$!
trap 'kill $server; chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
host=127.0.0.1:$(cat port)
printf 'http://%s t\n' "$host" >tokens
printf '%s\n' "http://$host/parent.git" "http://$host/fork.git" >list
"$REKEY" org plan list -o unrelated.jsonl || fail "no plan"
sed '/fork"/s|"fork_of":"[^"]*"|"fork_of":"'"$host/parent"'"|' unrelated.jsonl >plan.jsonl
grep -q "\"fork_of\":\"$host/parent\"" plan.jsonl || fail "the plan: $(cat plan.jsonl)"

# round STATE [OPTION...]: its report in STATE.json.
round() {
  local state=$1
  shift
  run "$REKEY" org work plan.jsonl --tokens tokens --state "$state" --key-file key "$@"
  expect 1
  no_secret "$shared"
  "$REKEY" org report --state "$state" -f json -o "$state.json"
}

echo "-- the large file is fetched and stored once"
head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >key && chmod 600 key
round linked
packs() { find linked/clones -name '*.pack' "$@"; }
[ "$(packs -links 2 | wc -l)" = 2 ] || fail "packs: $(packs -printf '%p %n links\n')"
[ "$(packs -links 1 -size +20k | wc -l)" = 0 ] || fail "the fork was fetched whole"
find linked/clones -name alternates | grep . && fail "a clone needs another"
for clone in linked/clones/*/*.git; do git -C "$clone" fsck --connectivity-only || fail "$clone"; done

echo "-- the fork has what its refs reach, not what its parent did since"
python3 - linked.json <<'PYTHON' || fail "the places"
import json, sys
report = json.load(open(sys.argv[1]))
assert report["complete"] and len(report["findings"]) == 4, len(report["findings"])
names = sorted(sorted({at["repository"].split("/")[1] for at in finding["occurrences"]})
               for finding in report["findings"])
assert names == [["fork"], ["fork", "parent"], ["parent"], ["parent"]], names
for finding in report["findings"]:
    for at in finding["occurrences"]:
        assert at["place"] != "orphan"
        if at["path"] == "shared":
            removed = at["repository"].endswith("parent")
            assert bool(at["removed_in"]) == removed and at["in_head"] != removed, at
PYTHON
round whole --drop-clones
cmp -s linked.json whole.json || fail "the reports differ: $(diff linked.json whole.json)"

echo "-- the next round fetches into the fork as into any clone, and its memory of the parent is whole"
add fork later "k = $dropped" && git -C fork push -q "$work/served/fork.git" main
git -C parent revert -n HEAD~1 && git -C parent commit -qm back && git -C parent push -q "$work/served/parent.git" main
round linked
[ "$(grep -c ': scanned' err)" = 2 ] || fail "not scanned anew: $(cat err)"
rm -rf whole && round whole --drop-clones
filter='import json, sys
for finding in json.load(open(sys.argv[1]))["findings"]:
    print([sorted(at.items()) for at in finding["occurrences"]])'
diff <(python3 -c "$filter" linked.json) <(python3 -c "$filter" whole.json) || fail "the places differ"

echo "-- a parent's clone that lost its objects is not borrowed from: the fork is cloned whole"
sed '/"fork_of":""/!d' plan.jsonl >parent.jsonl
run "$REKEY" org work parent.jsonl --tokens tokens --state broken --key-file key
expect 1 "parent: scanned"
find broken/clones -path '*/pack/*' -delete
run "$REKEY" org work plan.jsonl --tokens tokens --state broken --key-file key
expect 1 "fork: scanned"
clone=$(find broken/clones -name '*.pack' -size +20k) && [ -n "$clone" ] || fail "no whole clone"
git -C "$(dirname "$clone")/../.." fsck --connectivity-only || fail "the fork's clone"
finish
