#!/usr/bin/env python3
"""foreign_reference.py REKEY FOLDER [SEED [CONFIGS]]: gitleaks configurations do what their keys say.

Draws configurations with every key in many combinations (paths, keywords, entropies, groups,
composite rules, parts that are not reported, allowlists of each target and condition on rules and
at the top, in both spellings), over words that source code is full of. Each is run by `rekey dir`
on the ASCII files of FOLDER, and the places found are compared with those of a plain reading of the
same TOML by Python's own expressions, which shares nothing with the program. Prints the places for
each configuration; exit 1 at the first difference, with the configuration kept beside.
"""

import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter

# Expressions that Python and RE2 read alike; a group, two, or none.
EXPRESSIONS = [
    r"\b(?:get|set|is|has)_([a-z]{3,12})\b", r"0x([0-9a-fA-F]{2,8})\b", r"(?i)todo[:( ]{1,2}([a-z ]{3,20})",
    r"return (\w+);", r"\bk([A-Z][a-z]+)([A-Z][a-z]+)\b", r"(\w+)::(\w+)\(", r'"([a-z-]{4,20})"',
    r"(?i)(?:key|token|secret)[\w.]{0,8}\s{0,3}[=:]\s{0,3}['\"]?(\w{4,40})", r"\b[A-Z_]{6,20}\b", r"#include <(\w+)>",
    r"(?m)^(?:import|from) (\w+)", r"\b(?:(foo)|(b[a-z]{2,4}))\b", r"std::(?:string|vector)\b", r"(?s)\{\s{1,8}(\w+)\W", r"[0-9a-f]{12,64}",
    r"(?i)error(?:\W{1,3}(\w+))?", r"\((\w{2,8}), (\w{2,8})\)", r"--([a-z]{3,12})(?: |=)",
]
KEYWORDS = ["return", "Key", "std::", "0X", "error", "include", "secret", "#", "import", "zzzz-nowhere", "_"]
PATHS = [r"\.cc$", r"\.h$", r"(?i)\.PY$", r"(?:^|/)t", r"[0-9]", r"nowhere/", r"^[a-m]", r"\.(?:md|json|toml|sh)$"]
STOPWORDS = ["name", "STD", "path", "12", "value", "e", "find"]
ALLOWED = [r"^[a-z]+$", r"(?i)test", r"^.{1,5}$", r"[0-9]", r"const", r"^\s", r"size_t", r"#"]


def quoted(values):
    """A TOML array of literal strings."""
    return "[" + ", ".join(f"'''{value}'''" for value in values) + "]"


def some(rng, values, most=3):
    """A few of the values."""
    return rng.sample(values, rng.randint(1, most))


def allowlist(rng, header, ids, may_and):
    """An allowlist with one criterion or several; of parts an AND is not asked, says the README."""
    out = [header, 'description = "drawn"']
    wanted = rng.sample(["regexes", "paths", "stopwords", "commits"], rng.randint(1, 3))
    for key in wanted:
        values = {"regexes": ALLOWED, "paths": PATHS, "stopwords": STOPWORDS, "commits": ["a" * 40]}[key]
        out.append(f"{key} = {quoted(some(rng, values, min(2, len(values))))}")
    condition = rng.choice(["OR", "AND", "||", "&&"] if may_and else ["OR", "||"])
    if rng.random() < 0.6:
        out.append(f'condition = "{condition}"')
    if rng.random() < 0.6:
        out.append(f'regexTarget = "{rng.choice(["secret", "match", "line"])}"')
    if ids:
        out.append(f"targetRules = {quoted(some(rng, ids, min(4, len(ids))))}")
    return out


