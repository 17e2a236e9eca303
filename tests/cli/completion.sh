# Completions and the manual page: the shells take them, and they know what --help knows.
. "$REKEY_SOURCE/tests/cli/lib.sh"

# completed WORD...: what bash offers for the last word.
completed() {
  bash --norc --noprofile -c '
    source "$1" && shift
    COMP_WORDS=(rekey "$@") COMP_CWORD=$#
    _rekey && printf "%s\n" "${COMPREPLY[@]}"' bash "$work/bash" "$@"
}
offers() { # offers WANTED WORD...
  local wanted=$1
  shift
  completed "$@" | grep -qxF -- "$wanted" || fail "no '$wanted' for: rekey $*"
}

for shell in bash zsh fish; do
  run "$REKEY" completion "$shell"
  expect 0
  cp out "$shell"
  if command -v "$shell" >/dev/null; then
    "$shell" -n "$shell" || fail "$shell does not take its completions"
  fi
done
offers staged sta
offers ci ""
offers --range git --r
offers sarif git --format s
offers sarif git . -f sa
offers run hook ""
offers --shared hook install --s
offers --budget hook run --b
offers critical ci --base x --min-severity c
completed git --ra | grep -qv range && fail "bash offers what does not fit"
if command -v fish >/dev/null; then
  fish --no-config -c "source fish; complete -C 'rekey git --ra'" | grep -q -- --range || fail "fish: no --range"
  fish --no-config -c "source fish; complete -C 'rekey hook '" | grep -q install || fail "fish: no hook install"
fi

run "$REKEY" manual
expect 0 ".SH EXIT STATUS"
cp out rekey.1
for command in git staged ci "hook run" dir stdin "rules list" reset; do
  grep -qx ".SS rekey $command" rekey.1 || fail "the manual has no $command"
  # shellcheck disable=SC2086
  "$REKEY" $command --help | grep -oE -- '--[a-z][a-z-]+' | sort -u | while read -r option; do
    grep -qF -- "$(printf '%s' "$option" | sed 's/-/\\-/g')" rekey.1 || echo "$command $option"
  done
done >missing
[ -s missing ] && fail "the manual lacks: $(cat missing)"
if command -v groff >/dev/null; then
  groff -man -ww -z rekey.1 2>warnings
  [ -s warnings ] && fail "groff: $(head -5 warnings)"
fi

finish
