# shellcheck shell=bash
# Sourced after tests/cli/lib.sh: situations of hooks and CI as rows of a table: what was scanned,
# what was found, what was returned. Each row is a test; the table is printed at the end.
rows=()

# situation NAME CODE FOUND: the last run (its report as text in $work/out, its exit code in $code)
# returned CODE and found FOUND leaks.
situation() {
  local found summary
  found=$(grep -oE '^[0-9]+ leaks? found' "$work/out" | grep -oE '^[0-9]+' | tail -1)
  found=${found:-0}
  summary=$(grep -hoE '(: [0-9]+ texts?.*|No staged changes|No commits.*)' "$work/out" | tail -1 |
    sed -E 's/^: //; s/, [0-9.]+ (s|ms)$//')
  rows+=("$(printf '%-66s | %-34s | %5s | %4s' "$1" "${summary:--}" "$found" "$code")")
  [ "$code" = "$2" ] || fail "$1: exit code $code instead of $2: $(head -c 400 "$work/out" "$work/err")"
  [ "$found" = "$3" ] || fail "$1: $found leaks found instead of $3: $(head -c 600 "$work/out")"
}

# expect_place TEXT: the last report names it.
expect_place() {
  grep -qF -- "$1" "$work/out" || fail "no '$1' in: $(head -c 600 "$work/out")"
}

print_table() {
  printf '%-66s | %-34s | %5s | %4s\n' situation scanned found exit
  printf '%s\n' "${rows[@]}"
}