def draw(rng, count):
    """A configuration as TOML."""
    ids = [f"{rng.choice(['acme', 'generic', 'bolt', 'corp'])}-{number}" for number in range(count)]
    out = ['title = "drawn"', f'description = "{count} rules"']
    for number, name in enumerate(ids):
        out += ["", "[[rules]]", f'id = "{name}"', f'description = "Rule {number}"']
        by_path = rng.random() < 0.05
        if not by_path:
            expression = rng.choice(EXPRESSIONS)
            out.append(f"regex = '''{expression}'''")
            groups = re.compile(expression).groups
            if groups and rng.random() < 0.3:
                out.append(f"secretGroup = {rng.randint(1, groups)}")
        part = not by_path and rng.random() < 0.15
        if by_path or rng.random() < 0.2:
            out.append(f"path = '''{rng.choice(PATHS)}'''")
        if part:
            out.append("skipReport = true")
        if not by_path and rng.random() < 0.4:
            out.append(f"entropy = {rng.choice([0.5, 1.5, 2.0, 2.5, 3.0])}")
        if not by_path and rng.random() < 0.4:
            out.append(f"keywords = {quoted(some(rng, KEYWORDS))}")
        if rng.random() < 0.3:
            out.append('tags = ["a", "b"]')
        if rng.random() < 0.4:
            header = rng.choice(["[[rules.allowlists]]", "[[rules.allowlists]]", "[rules.allowlist]"])
            out += allowlist(rng, header, [], not part)
            if header.startswith("[[") and rng.random() < 0.3:
                out += allowlist(rng, header, [], not part)
        parts = [other for other in ids[:number] if f'id = "{other}"' in "\n".join(out) and is_part(out, other)]
        if not by_path and not part and parts and rng.random() < 0.4:
            out += ["[[rules.required]]", f'id = "{rng.choice(parts)}"']
            if rng.random() < 0.6:
                out.append(f"withinLines = {rng.choice([0, 1, 5, 40])}")
            if rng.random() < 0.4:
                out.append(f"withinColumns = {rng.choice([0, 8, 30])}")
    whole = [name for name in ids if not is_part(out, name)]
    for _ in range(rng.randint(0, 2)):
        targeted = whole if whole and rng.random() < 0.6 else []
        out += ["", *allowlist(rng, "[[allowlists]]", targeted, bool(targeted))]
    return "\n".join(out) + "\n"


def is_part(lines, name):
    """Whether the rule drawn as `name` is one that is not reported."""
    start = lines.index(f'id = "{name}"')
    end = next((i for i in range(start, len(lines)) if lines[i] == ""), len(lines))
    return "skipReport = true" in lines[start:end]


def expression(text):
    """RE2's expression over bytes as one of Python's: `$` without (?m) is the very end there."""
    if "(?m)" not in text:
        text = re.sub(r"(?<!\\)\$", r"\\Z", text)
    return re.compile(text.encode())


class Allow:
    """One allowlist."""

    def __init__(self, table):
        self.all_of = table.get("condition", "OR").upper() in ("AND", "&&")
        self.target = table.get("regexTarget", "secret")
        self.regexes = [expression(one) for one in table.get("regexes", [])]
        self.paths = [expression(one) for one in table.get("paths", [])]
        self.words = [one.lower().encode() for one in table.get("stopwords", [])]
        self.commits = table.get("commits", [])
        self.rules = table.get("targetRules", [])

    def allows(self, found, path):
        """Whether the match is allowed; there is no commit."""
        criteria = []
        if self.regexes:
            criteria.append(found["secret"] + found["match"] != b"" and any(one.search(found[self.target]) for one in self.regexes))
        if self.words:
            criteria.append(any(word in found["secret"].lower() for word in self.words))
        if self.paths:
            criteria.append(any(one.search(path) for one in self.paths))
        if self.commits:
            criteria.append(False)
        return all(criteria) if self.all_of else any(criteria)


class Rule:
    """One rule with what allows its matches."""

    def __init__(self, table, top):
        self.id = table["id"]
        self.regex = expression(table["regex"]) if "regex" in table else None
        self.path = expression(table["path"]) if "path" in table else None
        self.group = table.get("secretGroup", 0)
        self.entropy = table.get("entropy", 0)
        self.keywords = [one.lower().encode() for one in table.get("keywords", [])]
        self.skip = table.get("skipReport", False)
        self.required = table.get("required", [])
        own = table.get("allowlists", []) + ([table["allowlist"]] if "allowlist" in table else [])
        self.allow = [Allow(one) for one in own] + [one for one in top if not one.rules or self.id in one.rules]

    def matches(self, path, text, lower):
        """What it finds in a text, allowlists asked, composition not."""
        if self.path and not self.path.search(path):
            return []
        if self.regex is None:
            whole = {"secret": b"", "match": b"", "line": b"", "begin": 0, "end": 0}
            return [] if any(one.allows(whole, path) for one in self.allow) else [whole]
        if self.keywords and not any(word in lower for word in self.keywords):
            return []
        return [found for found in map(lambda match: self.found(match, text), self.regex.finditer(text)) if self.keeps(found, path)]

    def found(self, match, text):
        """One match as allowlists look at it."""
        group = self.group
        if not group or not match[group]:
            group = next((i for i in range(1, match.re.groups + 1) if match[i]), 0)
        begin, end = match.span(group)
        start, stop = text.rfind(b"\n", 0, match.start()) + 1, text.find(b"\n", match.end())
        if match.end() > match.start() and text[match.end() - 1 : match.end()] == b"\n":
            stop = match.end() - 1
        line = text[start : stop if stop >= 0 else len(text)]
        return {"secret": match[group] or b"", "match": match[0], "line": line, "begin": begin, "end": end}

    def keeps(self, found, path):
        """Entropy and allowlists."""
        if self.entropy and entropy(found["secret"]) <= self.entropy:
            return False
        return not any(one.allows(found, path) for one in self.allow)


