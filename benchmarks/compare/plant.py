#!/usr/bin/env python3
"""plant.py FOLDER [--seed 1] [--commits 400]: a repository with planted secrets, from a seed.

Writes FOLDER/repo and FOLDER/planted.tsv: value, kind, `head` or `gone` (taken out by a later commit);
key ids and account ids beside a secret as the kind `half`, which nobody has to find.
The formats are those that providers publish and every scanner claims: cloud and code host keys, chat
and payment tokens, keys in PEM, passwords in URLs and assignments; half of each kind is gone from
HEAD. Beside them stand what only looks like a secret: commit ids, UUIDs, digests, placeholders,
names of variables. No rule of rekey's is asked.
"""
import argparse
import base64
import os
import pathlib
import random
import re
import string
import subprocess
import uuid
import zlib

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
BASE62, HEX = DIGITS + UPPER + LOWER, DIGITS + "abcdef"
WORDS = "if return value count name list for each print open close line index total next item".split()


def kinds(draw):
    """A fresh value and a line that people write, by kind."""
    def some(letters, size):
        return "".join(draw.choices(letters, k=size))

    def summed(prefix):  # GitHub's and npm's: CRC-32 in base 62
        body, number, digits = some(BASE62, 30), 0, ""
        number = zlib.crc32(body.encode())
        for _ in range(6):
            number, digit = divmod(number, 62)
            digits = BASE62[digit] + digits
        return prefix + body + digits

    def pem():
        body = base64.b64encode(draw.randbytes(1190)).decode()
        lines = "\n".join(body[i:i + 64] for i in range(0, len(body), 64))
        return "-----BEGIN RSA PRIVATE KEY-----\n" + lines + "\n-----END RSA PRIVATE KEY-----"

    aws = some(BASE62 + "/+", 40)
    return {
        "github-pat": (summed("ghp_"), "GITHUB_TOKEN={}"),
        "npm": (summed("npm_"), "//registry.npmjs.org/:_authToken={}"),
        "aws-secret": (aws, "AWS_ACCESS_KEY_ID=AKIA" + some(UPPER + "234567", 16) + "\nAWS_SECRET_ACCESS_KEY={}"),
        "gitlab-pat": ("glpat-" + some(BASE62, 20), 'token: "{}"'),
        "slack-bot": ("xoxb-" + some(DIGITS, 12) + "-" + some(DIGITS, 13) + "-" + some(BASE62, 24), "slack_token = '{}'"),
        "stripe": ("sk_live_" + some(BASE62, 24), 'stripe.api_key = "{}"'),
        "sendgrid": ("SG." + some(BASE62, 22) + "." + some(BASE62, 43), "SENDGRID_API_KEY={}"),
        "google": ("AIza" + some(BASE62 + "-_", 35), '"apiKey": "{}",'),
        "twilio": (some(HEX, 32), "TWILIO_ACCOUNT_SID=AC" + some(HEX, 32) + "\nTWILIO_AUTH_TOKEN={}"),
        "private-key": (pem(), "{}"),
        "password-in-url": (some(BASE62, 16), "DATABASE_URL=postgres://app:{}@db.internal:5432/app"),
        "password": (some(BASE62 + "!%*", 14), 'password = "{}"'),
        "api-key": (some(BASE62, 32), 'api_key: "{}"'),
    }


def lookalike(draw):
    return draw.choice([
        "commit {}".format("".join(draw.choices(HEX, k=40))), f"id: {uuid.UUID(int=draw.getrandbits(128))}",
        "sha256:{}".format("".join(draw.choices(HEX, k=64))), "md5 = '{}'".format("".join(draw.choices(HEX, k=32))),
        "password = os.environ['DB_PASSWORD']", 'api_key: "your-api-key-here"', "token = get_token(request.user)",
        "AWS_SECRET_ACCESS_KEY=<secret>", "secret_name: database-credentials"])


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--commits", type=int, default=400)
    options.add_argument("--each", type=int, default=6)
    asked = options.parse_args()
    draw = random.Random(asked.seed)
    repo = asked.folder / "repo"
    repo.mkdir(parents=True)
    planted = [(kind, *kinds(draw)[kind], number % 2 == 1)
               for number in range(asked.each) for kind in kinds(draw)]
    draw.shuffle(planted)
    places = sorted(draw.sample(range(1, asked.commits - 1), len(planted)))
    stream, gone, halves = [], {}, []
    def data(text):
        return f"data {len(text.encode())}\n{text}\n"
    for commit in range(asked.commits):
        stream.append(f"commit refs/heads/main\ncommitter Ada <ada@test.invalid> {1700000000 + 600 * commit} +0000\n"
                      + data(f"Change {commit}"))
        for _ in range(3):
            lines = ["    " + " ".join(draw.choices(WORDS, k=7)) for _ in range(120)]
            lines.insert(draw.randrange(120), lookalike(draw))
            stream.append(f"M 100644 inline src/folder{draw.randrange(20)}/file{draw.randrange(20)}.py\n"
                          + data("\n".join(lines) + "\n"))
        for path in gone.pop(commit, []):
            stream.append(f"D {path}\n")
        if places and places[0] == commit:
            places.pop(0)
            number = len(places)
            kind, value, line, is_gone = planted[number]
            halves += re.findall(r"\b(?:AKIA|AC)[0-9A-Za-z]{16,32}\b", line)
            path = f"config/{number}.{draw.choice(['env', 'yml', 'py', 'txt'])}"
            stream.append(f"M 100644 inline {path}\n" + data("# settings\n" + line.format(value) + "\n"))
            if is_gone:
                gone.setdefault(min(commit + 3, asked.commits - 1), []).append(path)
    subprocess.run(["git", "init", "-q", "-b", "main", repo], check=True)
    subprocess.run(["git", "-C", repo, "fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    subprocess.run(["git", "-C", repo, "reset", "-q", "--hard"], check=True)
    with open(asked.folder / "planted.tsv", "w", encoding="ascii") as out:
        for kind, value, _, is_gone in planted:
            out.write(f"{value.encode('unicode_escape').decode()}\t{kind}\t{'gone' if is_gone else 'head'}\n")
        out.writelines(f"{half}\thalf\t-\n" for half in halves)
    os.sync()


if __name__ == "__main__":
    main()
