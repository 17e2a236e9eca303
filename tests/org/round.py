#!/usr/bin/env python3
"""A generated organisation behind real servers, scanned whole; then killed again and again.

  round.py REKEY [--repositories N] [--big N] [--big-mib N] [--kills N] [--seed N] [--folder DIR]

Says what it measured and exits 1 when a promise is broken: every planted secret is found once, with
its repositories; what cannot be read is listed; a second round scans nothing anew; a run that was
killed at random moments reports the same bytes, and no repository was scanned twice; no secret
and no token stands in the state.
"""
import argparse
import hashlib
import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOKEN = "t" + "0ken-" + "of-the-test"
failures = []


def check(right, what):
    if not right:
        failures.append(what)
        print("FAILED:", what, flush=True)


class Scan:
    def __init__(self, rekey, api, folder, state):
        self.rekey, self.api, self.folder, self.state = rekey, api, folder, f"{folder}/{state}"
        self.environment = {**os.environ, "GITEA_TOKEN": TOKEN, "HOME": folder, "GIT_CONFIG_NOSYSTEM": "1",
                            "GIT_CONFIG_GLOBAL": "/dev/null"}

    def start(self, *options):
        command = [self.rekey, "org", "work", "gitea:acme", "--api", self.api, "--state", self.state, "--key-file",
                   f"{self.folder}/key", "--backoff", "0", "--attempts", "2", "-q", *options]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)

    def run(self, *options):
        """Exit code, seconds, processor seconds of it and its git programs, most MiB of one of them."""
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        process = self.start(*options)
        _, err = process.communicate()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if err:
            print(err.decode()[:2000])
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return process.returncode, time.monotonic() - start, cpu, after.ru_maxrss / 1024

    def report(self, form="json"):
        done = subprocess.run([self.rekey, "org", "report", "--state", self.state, "-f", form],
                              env=self.environment, capture_output=True, check=False)
        check(done.returncode == 1, f"the report's exit code {done.returncode}")
        return done.stdout

    def rows(self, sql):
        with sqlite3.connect(f"{self.state}/state.sqlite") as database:
            return database.execute(sql).fetchall()


def compare_with_truth(scan, folder):
    """Findings are matched by what stands at their places: the state knows no value."""
    with open(f"{folder}/org/truth.json", encoding="utf-8") as file:
        truth = json.load(file)
    report = json.loads(scan.report())
    found = {}
    for finding in report["findings"]:
        place = finding["occurrences"][0]
        name = place["repository"].split("/", 1)[1]
        bare = f"{folder}/org/{name}.git"
        what = place["commit"] if place["place"] == "commit-message" else place["blob"]
        text = subprocess.run(["git", "-C", bare, "cat-file", "-p", what], capture_output=True,
                              check=True).stdout.decode()
        digests = {hashlib.sha256(secret.encode()).hexdigest()
                   for secret in re.findall(r"ghp_\w{36}", text)}
        names = sorted({at["repository"].split("/", 1)[1] for at in finding["occurrences"]})
        for digest in digests:
            check(digest not in found, "a secret is two findings")
            found[digest] = names
    check(found == truth["secrets"], f"{len(found)} secrets found, {len(truth['secrets'])} planted: "
          f"{len(set(truth['secrets']) - set(found))} missing, {len(set(found) - set(truth['secrets']))} more, "
          f"{sum(found.get(d) != n for d, n in truth['secrets'].items())} with other repositories")
    not_read = sorted(one["what"].split("/", 1)[1] for one in report["skipped"])
    check(not_read == sorted(truth["unreadable"]), f"not read: {not_read}")
    check(not report["complete"] or not truth["unreadable"], "complete, though something was not read")
    return report


def look_for_secrets(scan, folder):
    secrets = set()
    listing = subprocess.run(f"for r in {folder}/org/acme/*.git; do git -C $r log --all -p --format=%B 2>/dev/null; done",
                             shell=True, capture_output=True, check=False).stdout
    secrets.update(re.findall(rb"ghp_\w{36}", listing))
    for path, folders, files in os.walk(scan.state):
        if os.path.basename(path) == "clones":
            folders.clear()
            continue
        for name in files:
            with open(f"{path}/{name}", "rb") as file:
                content = file.read()
            check(TOKEN.encode() not in content, f"the token is in {name}")
            check(not any(secret in content for secret in secrets), f"a secret is in {name}")
    return len(secrets)


