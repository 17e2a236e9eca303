# shellcheck shell=bash
# Sourced by tests: secrets to plant. Each is noted, so that tests/artefacts/secrets.py knows what no
# report may show.

# plant VALUE [PREFIX]: notes a secret; PREFIX is the part of it that a mask keeps.
plant() {
  [ -z "${REKEY_ARTEFACTS-}" ] || printf '%s\t%s\n' "${2-}" "$1" >>"$REKEY_ARTEFACTS/planted/${REKEY_TEST:-test}"
}

# fake_tokens FIRST LAST: a line each, tokens of the kind "GitHub personal access token (classic)",
# well-formed: the checksum is computed.
fake_tokens() {
  local token
  while read -r token; do
    plant "$token" ghp_
    echo "$token"
  done < <(
    python3 - "$1" "$2" <<'END'
import random, string, sys, zlib
digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
for seed in range(int(sys.argv[1]), int(sys.argv[2]) + 1):
    random.seed(seed)
    body = "".join(random.choices(digits, k=30))
    value, sum62 = zlib.crc32(body.encode()), ""
    for _ in range(6):
        value, digit = divmod(value, 62)
        sum62 = digits[digit] + sum62
    print("ghp_" + body + sum62)
END
  )
}
fake_token() { fake_tokens "${1-1}" "${1-1}"; }
