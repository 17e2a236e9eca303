#!/usr/bin/env python3
"""check_paths.py REPO REPORT RULE PATTERN: whether a path rule's places in a history are git's own.

Asks plain git for every commit on any ref whose tree has a path that PATTERN (a Python expression)
matches and that no parent's tree has, and compares with the rule's places in the JSON REPORT.
Prints the number of places; exit 1 and the differences if there are any.
"""

import json
import re
import subprocess
import sys


def git(repo, *words):
    """The standard output of one git command."""
    return subprocess.run(["git", "-C", repo, *words], check=True, capture_output=True, text=True).stdout


def expected(repo, pattern):
    """(commit, path) of every introduction."""
    log = git(repo, "log", "--all", "--root", "-m", "-r", "--no-renames", "--raw", "-z", "--no-abbrev", "--format=%x00commit %H %P")
    added, parents, commit = {}, {}, None
    fields = iter(log.split("\0"))
    for field in fields:
        field = field.lstrip("\n")
        if field.startswith("commit "):
            _, commit, *rest = field.split()
            parents[commit] = max(1, len(rest))
        elif field.startswith(":"):
            modes, path = field.split(), next(fields)
            if modes[4] == "A" and modes[1] != "160000" and re.search(pattern, path):
                added[commit, path] = added.get((commit, path), 0) + 1
    return {at for at, times in added.items() if times == parents[at[0]]}


def main():
    """Compares."""
    repo, report, rule, pattern = sys.argv[1:5]
    with open(report, encoding="utf-8") as file:
        findings = json.load(file)["findings"]
    found = [(place["commit"], place["path"]) for one in findings if one["rule"] == rule for place in one["occurrences"]]
    wanted = expected(repo, pattern)
    for text, places in (("missing", wanted - set(found)), ("too many", set(found) - wanted)):
        for commit, path in sorted(places):
            print(f"{text}: {path} in {commit}")
    print(f"{len(found)} places of {rule}")
    sys.exit(len(found) != len(set(found)) or set(found) != wanted)


if __name__ == "__main__":
    main()
