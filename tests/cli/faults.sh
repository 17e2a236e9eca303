# Faults around a scan end well: what cannot be read is told, what was found is shown, nothing hangs.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1)
mkdir leaky && echo "k=$token" >leaky/s.env

echo "-- a pipe or a device in a folder is passed by; named, it is read if there is something to read"
mkdir odd && mkfifo odd/pipe && ln -s /dev/zero odd/zero && echo "k=$token" >odd/s.env
run timeout -s KILL 20 "$REKEY" dir odd --format brief
expect 1
run timeout -s KILL 20 "$REKEY" dir odd/pipe
expect 3 "a pipe that nobody writes to"
run timeout -s KILL 20 "$REKEY" dir odd/zero --max-file-size 1MiB
expect 3 "larger than"
run timeout -s KILL 20 "$REKEY" reset odd/pipe
expect 2 "a pipe that nobody writes to"
run timeout -s KILL 20 "$REKEY" dir leaky --config odd/pipe
expect 2 "a pipe that nobody writes to"
run timeout -s KILL 20 "$REKEY" dir leaky --ignore-file /dev/null --format brief
expect 1

echo "-- git's own files, as pipes"
git init -q repo && (cd repo && echo "k=$token" >f && git add f && git commit -qm one && git gc -q)
cp -r repo piped
for file in packed-refs index; do
  rm -rf piped && cp -r repo piped && rm piped/.git/$file && mkfifo piped/.git/$file
  run timeout -s KILL 20 "$REKEY" git piped --format brief
  case $code in 1 | 2 | 3) ;; *) fail "$file as a pipe: exit code $code" ;; esac
done
rm -rf piped && cp -r repo piped
for file in piped/.git/objects/pack/*; do rm "$file" && mkfifo "$file"; done
run timeout -s KILL 20 "$REKEY" git piped --format brief
expect 3 "not a regular file"

echo "-- a report that cannot be written is no wrong usage, and the old one stays"
for place in /dev/full leaky none/there; do
  run "$REKEY" dir leaky --report "json=$place"
  expect 1 "the report could not be written: $place"
  expect 1 "1 leak found"
done
mkdir clean && echo "nothing" >clean/f
run "$REKEY" dir clean --report json=/dev/full
expect 3 "No space left"
mkfifo fifo
run timeout -s KILL 20 "$REKEY" dir clean --report json=fifo
expect 3 "nobody reads"
echo old >old.json
(ulimit -f 0 && trap '' XFSZ && exec "$REKEY_PROGRAM" dir leaky --report json=old.json) >out 2>err
[ $? = 1 ] || fail "a limit of file size: $(cat err)"
[ "$(cat old.json)" = old ] || fail "the old report is gone"
find . -name '*rekey-tmp*' | grep -q . && fail "a temporary file is left"

echo "-- a standard output that cannot be written: what was found is on standard error, masked"
"$REKEY_PROGRAM" dir leaky >/dev/full 2>err
[ $? = 1 ] || fail "/dev/full"
grep -q "could not be written: standard output" err || fail "not told: $(cat err)"
grep -q "GitHub" err || fail "not shown: $(cat err)"
grep -qF "$token" err && fail "the secret is shown"
"$REKEY_PROGRAM" dir leaky >&- 2>err
[ $? = 1 ] || fail "closed: $(cat err)"
"$REKEY_PROGRAM" dir clean >&- 2>err
[ $? = 3 ] || fail "closed, nothing found: $(cat err)"
(cd leaky && "$REKEY_PROGRAM" dir . --report json=r.json >&- 2>&- <&-)
grep -q '"findings"' leaky/r.json || fail "closed streams spoiled a report"
rm leaky/r.json
"$REKEY_PROGRAM" dir leaky --report json=/dev/stdout >out 2>err
[ $? = 1 ] && grep -q '"findings"' out || fail "a report onto /dev/stdout: $(cat err)"
[ -L /dev/stdout ] || fail "/dev/stdout was replaced"

echo "-- a file that is larger than the memory costs no other its finding"
mkdir large && echo "k=$token" >large/s.env
head -c 200M /dev/zero | tr '\0' 'x' >large/big
if [ "$("$REKEY_PROGRAM" dir clean --stats 2>&1 | grep -c 'this build has no')" = 0 ]; then
  (ulimit -v 204800 && exec "$REKEY_PROGRAM" dir large --format json -j 2) >out 2>err
  [ $? = 1 ] || fail "out of memory: $(head -c 300 err)"
  grep -q '"complete": false' out || fail "not told: $(head -c 300 out)"
  grep -q 'too large for the memory' out || fail "not told: $(head -c 600 out)"
fi
rm -r large

echo "-- no thread to be had"
if [ "$(id -u)" = 0 ]; then
  chmod 755 "$work" && chmod -R a+rX leaky clean
  setpriv --reuid=65534 --regid=65534 --clear-groups prlimit --nproc=1:1 \
    "$REKEY_PROGRAM" dir -j 8 leaky clean --format brief >out 2>err
  [ $? = 1 ] || fail "one process: $(cat err)"
fi
run "$REKEY" dir leaky clean -j 100000 --format brief
expect 1
finish
