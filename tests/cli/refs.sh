# Tags on blobs, on trees and on tags, refs on blobs and trees, headers: each way in finds what only
# they hold. Broken refs: no way in is green.
. "$REKEY_SOURCE/tests/cli/lib.sh"
mkdir "$work/bin" && ln -s "$REKEY" "$work/bin/rekey" && export PATH=$work/bin:$PATH
unset GITHUB_ACTIONS GITLAB_CI TF_BUILD BITBUCKET_BUILD_NUMBER JENKINS_URL BUILDKITE CIRCLECI
token=$(fake_token 1)
line="key=$token"

# fresh: a repository with a clean commit and a server that has it, in $PWD and $work/server.
fresh() {
  cd "$work" && rm -rf repo server && git init -q -b main repo && cd repo || exit 1
  echo fine >a && git add a && git commit -qm one
  git init -q --bare -b main "$work/server" && git push -q "$work/server" main:base 2>/dev/null
  (cd "$work/server" && rekey hook install pre-receive >/dev/null 2>&1)
}
blob() { printf '%s\n' "$line" | git hash-object -w --stdin; }
tree() { printf '100644 blob %s\tconf/s.env\n' "$(blob)" | sed 's,conf/,,' | git mktree; }
# tag_on ID TYPE [NAME]: a tag object.
tag_on() {
  printf 'object %s\ntype %s\ntag %s\ntagger A <a@test.invalid> 1700000000 +0000\n\nx\n' "$1" "$2" "${3-t}" |
    git hash-object -t tag -w --stdin
}
# commit_with AUTHOR COMMITTER HEADERS
commit_with() {
  printf 'tree %s\nparent %s\nauthor %s 1700000000 +0000\ncommitter %s 1700000000 +0000\n%s\nm\n' \
    "$(git rev-parse 'HEAD^{tree}')" "$(git rev-parse HEAD)" "$1" "$2" "$3" | git hash-object -t commit -w --stdin
}

# finds NAME PLACE [REFSPEC]: refs/tags/t (or REFSPEC's) holds the token, and nothing else does.
finds() {
  local name=$1 place=$2 spec=${3-refs/tags/t} way
  for way in "git" "git --no-unreachable" "git --branch ${spec#refs/}" "ci --no-fetch --base main --head ${spec#refs/}"; do
    # shellcheck disable=SC2086
    run "$REKEY" $way --format json .
    [ "$code" = 1 ] || fail "$name, $way: exit code $code: $(cat "$work/err")"
    PLACE=$place python3 - "$work/out" <<'END' || fail "$name, $way: $(python3 -m json.tool "$work/out" | grep -E '"(place|path|line|column|refs)"')"
import json, os, sys
report = json.load(open(sys.argv[1]))
places = {f'{at["place"]} {at["path"]}:{at["line"]}:{at["column"]}' for f in report["findings"] for at in f["occurrences"]}
sys.exit(places != {os.environ["PLACE"]})
END
  done
  git push -q "$work/server" "$spec" >"$work/out" 2>&1 </dev/null && fail "$name: pre-receive takes it"
  keep "$work/out"
  grep -q "GitHub personal access token" "$work/out" || fail "$name: pre-receive says: $(cat "$work/out")"
  git init -q --bare "$work/other" && git push -q "$work/other" main 2>/dev/null
  rekey hook install pre-push >/dev/null 2>&1
  git push -q "$work/other" "$spec" >"$work/out" 2>&1 </dev/null && fail "$name: pre-push lets it go"
  keep "$work/out"
  rm -rf "$work/other"
}

fresh && git update-ref refs/tags/t "$(tag_on "$(blob)" blob)"
finds "a tag on a blob" "orphan (blob $(git rev-parse 't^{}' | cut -c1-12)):1:5"
fresh && git update-ref refs/tags/t "$(blob)"
finds "a ref on a blob" "orphan (blob $(git rev-parse t | cut -c1-12)):1:5"
fresh && git update-ref refs/tags/t "$(tag_on "$(tree)" tree)"
finds "a tag on a tree" "file s.env:1:5"
fresh && git update-ref refs/tags/t "$(tree)"
finds "a ref on a tree" "file s.env:1:5"
fresh && git update-ref refs/blobs/x "$(blob)"
finds "a ref of another kind on a blob" "orphan (blob $(git rev-parse refs/blobs/x | cut -c1-12)):1:5" refs/blobs/x
fresh
inner=$(tag_on "$(blob)" blob)
for i in $(seq 30); do inner=$(tag_on "$inner" tag "t$i"); done
git update-ref refs/tags/t "$inner"
finds "thirty tags on each other, a blob under them" "orphan (blob $(git rev-parse 't^{}' | cut -c1-12)):1:5"
fresh && git tag -a -m "Said: $token" inner && git tag -a -m outer t inner 2>/dev/null && git tag -d inner >/dev/null
finds "a tag on a tag's message" "tag-message (tag message):1:7"
fresh && git update-ref refs/tags/t "$(tag_on "$(git rev-parse HEAD)" commit "$line")"
finds "a tag's header" "tag-header (tag header):3:9"

