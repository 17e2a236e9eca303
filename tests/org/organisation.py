#!/usr/bin/env python3
"""Generates an organisation from a seed: bare repositories, what a host would tell of them, and what
must be found.

  organisation.py FOLDER [--seed N] [--repositories N] [--big N] [--big-mib N]

FOLDER gets acme/NAME.git of each, organisation.json (rest.py) and truth.json: each planted secret's
digest with the repositories that have it, which repositories cannot be read, a large one and its fork. Of 1,000
repositories 200 are forks (the first one of a large repository), 50 empty, 20 damaged. Secrets stand in files that stay, that are deleted
later, on branches, in messages; some in many repositories.
"""
import argparse
import hashlib
import json
import os
import random
import shutil
import string
import subprocess
import sys
import zlib

DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
ENVIRONMENT = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}


def git(*arguments, data=None):
    subprocess.run(["git", *arguments], input=data, check=True, env=ENVIRONMENT,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def token(rng):
    body = "".join(rng.choices(DIGITS, k=30))
    value, check = zlib.crc32(body.encode()), ""
    for _ in range(6):
        value, digit = divmod(value, 62)
        check = DIGITS[digit] + check
    return "ghp_" + body + check


class Repository:
    """A git fast-import stream."""

    def __init__(self, rng, words):
        self.rng, self.words, self.stream, self.time = rng, words, [], 1_600_000_000
        self.time += rng.randrange(100_000_000)

    def text(self, lines):
        choose = self.rng.choices
        return "\n".join(" ".join(choose(self.words, k=8)) for _ in range(lines)) + "\n"

    def commit(self, files, branch="main", message="change", first_from=None):
        self.time += self.rng.randrange(1, 100_000)
        person = f"Dev{self.rng.randrange(9)} <dev{self.rng.randrange(9)}@test.invalid> {self.time} +0000"
        lines = [f"commit refs/heads/{branch}", f"committer {person}", f"data {len(message.encode())}", message]
        if first_from:
            lines.append(f"from refs/heads/{first_from}")
        for path, content in files.items():
            if content is None:
                lines.append(f"D {path}")
                continue
            data = content if isinstance(content, bytes) else content.encode()
            lines += [f"M 100644 inline {path}", f"data {len(data)}"]
            self.stream += ["\n".join(lines).encode() + b"\n", data, b"\n"]
            lines = []
        self.stream.append("\n".join(lines).encode() + b"\n")

    def write(self, folder):
        git("init", "-q", "--bare", "-b", "main", folder)
        git("-C", folder, "fast-import", "--quiet", data=b"".join(self.stream))


class Organisation:
    def __init__(self, arguments):
        self.folder, self.count = arguments.folder, arguments.repositories
        self.big, self.big_mib = arguments.big, arguments.big_mib
        self.rng = random.Random(arguments.seed)
        self.words = ["".join(self.rng.choices(string.ascii_lowercase, k=self.rng.randrange(3, 9)))
                      for _ in range(2000)]
        self.truth, self.unreadable, self.rows = {}, [], []
        self.common = [token(self.rng) for _ in range(max(self.count // 50, 2))]

    def plant(self, name, secret):
        digest = hashlib.sha256(secret.encode()).hexdigest()
        self.truth.setdefault(digest, set()).add(name)
        return f"key = {secret}\n"

    def fill(self, name):
        rng, repository = self.rng, Repository(self.rng, self.words)
        repository.commit({"CODEOWNERS": f"* @{name.split('/')[1]}-team\n", "README": repository.text(5)})
        for number in range(rng.randrange(3, 12)):
            files = {f"src/{rng.choice(self.words)}.txt": repository.text(rng.randrange(5, 60))
                     for _ in range(rng.randrange(1, 4))}
            if rng.random() < 0.08:
                files[f"conf/{number}.env"] = self.plant(name, token(rng))
            if rng.random() < 0.03:
                files[f"shared/{number}.env"] = self.plant(name, rng.choice(self.common))
            repository.commit(files)
            if rng.random() < 0.3:
                repository.commit({path: None for path in files if path.startswith("conf/")} or files)
        if rng.random() < 0.1:
            repository.commit({"side.env": self.plant(name, token(rng))}, branch="side", first_from="main")
        if rng.random() < 0.1:
            repository.commit({"x": repository.text(1)}, message="use " + self.plant(name, token(rng)))
        return repository

    def path(self, name):
        return f"{self.folder}/{name}.git"

    def make_big(self, name):
        repository = self.fill(name)
        for number in range(self.big_mib):
            half = self.rng.randbytes(1 << 18).hex().encode()  # text that no rule takes for more
            repository.commit({f"data/{number % 7}.txt": half + b"\n" + half})
        repository.write(self.path(name))

    def make_fork(self, name, source):
        shutil.copytree(self.path(source), self.path(name))
        for repositories in self.truth.values():
            if source in repositories:
                repositories.add(name)
        repository = Repository(self.rng, self.words)
        files = {"fork.txt": repository.text(3)}
        if self.rng.random() < 0.1:
            files["fork.env"] = self.plant(name, token(self.rng))
        repository.commit(files, first_from="main^0")
        git("-C", self.path(name), "fast-import", "--quiet", data=b"".join(repository.stream))

    def damage(self, name):
        """Cuts the largest pack in half: it cannot be served."""
        self.fill(name).write(self.path(name))
        for repositories in self.truth.values():
            repositories.discard(name)
        packs = f"{self.path(name)}/objects/pack"
        if not os.path.isdir(packs) or not os.listdir(packs):
            git("-C", self.path(name), "repack", "-adq")
        for file in sorted(os.listdir(packs)):
            if file.endswith(".pack"):
                path = f"{packs}/{file}"
                os.chmod(path, 0o644)
                os.truncate(path, os.path.getsize(path) // 2)
        self.unreadable.append(name)

    def make(self):
        forks, empty, damaged = self.count // 5, self.count // 20, max(self.count // 50, 1)
        kinds = (["big"] * self.big + ["fork"] * forks + ["empty"] * empty + ["damaged"] * damaged)
        kinds = ["plain"] * (self.count - len(kinds)) + kinds
        plain, large_fork = [], []
        for number, kind in enumerate(kinds):
            name, source = f"acme/{kind}{number:04}", ""
            if kind == "plain":
                self.fill(name).write(self.path(name))
                plain.append(name)
            elif kind == "big":
                self.make_big(name)
            elif kind == "fork":
                source = self.rng.choice(plain)
                if self.big and not large_fork:
                    source = f"acme/big{number - self.big:04}"
                    large_fork = [source, name]
                self.make_fork(name, source)
            elif kind == "empty":
                git("init", "-q", "--bare", "-b", "main", self.path(name))
            else:
                self.damage(name)
            self.rows.append({"name": name, "private": number % 3 != 0, "fork_of": source,
                              "archived": number % 17 == 0, "size_kib": 0})
        with open(f"{self.folder}/organisation.json", "w", encoding="utf-8") as out:
            json.dump(self.rows, out)
        with open(f"{self.folder}/truth.json", "w", encoding="utf-8") as out:
            json.dump({"secrets": {digest: sorted(names) for digest, names in self.truth.items() if names},
                       "unreadable": self.unreadable, "large_fork": large_fork}, out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repositories", type=int, default=40)
    parser.add_argument("--big", type=int, default=1)
    parser.add_argument("--big-mib", type=int, default=2)
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    Organisation(arguments).make()


if __name__ == "__main__":
    sys.exit(main())
