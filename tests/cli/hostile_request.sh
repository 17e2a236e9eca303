# What a request, a push and a scanned folder cannot do: have their configuration read, followed or
# compiled without end; have a program run that their git configuration names; write to a terminal.
. "$REKEY_SOURCE/tests/cli/lib.sh"
unset CI GITHUB_ACTIONS GITLAB_CI TF_BUILD BITBUCKET_BUILD_NUMBER JENKINS_URL BUILDKITE CIRCLECI
t1=$(fake_token 1)
commit() { git add -A && git commit -q "$@" || fail "git commit $*"; }
quickly() { run timeout 20 "$@"; [ "$code" != 124 ] || fail "hangs: $*"; }

echo "-- ci: what a request brings is compared, not read"
mkfifo "$work/open"
git init -q -b main request && cd request && echo clean >a && commit -m base && git branch base
brings() { # brings NAME: what is in .rekey.toml now is told, and nothing else happens
  git add -A && git commit -q -m "$1"
  sleep 30 >"$work/open" &
  local sleeper=$!
  quickly "$REKEY" ci --no-progress --base base <"$work/open"
  kill $sleeper
  expect 0 "this request changes .rekey.toml (commit $(git rev-parse HEAD | cut -c1-12)); it was judged by that of the base"
  git reset -q --hard base
}
for path in /dev/stdin /etc/shadow /dev/zero ../../etc/hostname /nonexistent; do
  printf '[extend]\npath = "%s"\n' "$path" >.rekey.toml && brings "extends $path"
done
ln -s /etc/shadow .rekey.toml && brings "a link"
python3 -c 'print("".join("[[rules]]\nid=\"x%d\"\nregex=\"w%d[a-z]{5,20}\"\n" % (i, i) for i in range(20000)))' >.rekey.toml
brings "20000 rules"
printf '"\\u001b]0;pwn\\u0007\\n::set-output name=x::y\\n##vso[task.x]" = 1\n' >.rekey.toml && brings "a key that acts"
grep -q 'pwn\|set-output' "$work/out" "$work/err" && fail "the key is shown"

echo "-- json has the notes"
echo "[[allowlists]]" >.rekey.toml && commit -m x
quickly "$REKEY" ci --no-progress --base base --format json
python3 -c 'import json, sys; notes = json.load(open(sys.argv[1]))["notes"]; assert len(notes) == 1 and ".rekey.toml" in notes[0], notes' "$work/out" || fail "JSON has no note"
git reset -q --hard base

echo "-- a configuration that is found: a regular file in its folder, and so is what it extends"
mkdir "$work/found" && cd "$work/found" && echo "key=$t1" >leak
refused() { # refused TEXT
  quickly "$REKEY" dir --no-progress .
  expect 2 "$1"
  rm -rf .rekey.toml .rekeyignore pipe
}
for path in /etc/passwd ../outside.toml /dev/stdin /dev/zero; do
  printf '[extend]\npath = "%s"\n' "$path" >.rekey.toml
  refused ".rekey.toml: extend: a configuration that is found in a folder extends files in that folder alone"
done
echo "[extend]" >"$work/outside.toml" && ln -s ../outside.toml link.toml && printf '[extend]\npath = "link.toml"\n' >.rekey.toml
refused "leads out of"
rm link.toml
mkfifo .rekey.toml && refused "not a regular file"
mkdir .rekey.toml && refused "not a regular file"
ln -s /dev/zero .rekey.toml && refused "leads out of"
mkfifo .rekeyignore && refused "not a regular file"
ln -s /etc/passwd .rekeyignore && refused "leads out of"
mkfifo pipe && printf '[extend]\npath = "pipe"\n' >.rekey.toml && refused "not a regular file"
head -c 1048577 /dev/zero | tr '\0' '#' >.rekey.toml && refused "larger than 1048576 bytes"
python3 -c 'print("".join("/a%d/*\n" % i for i in range(5001)))' >.rekeyignore && refused ".rekeyignore:5001: more than 5000 patterns"
printf '[extend]\npath = "sub/base.toml"\n' >real.toml && mkdir sub && printf '[extend]\nuseDefault = true\n' >sub/base.toml
ln -s real.toml .rekey.toml
quickly "$REKEY" dir --no-progress .
expect 1 "1 leak found"
rm .rekey.toml
mv sub/base.toml "$work/outside.toml" && printf '[extend]\npath = "../outside.toml"\n' >named.toml
quickly "$REKEY" dir --no-progress --config named.toml .
expect 1 "1 leak found"