me="A <a@test.invalid>"
fresh && git update-ref refs/tags/t "$(commit_with "$line <a@test.invalid>" "$me" "")"
finds "an author's name" "commit-header (commit header):3:12"
fresh && git update-ref refs/tags/t "$(commit_with "$me" "A <$line>" "")"
finds "a committer's address" "commit-header (commit header):4:18"
fresh && git update-ref refs/tags/t "$(commit_with "$me" "$me" "note $line
")"
finds "an unknown header" "commit-header (commit header):5:10"
fresh && git update-ref refs/tags/t "$(commit_with "$me" "$me" "mergetag object $(git rev-parse HEAD)
 type commit
 tag v
 tagger A <a@test.invalid> 1700000000 +0000
 
 $line
")"
finds "a mergetag's message" "commit-header (commit header):10:6"
fresh && git update-ref refs/tags/t "$(commit_with "$me" "$me" "gpgsig -----BEGIN PGP SIGNATURE-----
 
 $line
 -----END PGP SIGNATURE-----
")"
finds "a signature" "commit-header (commit header):7:6"

# What a server has is not reported again, and what is deleted is nothing new.
fresh && git update-ref refs/tags/t "$(tag_on "$(blob)" blob)"
git -C "$work/server" fetch -q "$work/repo" refs/tags/t:refs/tags/t
git push -q "$work/server" refs/tags/t:refs/tags/again >"$work/out" 2>&1 || fail "a known tag: $(cat "$work/out")"
git push -q "$work/server" :refs/tags/t >"$work/out" 2>&1 || fail "a deleted tag: $(cat "$work/out")"

# broken NAME WHY: exit 3 in every mode, and a push to such a server is refused.
broken() {
  local way
  for way in "git" "git --no-unreachable" "git --branch main" "git --range HEAD~1..HEAD" \
    "ci --no-fetch --base HEAD~1"; do
    # shellcheck disable=SC2086
    run "$REKEY" $way
    expect 3 "$2"
    [ "$code" = 3 ] || fail "$1: $way"
  done
  echo "refs/heads/main $head refs/heads/main $before" >"$work/pushed"
  run "$REKEY" hook run pre-push origin url <"$work/pushed"
  expect 3 "$2"
  echo "$before $head refs/heads/new" >"$work/pushed"
  run "$REKEY" hook run pre-receive <"$work/pushed"
  expect 3 "$2"
}
two() {
  fresh && echo more >b && git add b && git commit -qm two
  head=$(git rev-parse HEAD) before=$(git rev-parse HEAD~1)
}
two && : >.git/refs/heads/x && broken "an empty ref" "refs/heads/x"
two && git rev-parse HEAD | cut -c1-20 >.git/refs/heads/x && broken "a ref cut short" "a broken ref"
two && mkfifo .git/refs/heads/x && broken "a pipe" "no regular file"
two && ln -s /etc/passwd .git/refs/heads/x && broken "a link" "not followed"
two && git symbolic-ref refs/heads/x refs/heads/y && broken "a symbolic ref to nowhere" "leads nowhere"
two && git symbolic-ref refs/heads/x refs/heads/x && broken "a ring" "ever more others"
two && git pack-refs --all && echo "no ref" >>.git/packed-refs && broken "a packed line" "packed-refs line"
two && git rev-parse HEAD | tr 0-9a-f 1-9a-f0 >.git/refs/heads/x && broken "a ref on nothing" "refs/heads/x names it"
two && git symbolic-ref HEAD refs/heads/unborn
run "$REKEY" git .
expect 0

# Modes that git gives nobody are files to it.
for mode in 644 0 60644 140644; do
  fresh
  id=$(printf '%b' "$mode s.env\\0$(blob | sed 's/../\\x&/g')" | git hash-object -t tree -w --stdin --literally)
  commit=$(printf 'tree %s\nparent %s\nauthor A <a@b> 1700000000 +0000\ncommitter A <a@b> 1700000000 +0000\n\nm\n' "$id" "$(git rev-parse HEAD)" | git hash-object -t commit -w --stdin)
  run "$REKEY" ci --no-fetch --base main --head "$commit" .
  expect 1 "s.env"
done
finish
