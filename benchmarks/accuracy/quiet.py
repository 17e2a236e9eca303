#!/usr/bin/env python3
"""How quiet a scan is: the findings of a history beside their verdicts.

    benchmarks/accuracy/quiet.py REPO NAME [--rekey build/release/rekey]

REPO is a clone; NAME says which rows of verdicts.tsv are its. Scans its whole history as a user
does, and prints how many findings are credentials, examples and false, and the false ones for each
100 MB of the unique texts read. A finding without a verdict is listed by rule and place and counts
as false; a verdict that no finding asks for any more is counted. Exit 1 above one false one for
each 100 MB.
"""
import argparse
import collections
import csv
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def verdicts_of(name):
    with open(os.path.join(HERE, 'verdicts.tsv'), newline='') as file:
        lines = (line for line in file if not line.startswith('#'))
        rows = csv.DictReader(lines, delimiter='\t', quoting=csv.QUOTE_NONE)
        return {row['fingerprint']: row for row in rows if row['repository'] == name}


def place_of(finding):
    first = finding['occurrences'][0]
    return f"{first.get('path') or '(message)'}:{first.get('line')}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('repo')
    parser.add_argument('name')
    parser.add_argument('--rekey', default=os.path.join(HERE, '../../build/release/rekey'))
    arguments = parser.parse_args()
    run = subprocess.run([arguments.rekey, 'git', arguments.repo, '--format', 'json'],
                         stdout=subprocess.PIPE, check=False)
    if run.returncode not in (0, 1, 3):
        sys.exit(f'rekey: exit {run.returncode}')
    report = json.loads(run.stdout)
    verdicts = verdicts_of(arguments.name)
    counts = collections.Counter()
    for finding in report['findings']:
        row = verdicts.pop(finding['fingerprint'], None)
        counts[row['verdict'] if row else 'unread'] += 1
        if row is None:
            print('no verdict:', finding['rule'], place_of(finding))
    size = report['stats']['bytes'] / 1e8
    false = (counts['false'] + counts['unread']) / size
    print(f"{arguments.name}: {len(report['findings'])} findings in {size * 100:.0f} MB: " +
          ', '.join(f'{count} {verdict}' for verdict, count in sorted(counts.items())) +
          f'; {false:.3f} false for each 100 MB; {len(verdicts)} verdicts not asked for')
    sys.exit(0 if false <= 1 else 1)


if __name__ == '__main__':
    main()
