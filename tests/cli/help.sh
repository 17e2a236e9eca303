# --help of every command fits a screen: 80 columns, 40 lines; the examples of the manual run.
. "$REKEY_SOURCE/tests/cli/lib.sh"

echo "-- every command, found from the lists that --help prints"
commands=0
fits() { # fits WORD...: this command's help, then those under it
  run "$REKEY" "$@" --help
  local text next
  text=$(cat out)
  expect 0 "Usage: rekey${1+ }$*"
  commands=$((commands + 1))
  [ "$(wc -l <out)" -le 40 ] || fail "rekey $*: $(wc -l <out) lines"
  awk -v name="rekey $*" 'length > 80 { print name ": " $0; found = 1 } END { exit !found }' out && fail "lines of more than 80 columns"
  grep -q '[[:space:]]$' out && fail "rekey $*: blanks at the end of a line"
  head -1 <<<"$text" | grep -q " COMMAND" || return
  for next in $(sed -n '/^$/,/:$/s/^  \([a-z]*\)  *[^ ].*/\1/p' <<<"$text"); do
    fits "$@" "$next"
  done
}
fits
[ "$commands" -ge 22 ] || fail "only $commands commands"

echo "-- a list has one sentence a command, options have their choices and what holds without them"
run "$REKEY" --help
expect 0 "  baseline               The leaks that are known already"
run "$REKEY" git --help
expect 0 "  --exit-on WHICH        What gives exit code 1 (new): new, any, none"
grep -q "Usage: rekey git \[OPTION\]... \[REPO\]" out || fail "no usage"
run "$REKEY" explain --help
expect 0 "Usage: rekey explain [OPTION]... FILE:LINE"

echo "-- the examples of the manual run as they stand"
run "$REKEY" manual
sed -n '/^\.SH EXAMPLES/,/^\.SH EXIT/s/^\.B //p' out | sed 's/\\-/-/g; s/\\e/\\/g' >examples
[ "$(wc -l <examples)" -ge 20 ] || fail "$(wc -l <examples) examples"
mkdir bin && ln -s "$REKEY" bin/rekey && export PATH=$work/bin:$PATH
git init -q -b main origin && cd origin || exit 1
mkdir src && echo "key=$(fake_token 1)" >app.env && echo x >src/x && git add . && git commit -qm one
cd .. && git clone -q origin repo && cd repo || exit 1
printf '[[rules]]\nid = "mine"\nregex = "mine-[a-z]{8}"\nexamples = ["a [[mine-abcdefgh]]"]\n' >mine.toml
echo y >src/y && git add src && git commit -qm two && echo "key=$(fake_token 2)" >staged.env && git add staged.env
unset CI GITHUB_ACTIONS GITLAB_CI TF_BUILD BITBUCKET_BUILD_NUMBER JENKINS_URL BUILDKITE CIRCLECI
run "$REKEY" git . --format json
cp "$work/out" leaks.json
while read -r line; do
  case $line in *"| man"*) line="${line%|*}" ;; esac
  bash -o pipefail -c "$line" >"$work/out" 2>"$work/err" </dev/null
  code=$?
  keep "$work/out" "$work/err"
  case $line in
    "rekey git ."* | "rekey staged" | "rekey hook run"* | *stdin*) wanted=1 ;; # there are leaks
    "rekey git --since"*) wanted=1 ;;
    *) wanted=0 ;;
  esac
  [ "$code" = "$wanted" ] || fail "$line: exit code $code instead of $wanted: $(head -c 300 "$work/err")"
done <"$work/examples"
[ -s reset.sh ] && sh -n reset.sh || fail "reset.sh"
[ -s rekey.sarif ] || fail "rekey.sarif"
finish