echo "-- what is more than a configuration may be is told at once"
python3 -c 'print("[[rules]]\nid=\"x\"\nregex=\"(" + "|".join("w%d[a-z]{5,20}" % i for i in range(20000)) + ")\"")' >.rekey.toml
refused "an expression of more than 65536 bytes"
# Quadratic for RE2, minutes for Hyperscan: ended after some seconds of processor time.
python3 -c 'print("".join("[[rules]]\nid=\"x%d\"\nregex=\"(%s)\"\n" % (n, "|".join("w%d_%d[a-z]{5,20}" % (n, i) for i in range(2500))) for n in range(10)))' >.rekey.toml
run timeout 300 "$REKEY" dir --no-progress .
expect 2 "take too long to compile"
python3 -c 'print("[" + "a." * 400000 + "a]")' >.rekey.toml && refused ".rekey.toml:1: a key of more than 100 names"
printf '"\\u001b[31m\\n::set-output name=x::y\\n##vso[task.x]\\u0007" = 1\n' >.rekey.toml
quickly "$REKEY" dir --no-progress .
expect 2 "unknown key"
[ "$(wc -l <"$work/err")" = 1 ] || fail "a message of several lines"
LC_ALL=C grep -q '[[:cntrl:]]\|##\|^::' "$work/err" && fail "a message that acts: $(cat "$work/err")"

echo "-- nothing that the repository's git configuration names runs; what it has of data holds"
cd "$work" && git init -q -b main remote && cd remote && git config uploadpack.allowAnySHA1InWant true
for i in 1 2 3; do echo "$i" >count && commit -m "count $i"; done
git checkout -q -b work && echo "key=$t1" >leak && commit -m leak && base=$(git rev-parse main)
acting() { # acting NAME: a clone whose configuration names programs
  cd "$work" && rm -rf "$1" ran && git clone -q --depth 1 --branch work "file://$work/remote" "$1" && cd "$1" || exit 1
  local program="sh -c 'echo >>$work/ran; cat' #" key
  for key in core.sshCommand core.gitProxy core.askPass core.fsmonitor core.pager core.alternateRefsCommand \
    remote.origin.uploadpack uploadpack.packObjectsHook gpg.program; do
    git config "$key" "$program"
  done
  git config credential.helper "!$program" && git config alias.fetch "!$program" && git config protocol.ext.allow always
  printf '#!/bin/sh\necho >>%s\n' "$work/ran" >.git/hooks/reference-transaction && chmod +x .git/hooks/reference-transaction
  rm -f "$work/ran"
}
ran_nothing() { [ ! -e "$work/ran" ] || fail "$1: a program of the repository ran"; rm -f "$work/ran"; }
acting data
quickly "$REKEY" ci --no-progress --base "$base"
ran_nothing "a remote by path"
expect 1 "1 leak found"
grep -q "cannot be fetched" "$work/out" "$work/err" && fail "the clone is not deepened: $(cat "$work/err")"
[ -z "$(git for-each-ref refs/remotes/origin/main)" ] || fail "a ref was written"
git fsck --no-dangling >/dev/null 2>&1 || fail "the clone is damaged"
for url in "ext::sh -c 'echo >>$work/ran' %S" "ssh://git@127.0.0.1/x" "fd::7" "git://127.0.0.1:1/x" "-x" "nothing::x"; do
  acting other && git config remote.origin.url "$url" && rm -f "$work/ran"
  quickly "$REKEY" ci --no-progress --base "$base"
  ran_nothing "$url"
  expect 1 "cannot be fetched"
done
acting vcs && git config remote.origin.vcs x && git config "url.ext::x.insteadOf" "file://" && rm -f "$work/ran"
quickly "$REKEY" ci --no-progress --base "$base"
ran_nothing "vcs, insteadOf"
expect 1 "1 leak found"

