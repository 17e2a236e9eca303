# Names that CI systems take for commands, in every format of every command, in a job's log or not.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 91)
git init -q -b main repo && cd repo || exit 1
echo clean >a && git add . && git commit -qm base && git branch base
for name in '##[set-output name=x]y.env' '::set-output name=x::y.env' '##vso[task.setvariable variable=a]b.env' \
  $' \xe3\x80\x80::add-mask::x.env' $'line\n::error::x.env'; do
  printf "token = '%s'\n" "$token" >"$name"
done
git add . && GIT_AUTHOR_NAME='::error::x ##vso[a]' git commit -qm '::error::x ##[y]'
git branch '##vso-x' 2>/dev/null

acts() {
  python3 - "$1" "$work/out" "$work/err" <<'END'
import re, sys
own = {"github": r"::(error|warning|notice) ", "azure": r"##vso\[task\.logissue "}.get(sys.argv[1], r"(?!)")
for line in (open(sys.argv[2], "rb").read() + open(sys.argv[3], "rb").read()).decode().splitlines():
    line = line.lstrip()
    if re.match(r"::(stop-commands::)?rekey[0-9a-f]{32}(::)?$", line):
        continue  # no repository knows the word
    # What the host is told beside the report, too.
    line = re.sub(r"^(::(error|warning|notice) |##vso\[task\.logissue )", "", line)
    if line.startswith("::") or re.search(r"##[a-z]*\[", line):
        print("acts:", line)
        sys.exit(0)
sys.exit(1)
END
}

for format in $(formats_of dir); do
  for host in GITHUB_ACTIONS=true TF_BUILD=True NONE=1; do
    for command in "dir ." "git ." "ci --base base ."; do
      # shellcheck disable=SC2086
      run env "$host" "$REKEY" $command --format "$format" -v
      expect 1
      acts "$format" && fail "$command --format $format acts under $host"
    done
  done
done
run "$REKEY" explain '::set-output name=x::y.env:1'
expect 0 "reported"
acts text && fail "explain acts"
run "$REKEY" baseline create && run "$REKEY" baseline show
acts text && fail "baseline show acts"
run "$REKEY" dir '::set-output name=x::none'
acts text && fail "an error acts"
finish
