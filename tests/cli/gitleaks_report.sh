# gitleaks' JSON report, for what reads it: its keys, the match, positions, and no secret unless asked.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 3) other=$(fake_token 4)
cat >rules.toml <<'END'
[[rules]]
id = "my-token"
description = "A token of ours"
regex = '''token\s*=\s*"(ghp_[0-9A-Za-z]{36})"'''
tags = ["ours", "key"]
END
git init -q repo && cd repo || exit 1
git remote add origin https://github.com/team/repo.git
printf 'x\n  token =\n    "%s" # %s\n' "$token" "$other" >"a b.env" && git add . && git commit -qm "A token: secret words"

check() {
  python3 - "$token" "$(git log -1 --format=%H)" "$1" <<'END' || fail "$1: $(head -c 900 ../out)"
import json, sys
token, commit, mode = sys.argv[1:]
report = json.load(open("../out"))
assert len(report) == 1, len(report)
f = report[0]
assert list(f) == ["RuleID", "Description", "StartLine", "EndLine", "StartColumn", "EndColumn", "Match", "Secret",
                   "File", "SymlinkFile", "Commit", "Link", "Entropy", "Author", "Email", "Date", "Message", "Tags",
                   "Fingerprint"]
shown = token if mode == "shown" else f"…({len(token)})"
assert f["Secret"] == shown and f["Match"] == 'token =\n    "' + shown + '"', f["Match"]
assert (f["StartLine"], f["StartColumn"], f["EndLine"], f["EndColumn"]) == (2, 3, 3, 46)
assert (f["RuleID"], f["Description"], f["Tags"]) == ("my-token", "A token of ours", ["ours", "key"])
assert 3 < f["Entropy"] < 6
if mode == "dir":
    assert f["Commit"] == "" and f["Fingerprint"] == "a b.env:my-token:2"
else:
    assert f["Commit"] == commit and f["Fingerprint"] == f"{commit}:a b.env:my-token:2"
    assert f["Link"] == f"https://github.com/team/repo/blob/{commit}/a%20b.env#L3"
    assert (f["Author"], f["Email"]) == ("Ada", "ada@test.invalid")
END
}
run "$REKEY" git . --config ../rules.toml --format gitleaks
expect 1
check masked
no_secret "$token" && no_secret "$other"
run "$REKEY" git . --config ../rules.toml --format gitleaks --show-secrets
check shown
run "$REKEY" dir . --config ../rules.toml --format gitleaks
check dir

echo "-- what is allowed is not in it; its own fingerprints allow"
run "$REKEY" git . --config ../rules.toml --format gitleaks
python3 -c 'import json; print(json.load(open("../out"))[0]["Fingerprint"])' >.gitleaksignore
run "$REKEY" git . --config ../rules.toml --format gitleaks
expect 0
[ "$(tr -d '[:space:]' <../out)" = "[]" ] || fail "not empty: $(cat ../out)"
finish
