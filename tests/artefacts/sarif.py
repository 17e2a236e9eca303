"""sarif.py ARTEFACTS SCHEMA [FILE...]: every SARIF report that the tests' runs wrote keeps to the schema.

Also the FILEs, and what GitHub's code scanning asks for beyond the schema
(docs.github.com/code-security/code-scanning, "SARIF support"): names, texts and help of each rule, a
place with its four numbers, no empty string. Exit code 1 with the places of the faults.
"""
import json
import pathlib
import sys

import jsonschema


def reports(folder, more):
    for file in [*sorted(folder.rglob("*")), *more]:
        if file.is_file() and b"sarif-2.1.0.json" in file.read_bytes()[:200]:
            yield file


def empty_strings(value, path=""):
    """Places of strings without a character: GitHub refuses them."""
    if value == "":
        yield path
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from empty_strings(part, f"{path}/{key}")


def faults_of_rule(rule):
    for key in "shortDescription", "fullDescription", "help":
        if not rule.get(key, {}).get("text"):
            yield f"rule {rule.get('id')} has no {key}.text"
    for key in "shortDescription", "fullDescription":
        if len(rule.get(key, {}).get("text", "")) > 1024:
            yield f"rule {rule.get('id')}: {key}.text is longer than 1024"
    if len(rule.get("properties", {}).get("tags", [])) > 20:
        yield f"rule {rule.get('id')} has more than 20 tags"
    if not 0 < float(rule["properties"]["security-severity"]) <= 10:
        yield f"rule {rule.get('id')}: security-severity is not in 0 to 10"


def faults_of_result(result, rules):
    if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
        yield "ruleIndex is that of another rule"
    for location in result["locations"][:1]:
        physical = location.get("physicalLocation")
        if physical:
            lacking = {"startLine", "startColumn", "endLine", "endColumn"} - set(physical["region"])
            if lacking or not physical["artifactLocation"]["uri"]:
                yield f"a place without {lacking or 'uri'}"
        elif not location.get("logicalLocations"):
            yield "a location that names nothing"
    if not result["locations"]:
        yield "no location"


def read(text):
    """The report of a run's standard output, and what is wrong behind it: in CI the host's commands may follow."""
    report, end = json.JSONDecoder().raw_decode(text)
    return report, [f"not JSON: {line[:80]}" for line in text[end:].split("\n")
                    if line and not line.startswith(("##vso[task.logissue ", "::"))]


def faults(report, validator):
    for fault in validator.iter_errors(report):
        yield "/".join(map(str, fault.absolute_path)) + ": " + fault.message[:120]
    for run in report["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for rule in rules:
            yield from faults_of_rule(rule)
        for number, result in enumerate(run["results"]):
            yield from (f"result {number}: {fault}" for fault in faults_of_result(result, rules))
    yield from (f"{path} is empty" for path in empty_strings(report))


def main(folder, schema_file, more):
    schema = json.loads(schema_file.read_text())
    kind = jsonschema.validators.validator_for(schema)
    validator = kind(schema, format_checker=jsonschema.FormatChecker())
    count = results = wrong = 0
    for file in reports(folder, more):
        report, found = read(file.read_text(encoding="utf-8"))
        count += 1
        results += sum(len(run["results"]) for run in report["runs"])
        found += faults(report, validator)
        wrong += bool(found)
        for fault in found[:5]:
            print(f"{file}: {fault}")
    print(f"{count} SARIF reports with {results} results: {wrong or 'none'} breaks the schema or GitHub's rules")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), [pathlib.Path(one) for one in sys.argv[3:]]))
