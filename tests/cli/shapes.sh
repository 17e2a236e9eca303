# Time against size: a text four times as large takes four times as long, whatever shape it has. The
# whole set, by megabytes: benchmarks/shapes.
. "$REKEY_SOURCE/tests/cli/lib.sh"
export REKEY=$REKEY_PROGRAM

# What a square costs is 16; other work on the machine may double a time.
"$REKEY_SOURCE/benchmarks/shapes" --sizes 0.5,2 --bar 9 --runs 2 \
  "name and quote, one line" "name and colon, one line" "null values, one line" "own values, one line" \
  "provider words and hex, one line" "key ids and secrets, one line" "JWT of two parts, one line" \
  "PEM begin and base64, one line" "PEM begin, lines" "passwords in URLs, one line" \
  "secrets that are allowed, one line" "XML and values, one line" "UTF-16, own values" "nested JSON" \
  "name and = and blank, one line" \
  >"$work/shapes" 2>&1 || fail "$(cat "$work/shapes")"
tail -1 "$work/shapes"
finish
