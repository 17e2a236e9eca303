# The HTML report in headless Chromium: what a person sees and does. Skipped without chromium and
# chromedriver. PICTURES=FOLDER keeps screenshots of it there.
. "$REKEY_SOURCE/tests/cli/lib.sh"
command -v chromium >/dev/null && command -v chromedriver >/dev/null || exit 77

# Rules whose fakes are easy to draw: "lock-" and 30 characters.
cat >rules.toml <<'END'
provider = "Lock"
[[rules]]
id = "lock-key"
kind = "Lock key"
severity = "critical"
token = "lock-<<alnum-lower*30>>"
reset = "lock"
examples = ['k = [[<<token>>]]']
[[rules]]
id = "gate-key"
provider = "Gate & Sons"
kind = "Gate key <i>"
severity = "medium"
token = "gate-<<alnum-lower*30>>"
reset = "gate"
examples = ['k = [[<<token>>]]']
[resets.lock]
summary = "Turn the lock's key now."
urgency = "now"
console_url = "https://lock.test.invalid/keys"
steps = ["Make a new key with `lock make`.", "Put it where the old one is used.", "Revoke the old key."]
[resets.gate]
summary = "Close the gate."
urgency = "today"
steps = ["Close it.", "Open another."]
END

# A history of years, with a leak in a file of a hostile name by a hostile author, one that is
# known and one that is allowed.
python3 - <<'END'
import random, subprocess
random.seed(5)
def key(kind):
    return kind + "-" + "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=30))
def commit(time, author, files):
    out = b"commit refs/heads/main\ncommitter " + author + b" <a@test.invalid> %d +0000\n" % time
    out += b"data 1\nm\n"
    for name, text in files:
        out += b"M 100644 inline " + name + b"\ndata %d\n" % len(text) + text + b"\n"
    return out
hostile = br'"</script><b onload=x>\342\200\256\033[2J .env"'
known, allowed = key("lock"), key("gate")
open("known.txt", "w").write("k = " + known + "\n")
stream = commit(1500000000, b"Ada", [(b"known.env", ("k = " + known + "\n").encode())])
stream += commit(1540000000, b"Eve \xe2\x80\xae &amp; \"/script", [
    (hostile, ("<img src=x> k = " + key("lock") + "\n").encode()),
    (b"gone.env", ("k = " + key("gate") + "\n").encode())])
stream += commit(1600000000, b"Ada", [
    (b"deep/" * 12 + b"a_path_of_one_very_long_word_without_any_place_to_break.properties",
     b"".join(b"k = %s # %d\n" % (key("gate").encode(), i) for i in range(4))),
    (b"allowed.py", ("k = '" + allowed + "'  # rekey:allow a fixture\n").encode())])
stream += b"commit refs/heads/main\ncommitter Ada <a@test.invalid> 1610000000 +0000\ndata 1\nm\n"
stream += b"D gone.env\n"
subprocess.run(["git", "init", "-q", "-b", "main", "repo"], check=True)
subprocess.run(["git", "-C", "repo", "fast-import", "--quiet"], input=stream, check=True)
# Ten thousand leaks of two kinds in a folder.
import os
os.mkdir("many")
for i in range(100):
    with open("many/%03d.env" % i, "w") as file:
        for k in range(100):
            file.write("key_%d = %s\n" % (k, key("lock" if k % 2 else "gate")))
END
git -C repo remote add origin https://github.com/team/repo.git
rules="--rules rules.toml --only-rules lock-key,gate-key"
mkdir known && cp known.txt known/
run "$REKEY" baseline create known --file known.json --rules rules.toml
expect 0
# shellcheck disable=SC2086
{
  scan="repo $rules --baseline known.json --no-progress"
  run "$REKEY" git $scan --report html=repo.html --report json=repo.json
  expect 1 "6 leaks found"
  run "$REKEY" git $scan --report html=shown.html --show-secrets
  run "$REKEY" dir many $rules --no-progress --report html=many.html
  expect 1 "10000 leaks found"
  run "$REKEY" stdin $rules --format html </dev/null
  expect 0
  cp out empty.html
}
# An organisation of two: the repository and one with a key of its own and one of the first's; after a
# second round, which finds one more. One key is known to be reset.
mkdir clones && git clone -q repo clones/repo && git init -q -b main clones/own
echo '* @keys & "locks"' >clones/own/CODEOWNERS
sed -n '1s/^k/a/p' known.txt >clones/own/a.env
python3 -c 'import random, string; random.seed(7)
key = "".join(random.choices(string.ascii_lowercase, k=30)); print("b = gate-" + key)' >clones/own/b.env
git -C clones/own add . && git -C clones/own commit -qm own
org() { run "$REKEY" org "$@" --rules rules.toml --state state; }
# shellcheck disable=SC2086
org work clones --only-rules lock-key,gate-key -q
expect 1
org report -f json
id=$(python3 -c 'import json; print(next(one["id"] for one in json.load(open("out"))["findings"]
                                          if one["occurrences"][0]["path"] == "gone.env"))')
run "$REKEY" org mark "$id" --as reset --note "revoked <b>by hand</b>" --state state
tr 'a-m' 'n-z' <clones/own/b.env | sed 's/.* = ..../c = gate/' >clones/own/c.env
git -C clones/own add . && git -C clones/own commit -qm more
org work clones --only-rules lock-key,gate-key -q
org report -f html -o org.html
expect 1
python3 "$REKEY_SOURCE/tests/cli/html_page.py" "$work" ${PICTURES:+"$PICTURES"} || failed=1
finish
