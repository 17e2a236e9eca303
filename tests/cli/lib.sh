# Sourced by the program tests: a folder of their own, checks that say what was wrong.
set -u
work=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 1
export HOME=$work XDG_CACHE_HOME=$work/cache GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@test.invalid
export GIT_COMMITTER_NAME=Carl GIT_COMMITTER_EMAIL=carl@test.invalid
. "$REKEY_SOURCE/tests/support/plant.sh"
failed=0

fail() {
  echo "FAILED: $*"
  failed=1
}

# run COMMAND...: leaves exit code, standard output and standard error in $code, out, err.
run() {
  "$@" >"$work/out" 2>"$work/err"
  code=$?
  [ "$1" = "$REKEY" ] || keep "$work/out" "$work/err"
}

# keep FILE...: artefacts of runs that tests/artefacts/rekey did not see: of git with hooks, say.
keep() {
  [ -n "${REKEY_ARTEFACTS-}" ] || return 0
  local kept
  kept=$(mktemp -d "$REKEY_ARTEFACTS/runs/$REKEY_TEST.XXXXXXXX") && cp -- "$@" "$kept"
}

# expect CODE TEXT: the last run's exit code, and a text on one of its outputs.
expect() {
  [ "$code" = "$1" ] || fail "exit code $code instead of $1: $(head -c 300 "$work/err")"
  if [ -n "${2-}" ] && ! grep -qF -- "$2" "$work/out" "$work/err"; then
    fail "no '$2' in: $(head -c 500 "$work/out" "$work/err")"
  fi
}

# no_secret TOKEN: the last run showed no part of it.
no_secret() {
  if grep -qF -- "${1#ghp_}" "$work/out" "$work/err"; then fail "the secret is in the output"; fi
}

# formats_of COMMAND...: the formats that its --format takes, as the program names them.
formats_of() {
  local names
  names=$("$REKEY_PROGRAM" "$@" --format '?' 2>&1 | sed -n 's/.* not in {\(.*\)}.*/\1/p' | tr ',' ' ')
  [ "$(wc -w <<<"$names")" -ge 10 ] || fail "no formats of $*" >&2
  echo "$names"
}

finish() { exit $failed; }