echo "-- a header for the remote, as checkouts leave it, in the configuration or in a file it includes"
cat >"$work/serve.py" <<'END'
import http.server, os, subprocess, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        if self.headers.get("X-Test") != "right":
            self.send_error(403)
            return
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        environment = dict(os.environ, GIT_PROJECT_ROOT=sys.argv[1], GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path,
                           QUERY_STRING=query, REQUEST_METHOD=self.command, REMOTE_ADDR="127.0.0.1",
                           CONTENT_TYPE=self.headers.get("Content-Type", ""), CONTENT_LENGTH=str(len(body)),
                           HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""),
                           GIT_PROTOCOL=self.headers.get("Git-Protocol", ""))
        out = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True).stdout
        head, _, rest = out.partition(b"\r\n\r\n")
        self.send_response(200)
        for line in head.decode().splitlines():
            name, _, value = line.partition(": ")
            if name != "Status":
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(rest)
    do_GET = do_POST = answer
    def log_message(self, *words):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
END
python3 "$work/serve.py" "$work" >"$work/port" & server=$!
for _ in $(seq 100); do [ -s "$work/port" ] && break; sleep 0.1; done
port=$(cat "$work/port")
for place in config included; do
  acting "header-$place" && git config remote.origin.url "http://127.0.0.1:$port/remote" && rm -f "$work/ran"
  if [ $place = config ]; then
    git config "http.http://127.0.0.1:$port/.extraheader" "X-Test: right"
  else
    git config -f "$work/header.config" "http.http://127.0.0.1:$port/.extraheader" "X-Test: right"
    git config "includeIf.gitdir:$PWD/.git.path" "$work/header.config"
  fi
  quickly "$REKEY" ci --no-progress --base "$base"
  ran_nothing "http, $place"
  grep -q "cannot be fetched" "$work/out" "$work/err" && fail "http, $place: not fetched"
done
acting header-none && git config remote.origin.url "http://127.0.0.1:$port/remote" && rm -f "$work/ran"
quickly "$REKEY" ci --no-progress --base "$base"
ran_nothing "http, none"
expect 1 "cannot be fetched"
kill $server

echo "-- pre-receive: a push that changes what pushes are judged by is told"
cd "$work" && git init -q --bare -b main server.git && (cd server.git && "$REKEY" hook install pre-receive >/dev/null 2>&1)
git init -q -b main pusher && cd pusher && echo a >a && commit -m a && git push -q "$work/server.git" main
printf "[[allowlists]]\npaths = ['.*']\n" >.rekey.toml && commit -m "allows all"
run git push "$work/server.git" main
expect 0 "this push changes .rekey.toml (commit $(git rev-parse HEAD | cut -c1-12)); it was judged by that of the branch HEAD names"
echo "rules = [" >.rekey.toml && commit -m "breaks it" && git push -q "$work/server.git" main 2>/dev/null
git rm -q .rekey.toml && commit -m "mends it"
run git push "$work/server.git" main
expect 0 "judged by the built-in rules alone"

echo "-- hooks: the environment does not choose the rules, and an index that is not there is none"
git init -q -b main "$work/hooked" && cd "$work/hooked" && echo a >a && commit -m a && echo "key=$t1" >leak && git add leak
nothing=$(printf "[[rules]]\nid = 'x'\nregex = 'zzzzzz'\n")
run env GITLEAKS_CONFIG_TOML="$nothing" "$REKEY" hook run pre-commit
expect 1 "GITLEAKS_CONFIG_TOML is not heeded in hooks"
run env GIT_INDEX_FILE=/nowhere "$REKEY" hook run pre-commit
expect 2 "GIT_INDEX_FILE"
run env PRE_COMMIT_FROM_REF=HEAD PRE_COMMIT_TO_REF=HEAD "$REKEY" hook run pre-commit
expect 1 "leak:1"
git init -q -b main "$work/unborn" && cd "$work/unborn"
run env GIT_INDEX_FILE=.git/index "$REKEY" hook run pre-commit
expect 0

echo "-- a git configuration that is no file, or includes what is none, is refused and not waited for"
git init -q -b main "$work/piped" && cd "$work/piped" && echo "key=$t1" >leak && commit -m leak && cp .git/config "$work/config"
mkfifo "$work/fifo"
for path in "$work/fifo" /dev/zero; do
  cp "$work/config" .git/config && git config -f .git/config include.path "$path"
  for command in "git ." staged "ci --base HEAD"; do
    quickly "$REKEY" $command
    [ "$code" = 2 ] || [ "$code" = 3 ] || fail "$command, includes $path: exit code $code"
    expect "$code" "not a regular file"
  done
done
rm .git/config && mkfifo .git/config
quickly "$REKEY" git .
expect 3 "not a regular file"

finish
