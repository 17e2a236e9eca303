# What the tools for rules say: explain, rules show, rules list --stats, the order of a reset.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1)
bad=$(printf '%s' "$token" | sed 's/.$/_/; s/_$/'"$( [ "${token%?}0" = "$token" ] && echo 1 || echo 0 )"'/')

echo "-- explain: kept, rejected, allowed, known; masked"
printf 'key=%s\nkey=%s\nnothing\nkey=%s # gitleaks:allow\n' "$token" "$bad" "$token" >a.env
run "$REKEY" explain a.env:1
expect 0 "a.env:1:5  github-pat-classic  ghp_…(40)"
grep -q "^    reported" out || fail "not kept: $(cat out)"
no_secret "$token"
run "$REKEY" explain a.env:2
expect 0 "not reported, by validator: the validator 'crc32-base62' rejects it"
run "$REKEY" explain a.env:3:1
expect 0 "No candidate"
run "$REKEY" explain a.env:4
expect 0 "not reported, by comment: gitleaks:allow"
run "$REKEY" explain a.env:9
expect 2 "no such line"
run "$REKEY" explain a.env:1 --skip-rules github-pat-classic
expect 0 "by options"
printf '*.env # samples\n' >.rekeyignore
run "$REKEY" explain a.env:1
expect 0 "by ignore file: .rekeyignore:1: samples"
rm .rekeyignore
printf '[[rules]]\nid = "one-word"\nregex = "word-([a-z]+)"\nentropy = 2.5\nkeywords = ["word"]\n' >rules.toml
printf 'word-aaaa\n' >b.txt
run "$REKEY" explain b.txt:1 --rules rules.toml
expect 0 "its entropy is 0.00 bits a byte; the rule asks for more than 2.50"
for wrong in a.env a.env: a.env:0 :1 a.env:x; do
  run "$REKEY" explain "$wrong"
  expect 2
done
run "$REKEY" explain gone:1
expect 2 "gone"

echo "-- rules show: all of a rule; an id that is none"
run "$REKEY" rules show twilio-auth-token
expect 0 "pair with     twilio-account-sid"
for row in "severity      critical" "validator     not-placeholder: " "entropy       more than 2.80" "step 1 " "check  "; do
  grep -q "^$row" out || fail "no row '$row': $(cat out)"
done
run "$REKEY" rules show one-word --rules rules.toml
expect 0 'word-([a-z]+)'
run "$REKEY" rules show gone
expect 2 "no rule"

echo "-- rules list --stats: at least 150 providers have a reset of their own"
run "$REKEY" rules list --stats
own=$(sed -n 's/ providers with a reset of their own.*//p' out)
[ "${own:-0}" -ge 150 ] || fail "only '$own' providers with a reset of their own"

echo "-- the order of a reset follows the exposure"
cat >report.json <<'END'
{"findings": [{"rule": "a-b", "kind": "K", "reset": {"summary": "S", "steps": ["Find the key.", "Create a new key.",
 "Put it where the old one is used.", "Revoke the leaked key.", "Delete what nobody uses or the key could read.", "Read the log."]}}]}
END
order() { run "$REKEY" reset report.json "$@"; expect 0; grep '^[0-9]' out | cut -d' ' -f2 | tr '\n' ' '; }
[ "$(order)" = "Find Create Put Revoke Delete Read " ] || fail "as it is: $(order)"
[ "$(order --exposure public)" = "Find Revoke Create Put Delete Read " ] || fail "public: $(order --exposure public)"
sed -i 's/"Create a new key."/"Revoke the leaked key.", "Create a new key."/; s/ "Revoke the leaked key.", "Delete/ "Delete/' report.json
[ "$(order --exposure private)" = "Find Create Put Revoke Delete Read " ] || fail "private: $(order --exposure private)"
run "$REKEY" reset report.json --exposure secret
expect 2
finish
