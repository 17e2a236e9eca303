#!/usr/bin/env python3
"""mutate.py: changes the files of a repository and runs the program on what comes of it.

Two repositories are made from the seed, one with a secret in its history and its index, one without:
packs with a multi-pack index and a commit-graph, loose objects, packed and loose refs. Each run
changes one file, sometimes two, runs one command and puts the files back. Whatever they hold,
  - the program ends by itself, within ten seconds, without a signal and without "internal error";
  - it does not say that it read all and found nothing (exit code 0) where git shows the secret, or
    cannot read what the command was to read.
git is asked only when the exit code is 0.

    REKEY_PROGRAM=build/release/rekey tests/hostile/mutate.py --runs 300 --seed 1 [--keep FOLDER]

With --keep what broke is kept there, a folder a run. Exit code 1 when something broke.
"""
import argparse, hashlib, os, pathlib, random, re, select, shutil, signal, string, struct, subprocess, sys, tempfile, zlib

LIMIT = 10  # seconds
DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
ENVIRONMENT = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1", HOME="/nonexistent", LC_ALL="C")
for who in ("AUTHOR", "COMMITTER"):
    ENVIRONMENT.update({f"GIT_{who}_NAME": "A", f"GIT_{who}_EMAIL": "a@test.invalid", f"GIT_{who}_DATE": "1700000000 +0130"})
for name in [name for name in ENVIRONMENT if name.startswith(("GIT_DIR", "GIT_INDEX", "GIT_WORK", "GIT_OBJECT", "GIT_ALTERNATE"))]:
    del ENVIRONMENT[name]


def made_token(draw):
    """A GitHub token with a right check sum, drawn: none stands in the tree."""
    body = "".join(draw.choice(DIGITS) for _ in range(30))
    number, check = zlib.crc32(body.encode()), ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        check = DIGITS[rest] + check
    return "ghp" + "_" + body + check


def git(repository, *words, given=None, check=True, more=None):
    done = subprocess.run(("git", "-C", str(repository)) + words, input=given, capture_output=True, env=dict(ENVIRONMENT, **(more or {})))
    if check and done.returncode:
        raise RuntimeError(f"git {words}: {done.stderr.decode(errors='replace')}")
    return done


class Repository:
    def __init__(self, folder, draw, secret):
        self.path, self.secret = pathlib.Path(folder), secret
        self.path.mkdir()
        git(self.path, "init", "-q", "-b", "main")
        for key, value in (("gc.auto", "0"), ("core.logAllRefUpdates", "false")):
            git(self.path, "config", key, value)
        line = f"token = '{secret}'\n" if secret else "token = ''\n"
        body = "".join(f"line {draw.random()}\n" for _ in range(60))
        self.write("a", body)
        self.write("d/s.env", line)
        self.commit("one")
        git(self.path, "tag", "-a", "-m", "a tag", "v1")
        for number in range(4):
            self.write("a", body + f"{number}\n")
            self.commit(f"change {number}")
        git(self.path, "repack", "-adq")
        git(self.path, "branch", "base")
        git(self.path, "pack-refs", "--all")
        for number in range(4):
            self.write("b/c", body + f"{number}\n")
            self.write(f"b/{number}", f"{draw.random()}\n" * 9)
            self.write("d/t.env", line * (number + 1))
            self.commit(f"more {number}")
            if number % 2:
                git(self.path, "repack", "-dq")
        git(self.path, "multi-pack-index", "write")
        git(self.path, "commit-graph", "write", "--reachable")
        self.write("e", f"{draw.random()}\n" * 20)
        self.commit("loose")
        self.range = git(self.path, "rev-list", "base..main").stdout.decode().split()
        self.write("staged", line + "more\n")
        git(self.path, "add", ".")
        files = [path for path in (self.path / ".git").rglob("*") if path.is_file() and self.is_target(path)]
        self.files = {str(path): path.read_bytes() for path in sorted(files)}
        self.by_kind = {}
        for path in self.files:
            self.by_kind.setdefault(kind_of(path), []).append(path)

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def commit(self, subject):
        git(self.path, "add", ".")
        git(self.path, "commit", "-q", "-m", subject)

    @staticmethod
    def is_target(path):
        return kind_of(str(path)) is not None


def kind_of(path):
    name = path.rsplit("/.git/", 1)[-1]
    for pattern, kind in ((r"objects/../", "loose"), (r"objects/pack/.*\.idx$", "idx"), (r"objects/pack/.*\.pack$", "pack"),
                          (r"objects/pack/multi-pack-index$", "table"), (r"objects/info/commit-graph", "graph"),
                          (r"index$", "index"), (r"(packed-refs|HEAD|refs/.*)$", "refs"), (r"config$", "config")):
        if re.match(pattern, name):
            return kind
    return None