def kill_often(scan, kills, seconds, rng):
    """Kills a round at random moments until that often or until it is done; how often it was."""
    for done in range(kills):
        process = scan.start()
        try:
            process.wait(rng.uniform(0.05, max(1.4 * seconds / kills, 0.6)))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        process.stderr.close()
        if process.returncode >= 0:
            return done
        if finished(scan):
            return done + 1
    return kills


def finished(scan):
    try:
        return not scan.rows("SELECT 1 FROM repositories WHERE state IN ('queued', 'working') LIMIT 1") and \
            scan.rows("SELECT count(*) FROM repositories")[0][0] > 0
    except sqlite3.Error:
        return False


def measure_fork(arguments, api, folder):
    """A large repository alone, then its fork."""
    with open(f"{folder}/org/truth.json", encoding="utf-8") as file:
        pair = json.load(file)["large_fork"]
    scan, cpu = Scan(arguments.rekey, api, folder, "fork"), []
    for name in pair:
        _, _, seconds, _ = scan.run("--only", name)
        cpu.append(seconds)
    done = scan.rows("SELECT count(*) FROM repositories WHERE state = 'done'")[0][0]
    check(done == 2, f"{done} of a repository and its fork were scanned")
    print(f"a large repository {cpu[0]:.2f} s of processors, its fork {cpu[1]:.2f}: {100 * cpu[1] / cpu[0]:.1f} %")


def measure(arguments, folder):
    subprocess.run([sys.executable, f"{HERE}/organisation.py", f"{folder}/org", "--seed", str(arguments.seed),
                    "--repositories", str(arguments.repositories), "--big", str(arguments.big),
                    "--big-mib", str(arguments.big_mib)], check=True)
    server = subprocess.Popen([sys.executable, f"{HERE}/rest.py", f"{folder}/org", f"{folder}/org/organisation.json",
                               "--token", TOKEN, "--page", "30"], stdout=subprocess.PIPE)
    try:
        api = f"http://127.0.0.1:{server.stdout.readline().decode().strip()}/gitea"
        whole = Scan(arguments.rekey, api, folder, "whole")
        code, seconds, cpu, memory = whole.run()
        check(code == 1, f"the first round's exit code {code}")
        print(f"first round: {seconds:.1f} s, {cpu:.1f} s of processors, {memory:.0f} MiB at most")
        report = compare_with_truth(whole, folder)
        print(f"{len(report['findings'])} secrets in {len(report['repositories'])} repositories, "
              f"{len(report['skipped'])} not read")
        print(f"{look_for_secrets(whole, folder)} secrets looked for in the state")
        undisturbed = {form: whole.report(form) for form in ("json", "markdown", "csv", "sarif", "text")}

        killed = Scan(arguments.rekey, api, folder, "killed")
        kills = kill_often(killed, arguments.kills, seconds, random.Random(arguments.seed))
        if not finished(killed):  # else a further run is a further round
            killed.run()
        for form, text in undisturbed.items():
            check(killed.report(form) == text, f"after {kills} kills the {form} report differs")
        most = killed.rows("SELECT count(*) FROM scans WHERE result LIKE 'scanned%' GROUP BY repository "
                           "ORDER BY 1 DESC LIMIT 1")[0][0]
        begun = killed.rows("SELECT count(*) FROM scans s JOIN repositories r ON r.id = s.repository "
                            "WHERE r.state = 'done' GROUP BY repository ORDER BY 1 DESC LIMIT 1")[0][0]
        check(most == 1, f"a repository was scanned {most} times")
        print(f"{kills} kills: the same reports; scanned {most} time at most, begun {begun} times at most")

        code, seconds, again, _ = whole.run()
        new = whole.rows("SELECT count(*) FROM scans WHERE round = 2 AND result LIKE 'scanned%'")[0][0]
        check(new == 0, f"{new} repositories were scanned in a second round without changes")
        if arguments.big:
            measure_fork(arguments, api, folder)
        print(f"second round: {seconds:.1f} s, {again:.1f} s of processors, {100 * again / cpu:.1f} % of the first")
    finally:
        server.kill()
        server.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rekey")
    parser.add_argument("--repositories", type=int, default=40)
    parser.add_argument("--big", type=int, default=1)
    parser.add_argument("--big-mib", type=int, default=2)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default="")
    arguments = parser.parse_args()
    if arguments.folder:
        measure(arguments, os.path.abspath(arguments.folder))
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(arguments, folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
