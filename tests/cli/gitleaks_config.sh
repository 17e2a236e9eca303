# A gitleaks configuration runs as it is: where it is looked for, what it extends, and every key.
. "$REKEY_SOURCE/tests/cli/lib.sh"

rule() { printf '[[rules]]\nid = "%s"\ndescription = "%s"\nregex = "%s"\n' "$1" "$1" "$2"; }
ids() { # the rules that the last run's JSON report names, sorted, with lines
  python3 -c 'import json,sys
for f in sorted((f["rule"], o["path"], o["line"]) for f in json.load(open("out"))["findings"] for o in f["occurrences"]):
    print(*f)' | tr '\n' ';'
}
# found CONFIG WHAT: the findings in tree/ under the configuration.
found() {
  run "$REKEY" dir tree --format json --config "$1"
  [ "$(ids)" = "$2" ] || fail "$1: '$(ids)' instead of '$2' $(head -c 300 err)"
}
mkdir tree && printf 'alpha-1234\nbeta-1234\n\n\nalpha-5678 beta-5678\n' >tree/a.txt && printf 'x\n' >tree/key.p12

echo "-- where it is looked for"
rule alpha 'alpha-[0-9]{4}' >alpha.toml
found alpha.toml "alpha a.txt 1;alpha a.txt 5;"
cp alpha.toml tree/.gitleaks.toml
run "$REKEY" dir tree --format json
[ "$(ids)" = "alpha a.txt 1;alpha a.txt 5;" ] || fail "root: $(ids)"
rule beta 'beta-[0-9]{4}' >beta.toml
GITLEAKS_CONFIG=beta.toml run "$REKEY" dir tree --format json
[ "$(ids)" = "beta a.txt 2;beta a.txt 5;" ] || fail "GITLEAKS_CONFIG: $(ids)"
GITLEAKS_CONFIG_TOML=$(cat beta.toml) run "$REKEY" dir tree --format json
[ "$(ids)" = "beta a.txt 2;beta a.txt 5;" ] || fail "GITLEAKS_CONFIG_TOML: $(ids)"
rm tree/.gitleaks.toml

echo "-- extends a path, overrides, disables; two deep at most; not with useDefault"
{ printf '[extend]\npath = "alpha.toml"\n'; rule beta 'beta-[0-9]{4}'; printf '[[rules]]\nid = "alpha"\n[[rules.allowlists]]\nregexes = ["5678"]\n'; } >over.toml
found over.toml "alpha a.txt 1;beta a.txt 2;beta a.txt 5;"
printf '[extend]\npath = "over.toml"\ndisabledRules = ["beta", "gone"]\n' >two.toml
found two.toml "alpha a.txt 1;"
grep -q "no rule 'gone'" err || fail "the unknown rule is not told: $(cat err)"
printf '[extend]\npath = "two.toml"\n' >three.toml
printf '[extend]\npath = "three.toml"\n' >four.toml
run "$REKEY" dir tree --config four.toml
expect 2 "two files deep"
printf '[extend]\npath = "alpha.toml"\nuseDefault = true\n' >both.toml
run "$REKEY" dir tree --config both.toml
expect 2 "both.toml:"

echo "-- a configuration without rules is refused with the fix, rekey's own is not"
printf '[[allowlists]]\npaths = ["a"]\n' >none.toml
run "$REKEY" dir tree --config none.toml
expect 2 "useDefault = true"
cp none.toml tree/.rekey.toml
run "$REKEY" dir tree
expect 0
rm tree/.rekey.toml

echo "-- rules on paths, with and without an expression"
{ printf '[[rules]]\nid = "p12"\npath = "[.]p12$"\n'; rule alpha 'alpha-[0-9]{4}'; printf 'path = "nowhere"\n'; } >path.toml
found path.toml "p12 key.p12 1;"

