# The sandbox: a scan finds in it what it finds without, wherever a repository's parts lie, and the
# kernel holds the process to it.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1)
printf '[user]\n\tname = Ada\n' >.gitconfig
unset GIT_CONFIG_GLOBAL
mkdir texts && echo "k=$token" >texts/f && ln -s "$work/texts/f" link

git init -q -b main one && cd one || exit 1
git remote add origin https://host.test.invalid/one.git
echo "k=$token" >f && git add f && git commit -qm one && git gc -q
cd ..
git clone -q --shared one borrowed
git -C one worktree add -q ../linked
mkdir -p newdir/.git && for part in config refs packed-refs objects hooks info; do
  ln -s "$work/one/.git/$part" newdir/.git/$part
done
cp one/.git/HEAD newdir/.git/HEAD

# same WORDS...: the report but for its time.
same() {
  run "$REKEY" "$@" --format json
  local with=$code
  grep -v '"seconds"' "$work/out" >with.json
  run "$REKEY" "$@" --format json --no-sandbox
  [ "$with" = "$code" ] && [ "$code" = 1 ] || fail "$*: exit code $with, without a sandbox $code: $(head -c 300 err)"
  grep -v '"seconds"' "$work/out" >without.json
  cmp -s with.json without.json || fail "$*: another report: $(diff with.json without.json | head -5)"
}
for repo in one borrowed linked newdir; do
  echo "-- git $repo"
  same git $repo
  same git $repo --no-unreachable
done
grep -q 'host.test.invalid' without.json || fail "no address of the repository"

echo "-- dir, stdin, staged"
same dir texts link
run "$REKEY" dir /dev/stdin -f brief <texts/f
expect 1
run "$REKEY" stdin -f brief <texts/f
expect 1
(cd one && echo "key=$(fake_token 2)" >g && git add g)
cd one && same staged
cd "$work" || exit 1

echo "-- what it writes: reports, the cache"
mkdir reports
run "$REKEY" git one --cache new/cache --report json=reports/r.json --report sarif=here.sarif -f brief
expect 1
[ -s reports/r.json ] && [ -s here.sarif ] || fail "a report is missing"
[ -n "$(ls new/cache)" ] || fail "nothing in the cache"
run "$REKEY" git one --cache new/cache -f brief
expect 1

echo "-- it is told, and the kernel knows of it"
run "$REKEY" stdin --stats <texts/f
expect 1 "sandbox: "
if grep -q "seccomp)" err; then
  mkfifo pipe
  "$REKEY_PROGRAM" stdin <pipe >/dev/null 2>&1 &
  process=$!
  exec 9>pipe
  for _ in $(seq 200); do
    grep -q 'Seccomp:.*2' /proc/$process/status && break
    sleep 0.05
  done
  grep -q 'Seccomp:.*2' /proc/$process/status || fail "no filter of calls"
  grep -q 'NoNewPrivs:.*1' /proc/$process/status || fail "new privileges are to be had"
  grep -q 'Max core file size *0 *0' /proc/$process/limits || fail "a crash leaves a core file"
  exec 9>&-
  wait $process
fi
finish