def entropy(data):
    """Shannon's, bits a byte."""
    counts = Counter(data).values()
    return -sum(n / len(data) * math.log2(n / len(data)) for n in counts) if data else 0


def near(found, others, asked, text):
    """Whether a part stands as near as is asked."""
    def place(one):
        return text.count(b"\n", 0, one["begin"]), one["begin"] - text.rfind(b"\n", 0, one["begin"])
    line, column = place(found)
    for other in others:
        its_line, its_column = place(other)
        if abs(line - its_line) <= asked.get("withinLines", math.inf) and abs(column - its_column) <= asked.get("withinColumns", math.inf):
            return True
    return False


def scan(rules, path, text):
    """The places of one file: (rule, begin, end)."""
    lower = text.lower()
    found = {rule.id: rule.matches(path, text, lower) for rule in rules}
    kept = []
    for rule in rules:
        kept += [(rule, one) for one in found[rule.id] if all(near(one, found[a["id"]], a, text) for a in rule.required)]
    kept = [(rule, one) for rule, one in kept if not rule.skip]
    line_of = lambda one: text.rfind(b"\n", 0, one["begin"])
    specific = {}
    for rule, one in kept:
        if "generic" not in rule.id and rule.regex is not None:
            specific.setdefault(line_of(one), []).append(one["secret"])
    out = set()
    for rule, one in kept:
        hidden = "generic" in rule.id and rule.regex is not None and any(one["secret"] in other for other in specific.get(line_of(one), []))
        if not hidden:
            out.add((rule.id, one["begin"], one["end"]))
    return out


def ascii_files(folder, into):
    """Copies of the folder's ASCII files below 64 KB: path -> bytes."""
    out = {}
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one != "build")
        for name in sorted(names):
            full = os.path.join(base, name)
            path = os.path.relpath(full, folder)
            if name.startswith(".") or not os.path.isfile(full) or os.path.getsize(full) > 1 << 16:
                continue
            with open(full, "rb") as file:
                data = file.read()
            if not data.isascii() or b"\0" in data or b"\x0b" in data or b":allow" in data:
                continue
            os.makedirs(os.path.dirname(os.path.join(into, path)), exist_ok=True)
            shutil.copyfile(full, os.path.join(into, path))
            out[path] = data
    return out


def main():
    """Draws, runs, compares."""
    rekey, folder = sys.argv[1:3]
    seed, configs = (int(sys.argv[3]) if len(sys.argv) > 3 else 1), (int(sys.argv[4]) if len(sys.argv) > 4 else 5)
    with tempfile.TemporaryDirectory() as work:
        tree = os.path.join(work, "tree")
        files = ascii_files(folder, tree)
        for number in range(seed, seed + configs):
            rng = random.Random(number)
            toml = draw(rng, rng.randint(3, 40))
            config = os.path.join(work, "config.toml")
            with open(config, "w", encoding="utf-8") as file:
                file.write(toml)
            done = subprocess.run([rekey, "dir", tree, "--config", config, "--format", "json"], capture_output=True, text=True)
            if done.returncode > 1 or done.stderr:
                sys.exit(f"configuration {number}: exit {done.returncode}: {done.stderr}\n{toml}")
            found = Counter((one["rule"], place["path"], place["start_byte"], place["end_byte"]) for one in json.loads(done.stdout)["findings"]
                            for place in one["occurrences"] if not place["layers"])
            table = tomllib.loads(toml)
            top = [Allow(one) for one in table.get("allowlists", [])]
            rules = [Rule(one, top) for one in table["rules"]]
            wanted = Counter((rule, path, begin, end) for path, text in files.items() for rule, begin, end in scan(rules, path.encode(), text))
            print(f"configuration {number}: {len(rules)} rules, {sum(found.values())} places in {len(files)} files")
            if found != wanted:
                print(toml)
                for text, places in (("missing", wanted - found), ("too many", found - wanted)):
                    for place in sorted(places)[:10]:
                        print(text, *place)
                sys.exit(1)


if __name__ == "__main__":
    main()