echo "-- composite rules: lines, columns, anywhere; parts are not reported"
part='[[rules]]
id = "part"
regex = "beta-[0-9]{4}"
skipReport = true
'
composite() { rule alpha 'alpha-[0-9]{4}'; printf '[[rules.required]]\nid = "part"\n%s\n%s' "$1" "$part"; }
composite '' >near.toml
found near.toml "alpha a.txt 1;alpha a.txt 5;"
composite 'withinLines = 0' >near.toml
found near.toml "alpha a.txt 5;"
composite 'withinLines = 1' >near.toml
found near.toml "alpha a.txt 1;alpha a.txt 5;"
composite 'withinColumns = 5' >near.toml
found near.toml "alpha a.txt 1;alpha a.txt 5;"
composite 'withinLines = 0
withinColumns = 10' >near.toml
found near.toml ""
composite 'withinLines = 0
withinColumns = 11' >near.toml
found near.toml "alpha a.txt 5;"
printf 'alpha-1234\n' >tree/a.txt
found near.toml ""
printf '%s' "$part" >parts.toml
run "$REKEY" dir tree --config parts.toml
expect 2 "no rule that reports"

echo "-- a disabled rule that another one asks for is searched and not reported"
printf 'alpha-1234 beta-1234\n' >tree/a.txt
{ rule alpha 'alpha-[0-9]{4}'; printf '[[rules.required]]\nid = "beta"\n'; rule beta 'beta-[0-9]{4}'; } >both.toml
found both.toml "alpha a.txt 1;beta a.txt 1;"
printf '[extend]\npath = "both.toml"\ndisabledRules = ["beta"]\n' >without.toml
found without.toml "alpha a.txt 1;"
printf '[extend]\npath = "both.toml"\ndisabledRules = ["beta", "alpha"]\n[[rules]]\nid = "gamma"\nregex = "beta-1"\n' >without.toml
found without.toml "gamma a.txt 1;"
printf '[extend]\nuseDefault = true\ndisabledRules = ["aws-access-key-id"]\n' >default.toml
run "$REKEY" dir tree --config default.toml
expect 0

echo "-- allowlists: condition, target, stop words, target rules"
printf 'alpha-1234 ok\nalpha-5678 no\n' >tree/a.txt
allow() { cat alpha.toml; printf '[[allowlists]]\n%s\n' "$1"; }
allow 'regexTarget = "line"
regexes = ["ok"]' >allow.toml
found allow.toml "alpha a.txt 2;"
allow 'condition = "AND"
regexTarget = "line"
regexes = ["ok"]
paths = ["a[.]txt"]' >allow.toml
found allow.toml "alpha a.txt 2;"
allow 'condition = "AND"
regexTarget = "line"
regexes = ["ok"]
paths = ["b[.]txt"]' >allow.toml
found allow.toml "alpha a.txt 1;alpha a.txt 2;"
allow 'stopwords = ["ALPHA-5"]' >allow.toml
found allow.toml "alpha a.txt 1;"
allow 'targetRules = ["other"]
stopwords = ["alpha"]' >allow.toml
found allow.toml "alpha a.txt 1;alpha a.txt 2;"
allow '' >allow.toml
run "$REKEY" dir tree --config allow.toml
expect 2 "allow.toml:"

echo "-- rules of one place: all are reported, but a generic one beside a specific one"
printf 'key=alpha-1234\n' >tree/a.txt
{ rule one 'alpha-[0-9]{4}'; rule two 'key=(alpha-[0-9]{4})'; rule my-generic 'lpha-[0-9]{4}'; } >same.toml
found same.toml "one a.txt 1;two a.txt 1;"

echo "-- an expression without a literal, behind its keywords"
printf 'token 0123456789abcdef0123456789abcdef01234567\n' >tree/a.txt
printf '0123456789abcdef0123456789abcdef01234567\n' >tree/b.txt
{ rule sha '\\b([0-9a-f]{40})\\b'; printf 'keywords = ["TOKEN"]\n'; } >gate.toml
found gate.toml "sha a.txt 1;"

finish