WEIGHTS = {"loose": 5, "idx": 6, "pack": 5, "table": 5, "index": 4, "refs": 3, "graph": 1, "config": 1}
ODD = (0, 1, 2, 11, 12, 0x7F, 0xFF, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFE, 0xFFFFFFFF, 0x10000000)


class Mutation:
    """What is done to the bytes of one file."""

    def __init__(self, draw, repository):
        self.draw, self.repository = draw, repository

    def of(self, path, data):
        kind, draw = kind_of(path), self.draw
        own = {"loose": self.loose, "idx": self.table, "table": self.table, "refs": self.refs}.get(kind)
        changed = own(path, data) if own and draw.random() < 0.4 else self.any_bytes(data)
        if kind in ("idx", "table", "pack", "index", "graph") and len(changed) > 20 and draw.random() < 0.6:
            changed = changed[:-20] + hashlib.sha1(changed[:-20]).digest()
        return changed

    def any_bytes(self, data):
        draw, out = self.draw, bytearray(data)
        way = draw.randrange(8)
        at = draw.randrange(len(out) + 1)
        if way == 0:
            out = out[:at]
        elif way == 1:
            out[at:at] = bytes([draw.choice((0, 255, 10, 65, draw.randrange(256)))]) * draw.randrange(1, 64)
        elif way == 2:
            del out[at : at + draw.randrange(1, 40)]
        elif way == 3 and len(out) > 8:
            at = draw.randrange(len(out) - 4)
            out[at : at + 4] = struct.pack(">I", draw.choice(ODD + (draw.getrandbits(32),)))
        elif way == 4 and len(out) > 40:
            size = draw.randrange(1, min(64, len(out) // 2))
            one, other = draw.randrange(len(out) - size), draw.randrange(len(out) - size)
            out[one : one + size] = out[other : other + size]
        elif out:
            for _ in range(draw.choice((1, 1, 1, 2, 5, 20))):
                at = draw.randrange(len(out))
                out[at] = draw.choice((0, 255, 127, 128, out[at] ^ (1 << draw.randrange(8)), draw.randrange(256)))
        return bytes(out)

    def loose(self, path, data):
        """Another header, other bytes, another stream."""
        draw, text = self.draw, zlib.decompress(data)
        header, body = text.split(b"\0", 1)
        type_, size = header.split(b" ")
        way = draw.randrange(7)
        if way == 0:
            size = str(draw.choice((0, 1, len(body) - 1, len(body) + 1, 1 << 30, 1 << 63, (1 << 64) - 1, 1 << 64))).encode()
        elif way == 1:
            body = draw.choice((b"", body[:-1], body + b"x", body * 2, body + b"A" * 5000, body[: len(body) // 2]))
        elif way == 2:
            type_ = draw.choice((b"blob", b"tree", b"commit", b"tag", b"blub", b""))
        elif way == 3:
            other = draw.choice(self.repository.by_kind["loose"])
            return self.repository.files[other]
        elif way == 4:
            return data + draw.choice((b"x", data, b"\0" * 100))
        elif way == 5:
            body = self.any_bytes(body)
            size = str(len(body)).encode()
        else:
            header = draw.choice((b"", header.replace(b" ", b""), header + b" ", b" " * 40))
            return zlib.compress(header + b"\0" + body)
        return zlib.compress(type_ + b" " + size + b"\0" + body, draw.choice((0, 1, 9)))

    def table(self, path, data):
        """Rows of an index swapped, doubled, moved; its fan-out filled."""
        draw, out = self.draw, bytearray(data)
        if kind_of(path) == "idx":
            fan, ids = 8, 8 + 1024
            count = struct.unpack(">I", data[fan + 1020 : fan + 1024])[0]
            tables = ((ids, 20), (ids + 20 * count, 4), (ids + 24 * count, 4))
        else:
            chunks = {}
            for number in range(data[6] + 1):
                row = data[12 + 12 * number : 24 + 12 * number]
                chunks[row[:4]] = struct.unpack(">Q", row[4:])[0]
            fan, ids = chunks[b"OIDF"], chunks[b"OIDL"]
            count = struct.unpack(">I", data[fan + 1020 : fan + 1024])[0]
            tables = ((ids, 20), (chunks[b"OOFF"], 8))
        way = draw.randrange(6)
        if way == 0:
            first = draw.randrange(256)
            last = draw.randrange(first, 256) + 1
            value = struct.pack(">I", draw.choice(ODD + (count, count - 1, count + 1)))
            out[fan + 4 * first : fan + 4 * last] = value * (last - first)
        elif count > 1:
            one, other = draw.randrange(count), draw.randrange(count)
            for at, size in draw.choice((tables, tables[:1], tables[1:], tables[-1:])):
                a, b = slice(at + size * one, at + size * one + size), slice(at + size * other, at + size * other + size)
                if way <= 3:
                    out[a], out[b] = out[b], out[a]
                elif way == 4:
                    out[a] = out[b]
                else:
                    out[a.start] ^= 1 << draw.randrange(8)
        return bytes(out)

    def refs(self, path, data):
        draw = self.draw
        return draw.choice((
            b"", b"\n", b"garbage\n", b"ref: refs/heads/nothing\n", b"ref: refs/heads/main\n", b"1" * 40 + b"\n", data[:20],
            data + b"\0", data.replace(b"refs/", b"rfes/"), data * 2, b"ref: ../../../../etc/passwd\n", b"0" * 40 + b"\n",
            data[:-1] + b"x\n", b"ref: " + b"a" * 5000 + b"\n"))


def lines_that_matter(text):
    """What git fsck says is missing or unreadable; not what it thinks of a commit-graph, say."""
    found = []
    for line in text.splitlines():
        if "commit-graph" in line or "multi-pack-index" in line or "reflog" in line or "index file" in line:
            continue
        if re.match(r"missing |broken link|fatal: (unable|packed|loose|bad)", line) or re.search(r"corrupt or missing|is corrupt|unable to unpack|inflate|garbage at end", line):
            found.append(line)
    return found


class Judge:
    """What git sees of the repository as it is now."""

    def __init__(self, repository, kinds):
        self.repository, self.path, self.kinds = repository, repository.path, kinds

    def git(self, *words, given=None, table=True):
        """Without the commit-graph, which only git reads; and without the multi-pack index, which the
        program believes in nothing, where what the packs' own indexes say decides."""
        settings = ("-c", "core.commitGraph=false") + (() if table else ("-c", "core.multiPackIndex=false"))
        return git(self.path, *settings, *words, given=given, check=False)

    def holds_secret(self, done):
        secret = self.repository.secret
        return bool(secret) and secret.encode() in done.stdout

    def adds_secret(self, done):
        """A patch does, in a line that comes, and takes it from no other place: that is a move."""
        secret = self.repository.secret.encode()
        has = {line[:1] for line in done.stdout.splitlines() if secret and secret in line}
        return b"+" in has and b"-" not in has

    def of_all(self):
        """Everything in the store."""
        if self.kinds <= {"config", "graph"}:
            return "" if not self.repository.secret else "the objects were left as they were, with the secret"
        listed = self.git("cat-file", "--batch-all-objects", "--batch")
        if self.holds_secret(listed):
            return "git cat-file shows the secret"
        if self.kinds <= {"index", "graph", "config"}:
            return ""
        # What the index alone names is no part of the history.
        checked = git(self.path, "-c", "core.commitGraph=false", "fsck", "--full", "--no-dangling", "--no-progress",
                      "--no-reflogs", check=False, more={"GIT_INDEX_FILE": "/nonexistent"})
        if "config" in self.kinds and (b" in file .git/config" in checked.stderr or b" config value " in checked.stderr):
            return ""
        lines = lines_that_matter((checked.stdout + checked.stderr).decode(errors="replace"))
        return "git fsck: " + lines[0] if lines else ""

    def of_reached(self):
        named = self.git("symbolic-ref", "HEAD").stdout.decode(errors="replace")
        unborn = named.startswith("refs/heads/") and self.git("rev-parse", "--verify", "-q", "HEAD").returncode
        words = ("rev-list", "--objects", "--all", *(() if unborn else ("HEAD",)))
        walked = self.git(*words)
        if b"multi-pack-index version" in walked.stderr:  # of a later git: the packs' own indexes decide
            walked = self.git(*words, table=False)
        if self.is_refused(walked):
            return "git rev-list: " + walked.stderr.decode(errors="replace").splitlines()[0]
        ids = b"".join(line[:40] + b"\n" for line in walked.stdout.splitlines())
        shown = self.git("cat-file", "--batch", given=ids)
        return "git cat-file shows the secret" if self.holds_secret(shown) else ""

    def is_refused(self, done):
        """Not because of what configuration says."""
        return done.returncode and "config" not in self.kinds

    def of_range(self):
        shown = self.git("log", "-p", "-m", "--text", "base..main", table=False)
        if self.adds_secret(shown):
            return "git log shows the secret"
        if "refs" in self.kinds:
            return ""  # what the program did not find it would say
        if not self.is_refused(shown):
            return ""
        # It may have been a commit behind the range that git does not read.
        each = self.git("show", "-p", "-m", "--text", *self.repository.range, table=False)
        return "git show: " + each.stderr.decode(errors="replace").strip()[:200] if self.is_refused(each) else ""

    def of_staged(self):
        shown = self.git("diff", "--cached", "--text", "--no-ext-diff", "--no-renames", table=False)
        if self.adds_secret(shown):
            return "git diff --cached shows the secret"
        return ""  # git reads folders that are the same in both, too


# Words, weight, what git is asked.
COMMANDS = (
    (("git", "."), 6, Judge.of_all),
    (("git", ".", "--no-unreachable"), 3, Judge.of_reached),
    (("git", ".", "--range", "base..main"), 3, Judge.of_range),
    (("ci", "--base", "base", "--head", "main", "--no-fetch", "."), 3, Judge.of_range),
    (("staged",), 3, Judge.of_staged),
    (("hook", "run", "pre-commit"), 2, Judge.of_staged),
    (("org", "work"), 1, None),
)


class Runs:
    def __init__(self, program, draw, folder, keep):
        self.program, self.draw, self.folder, self.keep = program, draw, folder, keep
        secret = made_token(draw)
        self.repositories = [Repository(folder / name, draw, token) for name, token in (("loud", secret), ("quiet", ""))]
        self.environment = dict(ENVIRONMENT, HOME=str(folder), TMPDIR=str(folder))
        self.broken, self.asked, self.codes = [], 0, {}

    def run(self, words, errors):
        with open(errors, "wb") as told:
            process = subprocess.Popen([self.program, *words], stdin=subprocess.DEVNULL, stdout=told, stderr=told,
                                       env=self.environment, close_fds=False)
            handle = os.pidfd_open(process.pid)
            ready = select.select([handle], [], [], LIMIT)[0]
            os.close(handle)
            if not ready:
                process.kill()
            code = process.wait()
        return "hang" if not ready else code

    def org(self, repository, errors):
        state = self.folder / "state"
        shutil.rmtree(state, ignore_errors=True)
        plan = self.folder / "plan"
        plan.write_text(f"{repository.path}\n")
        return self.run(("org", "work", str(plan), "--state", str(state), "--threads", "1"), errors)

    def one(self, number):
        draw = self.draw
        repository = draw.choice(self.repositories)
        os.chdir(repository.path)
        words, _, judge = draw.choices(COMMANDS, [weight for _, weight, _ in COMMANDS])[0]
        changed = {}
        for _ in range(draw.choice((1, 1, 1, 1, 2))):
            kind = draw.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            path = draw.choice(repository.by_kind[kind])
            # A pack without its index is read by what the multi-pack index says of it; git cannot.
            is_gone = draw.random() < 0.03 and kind != "idx"
            changed[path] = None if is_gone else Mutation(draw, repository).of(path, repository.files[path])
        for path, data in changed.items():
            os.unlink(path)
            if data is not None:
                pathlib.Path(path).write_bytes(data)
        errors = self.folder / "errors"
        code = self.org(repository, errors) if words[0] == "org" else self.run(words, errors)
        self.codes[code] = self.codes.get(code, 0) + 1
        told = errors.read_bytes()
        why = ""
        if code == "hang" or code < 0 or code > 3 or b"internal error" in told or b"Sanitizer" in told or b"runtime error" in told:
            why = f"exit code {code}"
        elif code == 0 and judge:
            self.asked += 1
            why = judge(Judge(repository, {kind_of(path) for path in changed}))
        if why:
            self.tell(number, repository, words, changed, why)
        for path in changed:
            if os.path.lexists(path):
                os.unlink(path)
            pathlib.Path(path).write_bytes(repository.files[path])

    def tell(self, number, repository, words, changed, why):
        names = [os.path.relpath(path, repository.path) + (" (gone)" if data is None else "") for path, data in changed.items()]
        print(f"run {number}: rekey {' '.join(words)}: {repository.path.name}: {', '.join(names)}: {why}", flush=True)
        self.broken.append(number)
        if self.keep:
            shutil.copytree(repository.path, self.keep / f"run-{number}", symlinks=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    given = parser.parse_args()
    program = os.path.abspath(os.environ["REKEY_PROGRAM"])
    keep = given.keep and given.keep.absolute()
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rekey-mutate-") as folder:
        runs = Runs(program, random.Random(given.seed), pathlib.Path(folder), keep)
        for number in range(given.runs):
            runs.one(number)
        os.chdir("/")
    print(f"{given.runs} runs, seed {given.seed}: exit codes {dict(sorted(runs.codes.items(), key=str))}; git was asked {runs.asked} times; broken: {len(runs.broken)}")
    sys.exit(1 if runs.broken else 0)


if __name__ == "__main__":
    main()
