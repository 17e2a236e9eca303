# A tree's mode says one thing and the object is another: a folder that is a file, a file that is a
# folder, a submodule that is a file. git follows some of them to nowhere; no way of a scan is green.
. "$REKEY_SOURCE/tests/cli/lib.sh"
unset GITHUB_ACTIONS GITLAB_CI TF_BUILD BITBUCKET_BUILD_NUMBER JENKINS_URL BUILDKITE CIRCLECI
token=$(fake_token 1)

# entry MODE NAME ID: a tree's entry on standard output.
entry() {
  printf '%s %s\0' "$1" "$2"
  python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.argv[1]))' "$3"
}
# fresh: a repository of its own with a clean commit; sets $blob, which has the token.
fresh() {
  cd "$work" && rm -rf repo && git init -q -b main repo && cd repo || exit 1
  echo fine >a && git add a && git commit -qm one && git branch base
  blob=$(printf 'key=%s\n' "$token" | git hash-object -w --stdin)
}
# named MODE NAME ID: main's second commit has this entry alone.
named() {
  local tree
  tree=$(entry "$@" | git hash-object -t tree -w --stdin --literally)
  git update-ref refs/heads/main "$(git commit-tree -p HEAD -m two "$tree")"
}
# never_green NAME CODES: the exit codes of the three ways.
never_green() {
  local name=$1 wanted=$2 codes= way
  for way in "git" "git --no-unreachable" "ci --no-fetch --base base --head main"; do
    # shellcheck disable=SC2086
    run "$REKEY" $way --format json .
    codes="$codes $code"
  done
  [ "$codes" = " $wanted" ] || fail "$name: exit codes$codes, not $wanted"
}

fresh && named 100644 s.env "$blob"
never_green "a file" "1 1 1"
fresh && named 40000 s.env "$blob"
never_green "a folder that is a file" "1 1 3"
fresh && named 160000 s.env "$blob"
never_green "a submodule that is a file" "1 1 1"
fresh && named 100644 d "$(entry 100644 s.env "$blob" | git hash-object -t tree -w --stdin)"
never_green "a file that is a folder" "1 3 3"

echo "-- a submodule whose commit is here as well is no fault"
fresh && named 160000 sub "$(git rev-parse base)"
rm -f ".git/objects/${blob:0:2}/${blob:2}"
never_green "a submodule" "0 0 0"
finish
