# A generated organisation of 40 repositories behind real servers: every planted secret once, killed at
# random moments the same report, a second round reads nothing anew. benchmarks/organisation: 1,000.
. "$REKEY_SOURCE/tests/cli/lib.sh"
python3 "$REKEY_SOURCE/tests/org/round.py" "$REKEY" --kills 4 --folder "$work" || fail "a promise is broken"
finish
