# Bad input: a clear message with the place first, the right exit code, no secret in any output.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1)

echo "-- not a repository"
mkdir plain && run "$REKEY" git plain
expect 2 "plain: not a git repository"

echo "-- a path that does not exist"
run "$REKEY" git missing
expect 2 "missing: no such file or folder"
run "$REKEY" dir missing
expect 2 "missing"

echo "-- what is pasted where it does not belong is not repeated"
for words in "git https://x:$token@host.test.invalid/r" "dir /$token" "dir . --$token" "git . --branch $token" \
  "dir . --only-rules $token" "org plan https://x:$token@host.test.invalid/r"; do
  # shellcheck disable=SC2086
  run "$REKEY" $words
  expect 2
  no_secret "$token"
done

echo "-- no rule to scan with"
run "$REKEY" dir plain --only-rules generic-password --skip-rules generic-password
expect 2 "no rule is left"

echo "-- a pipe that is still being written"
(sleep 0.3; echo "k=$token") | "$REKEY" dir /dev/stdin >out 2>&1
[ $? = 1 ] || fail "the pipe was not read: $(cat out)"

echo "-- many secrets on one line cost no square of it"
python3 -c 'import sys; print((sys.argv[1] + " ") * 60000)' "$token" >endless
run timeout 60 "$REKEY" dir endless --format brief
expect 1
rm endless

echo "-- an empty repository"
git init -q empty && run "$REKEY" git empty
expect 0 "The repository is empty."
cd empty && run "$REKEY" staged
cd "$work" || exit 1
expect 0 "No staged changes."

echo "-- an unreadable file"
mkdir locked && echo "a=$token" >locked/file && chmod 000 locked/file
if [ "$(id -u)" = 0 ]; then # root reads everything: as another user
  chmod 755 "$work" locked
  run setpriv --reuid=65534 --regid=65534 --clear-groups "$REKEY" dir locked
else
  run "$REKEY" dir locked
fi
expect 3 "file"
no_secret "$token"
rm -rf locked

echo "-- a folder that cannot be opened, and one too deep for a path, cost no other"
mkdir -p many/locked && chmod 000 many/locked
for i in 1 2 3 4 5 6 7 8 9; do mkdir "many/d$i" && echo "k=$token" >"many/d$i/f"; done
run setpriv --reuid=65534 --regid=65534 --clear-groups "$REKEY" dir many --format json
if [ "$(id -u)" = 0 ]; then
  expect 1 "many/locked"
  [ "$(grep -c '"path": "d' out)" = 9 ] || fail "not all folders: $(cat out)"
fi
chmod 755 many/locked && rm -rf many
mkdir deep && (cd deep && python3 -c 'import os
for i in range(195):
    os.mkdir("d" * 20)
    os.chdir("d" * 20)
open("t", "w").write("x")')
run "$REKEY" dir deep
expect 3 "name too long"
rm -rf deep

echo "-- a corrupt object"
git init -q corrupt && cd corrupt || exit 1
echo "a=$token" >file && git add file && git commit -qm one
object=.git/objects/$(git rev-parse HEAD:file | sed 's|^..|&/|')
chmod u+w "$object" && printf 'damaged' >"$object"
cd "$work" || exit 1
run "$REKEY" git corrupt
expect 3 "$(git -C corrupt rev-parse HEAD:file)"
no_secret "$token"

echo "-- a truncated pack"
git init -q truncated && cd truncated || exit 1
seq 1 20000 >big && echo "a=$token" >file && git add . && git commit -qm one
git repack -qad && pack=$(ls .git/objects/pack/*.pack)
chmod u+w "$pack" && truncate -s 40 "$pack"
cd "$work" || exit 1
run "$REKEY" git truncated
expect 3 "incomplete"
no_secret "$token"

echo "-- rule files: a wrong key, a bad expression, an example that fails, no TOML"
rule='[[rules]]
id = "mine"
description = "Mine"
regex = "mine-([a-z]{8})"
keywords = ["mine"]
'
printf '%sspelling = 1\n' "$rule" >key.toml
run "$REKEY" stdin --rules key.toml </dev/null
expect 2 "key.toml:6:"
printf '%s' "$rule" | sed 's/{8}/{8/;s/(/((/' >regex.toml
run "$REKEY" stdin --rules regex.toml </dev/null
expect 2 "regex.toml:1:"
printf '%sexamples = ["theirs-[[abcdefgh]]"]\n' "$rule" >example.toml
run "$REKEY" stdin --rules example.toml </dev/null
expect 2 "example.toml:6:"
printf '%s' "not = = toml" >config.toml
run "$REKEY" stdin --config config.toml </dev/null
expect 2 "config.toml:1:"

echo "-- a secret as an argument in the wrong place is not repeated"
run "$REKEY" "$token"
expect 2
no_secret "$token"
run "$REKEY" dir . --format "$token"
expect 2
no_secret "$token"

echo "-- binary on standard input"
head -c 300000 /dev/urandom >noise
run "$REKEY" stdin <noise
case $code in 0 | 1) ;; *) fail "exit code $code" ;; esac
{ head -c 1000 /dev/zero && printf 'x=%s\0' "$token" && printf '\377\376'; } >binary
run "$REKEY" stdin <binary
expect 1 "ghp_"
no_secret "$token"

echo "-- an output file that cannot be written"
echo "a=$token" >leak
run "$REKEY" dir leak --report json=/nonexistent/folder/report.json
expect 1 "/nonexistent/folder/report.json"
no_secret "$token"

echo "-- a closed pipe"
fake_tokens 1 200 | sed 's/^/a=/' >many
"$REKEY" dir many --format json 2>"$work/err" | head -c 10 >/dev/null
[ "${PIPESTATUS[0]}" = 1 ] || fail "closed pipe: exit code is not 1"
[ ! -s "$work/err" ] || fail "closed pipe: $(cat "$work/err")"

finish
