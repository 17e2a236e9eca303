#!/usr/bin/env python3
"""check_history.py REPO REPORT.json: checks every place of a history's report with plain git.

For each occurrence in a file, read through `git cat-file --batch` alone:
  - the blob at commit:path is the one reported, and the reported bytes of it are the secret; the report
    is to be made with --show-secrets
  - line, column and their ends are those of the bytes
  - no parent of the commit has these bytes at that path (else the commit did not introduce them)
  - removed_in is a descendant, its tree lacks the bytes at the path, and each of its parents has them
  - in_head is what HEAD's tree says; the ref named does reach the commit
For messages the same on the commit's or tag's text. Author, e-mail and date are compared as well.
Prints the number of checks and each disagreement; exit code 1 when there is one. "matched differently in
a parent" counts places where the parent has the bytes but not as a secret (the text around them
changed); they are listed, not failed.
"""
import datetime
import json
import subprocess
import sys


class Git:
    def __init__(self, repository):
        self.repository = repository
        self.batch = subprocess.Popen(
            ["git", "-C", repository, "cat-file", "--batch"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ancestors = {}
        self.trees = {}

    def run(self, *arguments):
        return subprocess.run(["git", "-C", self.repository, *arguments], capture_output=True, check=False)

    def read(self, name):
        """(type, id, bytes) of an object id; None when missing."""
        self.batch.stdin.write(name.encode() + b"\n")
        self.batch.stdin.flush()
        head = self.batch.stdout.readline().split()
        if head[-1] == b"missing":
            return None
        data = self.batch.stdout.read(int(head[2]))
        self.batch.stdout.read(1)
        return head[1].decode(), head[0].decode(), data

    def headers(self, commit):
        out = {"parent": []}
        for line in self.read(commit)[2].split(b"\n\n", 1)[0].split(b"\n"):
            key, _, value = line.partition(b" ")
            if key == b"parent":
                out["parent"].append(value.decode())
            elif key in (b"tree", b"author", b"committer", b"tagger", b"object"):
                out[key.decode()] = value
        return out

    def entries(self, tree):
        if tree not in self.trees:
            out, data, i = {}, self.read(tree)[2], 0
            while i < len(data):
                space, nul = data.index(b" ", i), data.index(b"\0", i)
                end = nul + 1 + len(tree) // 2  # an id as long as the tree's own: SHA-1 or SHA-256
                out[data[space + 1:nul]] = (data[i:space], data[nul + 1:end].hex())
                i = end
            if len(self.trees) > 5000:
                self.trees.clear()
            self.trees[tree] = out
        return self.trees[tree]

    def blob_at(self, commit, path):
        """The id of the blob at commit:path, the path as bytes; None when there is none."""
        found = self.read(commit)
        if found is None:
            return None
        at = self.headers(commit)["tree"].decode()
        parts = path.split(b"/")
        for part in parts[:-1]:
            mode, at = self.entries(at).get(part, (b"", None))
            if mode not in (b"40000", b"040000"):
                return None
        mode, at = self.entries(at).get(parts[-1], (b"", None))
        return at if mode[:2] in (b"10", b"12") else None

    def bytes_at(self, commit, path):
        blob = self.blob_at(commit, path)
        return b"" if blob is None else self.read(blob)[2]

    def is_ancestor(self, old, new):
        key = (old, new)
        if key not in self.ancestors:
            self.ancestors[key] = self.run("merge-base", "--is-ancestor", old, new).returncode == 0
        return self.ancestors[key]


def path_of(occurrence):
    if "path_base64" in occurrence:
        import base64
        return base64.b64decode(occurrence["path_base64"])
    return occurrence["path"].encode()


def position(data, offset):
    line = data.count(b"\n", 0, offset) + 1
    return line, offset - (data.rfind(b"\n", 0, offset) + 1) + 1


def date_of(person):
    *_, seconds, zone = person.split()
    sign = -1 if zone.startswith(b"-") else 1
    offset = sign * (int(zone[1:3]) * 60 + int(zone[3:5]))
    moment = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone(datetime.timedelta(minutes=offset)))
    return moment.isoformat(timespec="seconds")


class Check:
    def __init__(self, repository, report):
        self.git = Git(repository)
        self.report = report
        self.done = 0
        self.wrong = []
        self.differently = []
        head = self.git.run("rev-parse", "--verify", "-q", "HEAD^{commit}").stdout.decode().strip()
        self.head = head or None

    def expect(self, holds, where, what):
        self.done += 1
        if not holds:
            self.wrong.append(f"{where}: {what}")

    def content(self, occurrence, finding, data, where):
        secret = data[occurrence["start_byte"]:occurrence["end_byte"]]
        self.expect(secret.decode(errors="replace") == finding["secret"]["value"], where, "other bytes there")
        self.expect(position(data, occurrence["start_byte"]) == (occurrence["line"], occurrence["column"]), where, "line or column")
        self.expect(position(data, occurrence["end_byte"]) == (occurrence["end_line"], occurrence["end_column"]), where, "end line or column")
        return secret

    def people(self, occurrence, headers, who, when, where):
        author = headers[who]
        name = author[:author.index(b" <")] if b" <" in author else b""
        email = author[author.index(b"<") + 1:author.rindex(b">")]
        self.expect(occurrence["author"].encode() == name or b"\xef\xbf\xbd" in occurrence["author"].encode(), where, "author")
        self.expect(occurrence["email"].encode() == email or b"\xef\xbf\xbd" in occurrence["email"].encode(), where, "e-mail")
        self.expect(occurrence["date"] == date_of(headers[when]), where, f"date {occurrence['date']} {date_of(headers[when])}")

    def file(self, finding, occurrence, where):
        path, commit = path_of(occurrence), occurrence["commit"]
        self.expect(self.git.blob_at(commit, path) == occurrence["blob"], where, "blob")
        data = self.git.read(occurrence["blob"])[2]
        secret = self.content(occurrence, finding, data, where)
        headers = self.git.headers(commit)
        self.people(occurrence, headers, "author", "committer", where)
        for parent in headers["parent"]:
            if secret in self.git.bytes_at(parent, path):
                self.differently.append(f"{where}: parent {parent[:12]}")
        in_head = self.head is not None and secret in self.git.bytes_at(self.head, path)
        if occurrence["in_head"] != in_head:
            (self.differently if in_head else self.wrong).append(f"{where}: in_head is {in_head}")
        self.done += 1
        removed = occurrence["removed_in"]
        if removed:
            self.expect(self.git.is_ancestor(commit, removed), where, "removed_in is no descendant")
            if secret in self.git.bytes_at(removed, path):
                self.differently.append(f"{where}: removed_in {removed[:12]}")
            for parent in self.git.headers(removed)["parent"]:
                self.expect(secret in self.git.bytes_at(parent, path), where, "a parent of removed_in lacks it")
        for ref in occurrence["refs"]:
            self.expect(self.git.is_ancestor(commit, ref), where, f"{ref} does not reach it")

    def message(self, finding, occurrence, where):
        tag = occurrence["place"] == "tag-message"
        name = occurrence["blob"] if tag else occurrence["commit"]
        raw = self.git.read(name)[2]
        self.content(occurrence, finding, raw[raw.index(b"\n\n") + 2:], where)
        who = "tagger" if tag else "author"
        self.people(occurrence, self.git.headers(name), who, who if tag else "committer", where)

    def run(self):
        for finding in self.report["findings"]:
            for occurrence in finding["occurrences"]:
                where = f"{finding['rule']} {occurrence['path']}:{occurrence['line']} {occurrence.get('commit', '')[:12]}"
                if occurrence["place"] in ("commit-message", "tag-message"):
                    self.message(finding, occurrence, where)
                elif occurrence["place"] == "file" and occurrence.get("commit"):
                    self.file(finding, occurrence, where)
                else:
                    self.content(occurrence, finding, self.git.read(occurrence["blob"])[2], where)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[2], encoding="utf-8") as file:
        report = json.load(file)
    check = Check(sys.argv[1], report)
    check.run()
    places = sum(len(f["occurrences"]) for f in report["findings"])
    for line in check.wrong[:50]:
        print("WRONG", line)
    for line in check.differently[:20]:
        print("matched differently:", line)
    print(f"{len(report['findings'])} findings, {places} places, {check.done} checks, "
          f"{len(check.wrong)} wrong, {len(check.differently)} matched differently")
    sys.exit(1 if check.wrong else 0)


if __name__ == "__main__":
    main()
