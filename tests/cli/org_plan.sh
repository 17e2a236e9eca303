# rekey org plan: folders of clones, lists and plans become one plan; --dry-run writes nothing.
. "$REKEY_SOURCE/tests/cli/lib.sh"
mkdir clones && git init -q clones/app && git init -q --bare clones/group/lib.git

echo "-- a folder and a list; each repository once"
printf '%s\n' '# more' 'https://example.invalid/team/web.git' "$work/clones/app" >list
run "$REKEY" org plan clones list
expect 0 "{\"name\":\"$work/clones/app\",\"path\":\"$work/clones/app\",\"provider\":\"folder\""
expect 0 '"name":"example.invalid/team/web","url":"https://example.invalid/team/web.git"'
[ "$(wc -l <out)" = 3 ] || fail "not three repositories: $(cat out)"

echo "-- a plan is a source too; written to a file it is the same"
run "$REKEY" org plan clones list -o plan.jsonl
expect 0
run "$REKEY" org plan plan.jsonl
cmp -s out plan.jsonl || fail "the plan of a plan differs"

echo "-- a dry run shows it and writes nothing"
run "$REKEY" org plan clones list --dry-run -o not-there
expect 0 "3 repositories"
[ -e not-there ] && fail "a dry run wrote the plan"

echo "-- what is wrong in a list is told with its line, without the credential"
printf '/a\nhttps://%s@example.invalid/x\n' me:hunter2 >wrong
run "$REKEY" org plan wrong
expect 2 "wrong:2: an address with credentials in it"
grep -q hunter2 out err && fail "the credential is shown"
run "$REKEY" org plan missing
expect 2 "missing"

echo "-- nothing, or a folder that cannot be read, is not clean"
mkdir empty
run "$REKEY" org plan empty
expect 3 "there is no repository"
mkdir clones/shut && chmod 0 clones/shut
if ! ls clones/shut >/dev/null 2>&1; then
  run "$REKEY" org plan clones
  expect 3 "not listed"
fi
printf '{"source":"x","fault":"y"}\n%s\n' "$work/clones/app" >faulty
run "$REKEY" org plan faulty --dry-run
expect 3 "not listed: x: y"
finish
