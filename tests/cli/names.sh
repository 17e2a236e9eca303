# A secret in the name of a file, a folder or a branch is masked in every report as the one in the text.
. "$REKEY_SOURCE/tests/cli/lib.sh"

t1=$(fake_token 71) t2=$(fake_token 72)
plant "$t1" ghp_ && plant "$t2" ghp_
git init -q -b main repo && cd repo || exit 1
mkdir "in-$t2" && echo "key=$t1" >"$t1.env" && echo "key=$t1" >"in-$t2/a.env" && ln -s nowhere "in-$t2/link"
git add . && git commit -qm one
git checkout -q -b "b-$t2" && echo "key=$t2" >"only-there.env" && git add . && git commit -qm two && git checkout -q main
t3=$(fake_token 73) && plant "$t3" ghp_ && echo more >>"$t1.env" && git add . &&
  GIT_AUTHOR_NAME=$t3 GIT_AUTHOR_EMAIL=$t3@test.invalid git commit -qm "key=$t1"
head -c 3000000 /dev/zero >"in-$t2/big-$t1"
for format in $(formats_of dir); do
  for command in "dir ." "git ." "dir . --max-file-size 1M"; do
    # shellcheck disable=SC2086
    run "$REKEY" $command --format $format
    expect 1
    no_secret "$t1"
    no_secret "$t2"
    no_secret "$t3"
  done
done
run "$REKEY" dir . --format text -v
expect 1 "in-ghp_…(40)/a.env:1:5"
run "$REKEY" git . --format json
expect 1 "refs/heads/b-ghp_…(40)"
run "$REKEY" dir . --show-secrets
grep -qF "$t1.env:1:5" "$work/out" || fail "--show-secrets hides the name"
run "$REKEY" baseline create
expect 0 "3 leaks"
cp .rekey-baseline.json "$work/out"
no_secret "$t1"
run "$REKEY" git .
expect 0
finish
