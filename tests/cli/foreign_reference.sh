# Gitleaks configurations of every key in many combinations, against a plain reading of them.
. "$REKEY_SOURCE/tests/cli/lib.sh"

run python3 "$REKEY_SOURCE/tests/evidence/foreign_reference.py" "$REKEY" "$REKEY_SOURCE/scanner" 1 12
expect 0 "configuration 12: "
finish
