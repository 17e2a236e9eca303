#!/usr/bin/env python3
"""check_coverage.py COVERAGE_MD FORMATS_JSONL: the checklist of credential kinds against the rules.

An id of the checklist is done when a rule of this folder has it, or a line of a rule file says
`# covers ID: RULE[, RULE...]`; it is left out when a line says `# left out ID: reason`. Prints the
counts and every id that is neither. Exit code 1 when one of those is distinctive or opaque with a
commonness of 2 or more, or when a comment names a rule or an id that does not exist; 2 for wrong
usage.
"""
import json
import pathlib
import re
import sys
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parent
COVERS = re.compile(r"^# covers ([0-9a-z.-]+): ([0-9a-z-]+(?:, ?[0-9a-z-]+)*)")
LEFT_OUT = re.compile(r"^# left out ([0-9a-z.-]+): (\S.*)$")


def rules_and_comments():
    """The ids of all rules; {id: (file:line, rules)} of "covers"; {id: (file:line, reason)}."""
    rules, covers, left_out = set(), {}, {}
    for path in sorted(FOLDER.glob("*.toml")):
        text = path.read_text()
        rules.update(rule["id"] for rule in tomllib.loads(text).get("rules", []))
        for number, line in enumerate(text.splitlines(), 1):
            place = f"{path.name}:{number}"
            if found := COVERS.match(line):
                covers[found[1]] = (place, found[2].replace(" ", "").split(","))
            if found := LEFT_OUT.match(line):
                left_out[found[1]] = (place, found[2])
    return rules, covers, left_out


def listed_ids(path):
    """The ids of the checklist: behind the colon of each provider's line."""
    ids = set()
    for line in pathlib.Path(path).read_text().splitlines():
        if found := re.match(r"- .* \(\d+\): (.*)$", line):
            ids.update(part.strip() for part in found[1].split(","))
    return ids


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    ids = listed_ids(arguments[0])
    kinds = {}
    for line in pathlib.Path(arguments[1]).read_text().splitlines():
        kind = json.loads(line)
        kinds[kind["id"]] = kind
    rules, covers, left_out = rules_and_comments()
    faults = [f"{i}: in only one of the two lists" for i in sorted(ids ^ kinds.keys())]
    for i, (place, named) in covers.items():
        faults += [f"{place}: no rule '{rule}'" for rule in named if rule not in rules]
        if i not in kinds:
            faults.append(f"{place}: '{i}' is not on the list")
    faults += [f"{place}: '{i}' is not on the list" for i, (place, _) in left_out.items()
               if i not in kinds]

    done = {i for i in kinds if i in rules or i in covers}
    out = {i for i in kinds if i in left_out and i not in done}
    missing = sorted(kinds.keys() - done - out)
    needed = [i for i in missing if kinds[i]["distinctive"] or kinds[i]["commonness"] >= 2]
    for name, chosen in [("distinctive", lambda k: k["distinctive"]),
                         ("opaque, commonness 2 or more",
                          lambda k: not k["distinctive"] and k["commonness"] >= 2),
                         ("opaque, others", lambda k: not k["distinctive"] and k["commonness"] < 2)]:
        group = {i for i, kind in kinds.items() if chosen(kind)}
        print(f"{name}: {len(group)} kinds, {len(group & done)} done, {len(group & out)} left out, "
              f"{len(group & set(missing))} missing")
    for i in sorted(out):
        print(f"left out  {i}: {left_out[i][1]} ({left_out[i][0]})")
    for i in missing:
        print(f"{'MISSING' if i in needed else 'not done'}  {i} ({kinds[i]['provider']})")
    for fault in faults:
        print(fault)
    return 1 if needed or faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
