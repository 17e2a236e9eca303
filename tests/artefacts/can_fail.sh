# The check of all artefacts finds a secret in every form and on every way out of a run, and nothing
# where there is none; what --show-secrets shows is no fault. That of all SARIF reports finds faults.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$REKEY_SOURCE/tests/support/plant.sh"
export HOME=$work/home REKEY_ARTEFACTS=$work/artefacts REKEY_PROGRAM=$work/played REKEY_TEST=can_fail
failed=0
fail() {
  echo "FAILED: $*"
  failed=1
}

# A program that writes its second word to the place that the first names.
cat >"$REKEY_PROGRAM" <<'PLAYED'
#!/bin/sh
case $1 in
  stdout) printf '%s' "$2" ;;
  stderr) printf '%s' "$2" >&2 ;;
  *) mkdir -p "$HOME/$1" && printf '%s' "$2" >"$HOME/$1/file" ;;
esac
exit 7
PLAYED
chmod +x "$REKEY_PROGRAM"
anew() {
  rm -rf "$HOME" "$REKEY_ARTEFACTS"
  mkdir -p "$HOME" "$REKEY_ARTEFACTS/planted" "$REKEY_ARTEFACTS/runs" "$REKEY_ARTEFACTS/shown"
  fake_token 1 >/dev/null
}
anew
token=$(fake_token 1)
recorded() { "$REKEY_SOURCE/tests/artefacts/rekey" "$@"; }
judged() { # judged CODE NAME: what the check says of the runs since the last anew
  python3 "$REKEY_SOURCE/tests/artefacts/secrets.py" "$REKEY_ARTEFACTS" >"$work/verdict" 2>&1
  [ $? = "$1" ] || fail "$2: $(cat "$work/verdict")"
  grep -qF "${token#ghp_}" "$work/verdict" && fail "$2: the check shows the secret"
}

while IFS=' ' read -r name text; do
  anew
  recorded stdout "before $text after" >file
  [ $? = 7 ] || fail "$name: another exit code"
  judged 1 "$name"
done <<FORMS
whole $token
ten-characters $(printf '%.12s' "${token#ghp_????}")
base64 $(printf '%s' "$token" | base64 -w0)
base64-one-on $(printf 'a%s' "$token" | base64 -w0)
base64-two-on $(printf 'ab%s' "$token" | base64 -w0)
base64-url $(printf '>>>%s' "$token" | base64 -w0 | tr +/ -_)
hexadecimal $(printf '%s' "$token" | od -An -tx1 | tr -d ' \n')
hexadecimal-upper $(printf '%s' "$token" | od -An -tx1 | tr -d ' \n' | tr a-f A-F)
percent $(printf '%s' "$token" | od -An -tx1 -v | tr ' ' % | tr -d '\n')
FORMS

for place in stdout stderr folder .cache/rekey; do
  anew
  recorded "$place" "$token" >file 2>file2
  judged 1 "$place"
  anew
  recorded "$place" "$token" 2>&1 | cat >/dev/null
  judged 1 "$place, in a pipe"
  anew
  recorded "$place" nothing >file 2>file2
  judged 0 "$place, nothing"
  anew
  recorded "$place" "$token" --show-secrets >file 2>file2
  recorded "$place" nothing >file3 2>file2
  judged 0 "$place, with --show-secrets"
done
anew
printf '%s' "$token" >"$HOME/planted"
recorded stdout nothing >file
judged 0 "a file that was there before the run"
[ "$(recorded stdout through)" = through ] || fail "standard output does not come through"
recorded stdout "$(head -c 90000 /dev/zero | tr '\0' x)" | head -c 1 >/dev/null
code=${PIPESTATUS[0]}
[ "$code" = 7 ] || [ "$code" -gt 128 ] || fail "a closed pipe: $code"
anew
echo "$token" >"$work/log"
recorded stdout nothing >file
python3 "$REKEY_SOURCE/tests/artefacts/secrets.py" "$REKEY_ARTEFACTS" "$work/log" >/dev/null && fail "a log"
rm -rf "$REKEY_ARTEFACTS/runs/"*
judged 2 "secrets were planted, and no run was kept"

# The same of sarif.py: the report as it is passes; each fault is seen.
anew
golden=$REKEY_SOURCE/tests/golden/report.sarif
sarif() { python3 "$REKEY_SOURCE/tests/artefacts/sarif.py" "$REKEY_ARTEFACTS" "$REKEY_SOURCE/tests/schemas/sarif-2.1.0.json"; }
recorded stdout "$(cat "$golden")" >file
sarif | grep -q "^1 SARIF reports.*none breaks" || fail "a sound SARIF report: $(sarif)"
for fault in 's/"startLine": [0-9]*/"startLine": 0/' 's/"ruleIndex": 0/"ruleIndex": 1/' 's/"endColumn"/"endColumns"/' \
  's/"level": "error"/"level": "bad"/' 's/"fullDescription"/"fuller"/'; do
  anew
  recorded stdout "$(sed "$fault" "$golden")" >file
  sarif >verdict && fail "SARIF with $fault passes: $(cat verdict)"
done
exit $failed
