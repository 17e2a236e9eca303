# Secrets in paths, refs, people, messages, tags and remotes: ten bytes in a row of none are in any report.
. "$REKEY_SOURCE/tests/cli/lib.sh"

token=$(fake_token 81)
read -r word password <<<"$(python3 -c '
import random
random.seed(82)
letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
print("".join(random.choices(letters, k=14)) + "7", "".join(random.choices(letters, k=16)) + "4")')"
plant "$word" && plant "$password"
formats=$(formats_of dir)

git init -q -b main repo && cd repo || exit 1
printf 't = "%s" ; db_password = "%s"\nurl = postgres://u:%s@db.test.invalid/x\n' "$token" "$password" "$word" >"in-$token.env"
printf 'connect("%s", "%s"); x = "%s"\n' "$password" "$word" "$token" >calls.c
git add . && GIT_AUTHOR_NAME="me $token" GIT_AUTHOR_EMAIL="$token@test.invalid" \
  git commit -qm "add $token, $password and $word"
git branch "b-$token" && git tag -a -m "was $token with $password" "v-$word"
git remote add origin "https://u:$token@host.test.invalid/a/b"
printf '* @team-%s\n' "$token" >CODEOWNERS && git add . && git commit -qm owners
head -c 3000000 /dev/zero >"big-$token"

shows() {
  python3 - "$work/out" "$work/err" "$token" "$password" "$word" <<'END'
import sys
text = open(sys.argv[1], "rb").read() + open(sys.argv[2], "rb").read()
for secret in sys.argv[3:]:
    secret = secret.removeprefix("ghp_").encode()
    sys.exit(0) if any(secret[i:i + 10] in text for i in range(len(secret) - 9)) else None
sys.exit(1)
END
}
hidden() { if shows; then fail "a secret is shown: $*"; fi; }

echo "-- every format, of files and of the history, whatever is asked for"
for options in "" "--only-rules github-pat-classic" "--min-severity critical" "--max-file-size 1M"; do
  for format in $formats; do
    for command in "git ." "dir ."; do
      # shellcheck disable=SC2086
      run "$REKEY" $command --format "$format" -v --stats $options
      [ "$code" = 1 ] || fail "$command $format $options: exit code $code"
      hidden "$command $format $options"
    done
  done
done
git branch base HEAD~1
for format in $formats; do
  for host in GITHUB_ACTIONS=true TF_BUILD=True NONE=1; do
    run env "$host" "$REKEY" ci --base base --head main --format "$format" .
    hidden "ci $format $host"
  done
done

echo "-- allowed, known"
printf 'in-* # was %s\n' "$password" >.rekeyignore
run "$REKEY" dir . -v --format json
hidden "allowed"
rm .rekeyignore
run "$REKEY" baseline create
cp .rekey-baseline.json "$work/out"
hidden "the baseline"
run "$REKEY" git . -v --format html
hidden "known"
rm .rekey-baseline.json

echo "-- explain, and errors that repeat what was given"
run "$REKEY" explain "in-$token.env:1"
expect 0 "reported"
hidden "explain"
for arguments in "dir ./${token}x" "git https://u:$token@host.test.invalid/x" "git . --branch $token" \
  "git . --range $token.." "--$token" "dir . --only-rules $password" "reset $token"; do
  # shellcheck disable=SC2086
  run "$REKEY" $arguments
  expect 2
  hidden "$arguments"
done

echo "-- an organisation's state and its reports"
cd "$work" && printf '%s\n' "$work/repo" >list && run "$REKEY" org work list --state state
hidden "org work"
cat state/state.sqlite* >"$work/out"
hidden "the state"
for format in $(formats_of org report); do
  run "$REKEY" org report --state state --format "$format"
  hidden "org report $format"
done
run "$REKEY" org status --state state
hidden "org status"

echo "-- an earlier state has names as they were: masked when they are read"
python3 - "$token" <<'END'
import sqlite3, sys
state = sqlite3.connect("state/state.sqlite")
state.execute("UPDATE repositories SET authors = ?, reason = ?", (sys.argv[1], "not " + sys.argv[1]))
state.execute("UPDATE occurrences SET author = ?, path = ?", (sys.argv[1], sys.argv[1] + ".env"))
state.commit()
END
for format in $(formats_of org report); do
  run "$REKEY" org report --state state --format "$format" -v
  hidden "org report $format of an earlier state"
done
run "$REKEY" org status --state state
hidden "org status of an earlier state"

echo "-- what shows secrets is its owner's"
cd "$work/repo" || exit 1
umask 022
"$REKEY_PROGRAM" dir . --show-secrets --report json=new.json >/dev/null 2>&1
[ "$(stat -c %a new.json)" = 600 ] || fail "a new report with secrets has mode $(stat -c %a new.json)"
"$REKEY_PROGRAM" dir . --report json=plain.json >/dev/null 2>&1
[ "$(stat -c %a plain.json)" = 644 ] || fail "a new report has mode $(stat -c %a plain.json)"
for mode in 400 600 640 644; do
  chmod $mode plain.json
  "$REKEY_PROGRAM" dir . --report json=plain.json >/dev/null 2>&1
  [ "$(stat -c %a plain.json)" = $mode ] || fail "mode $mode became $(stat -c %a plain.json)"
done
chmod 644 plain.json && "$REKEY_PROGRAM" dir . --show-secrets --report json=plain.json >/dev/null 2>&1
[ "$(stat -c %a plain.json)" = 600 ] || fail "secrets in a file of mode $(stat -c %a plain.json)"
finish
