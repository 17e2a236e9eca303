"""secrets.py ARTEFACTS [LOG...]: no planted secret is in what the tests' runs wrote, nor in a log.

ARTEFACTS/planted/* has the secrets, a line each: the public prefix, a tab, the whole value. Looked for
is each stretch of a secret as long as WINDOW, as it is, in base64 at its three alignments, in
hexadecimal and percent-encoded. What runs with --show-secrets wrote is another folder, shown/.
Exit code 1 with the places, 2 when there is nothing to look at. A place is told without the secret.
"""
import base64
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

WINDOW = 10  # characters of a secret that no report may show in a row
SHORTEST = 6  # of a secret of fewer than WINDOW characters behind its prefix: all of them in a row


def base64_forms(value):
    """What base64 makes of the value behind 0, 1 and 2 other bytes: the characters it alone decides."""
    for before in range(3):
        text = base64.b64encode(b"\0" * before + value).decode()
        first = (before * 8 + 5) // 6
        yield text[first:(before + len(value)) * 8 // 6]


def forms(value):
    """Name and text of each form, and how many of its characters stand for WINDOW of the secret."""
    window = min(WINDOW, len(value))
    yield "as it is", value, window
    yield "percent-encoded", urllib.parse.quote(value, safe=""), window
    data = value.encode()
    for text in base64_forms(data):
        yield "in base64", text, window * 8 // 6
        yield "in base64", text.translate(str.maketrans("+/", "-_")), window * 8 // 6
    for digits in data.hex(), data.hex().upper():
        yield "in hexadecimal", digits, 2 * window
        pairs = [digits[i:i + 2] for i in range(0, len(digits), 2)]
        yield "percent-encoded", "".join("%" + pair for pair in pairs), 3 * window
        yield "as escapes", "".join("\\x" + pair for pair in pairs), 4 * window


def needles(values):
    """Each stretch to look for, with the number of its secret and the form."""
    found = {}
    for number, (prefix, value) in enumerate(values, 1):
        assert value.startswith(prefix) and len(value) - len(prefix) >= SHORTEST, f"planted secret {number} is too short"
        for name, text, size in forms(value[len(prefix):]):
            for at in range(max(1, len(text) - size + 1)):
                found[text[at:at + size]] = f"secret {number} {name}"
    return found


def main(folder, logs):
    planted = sorted({line for file in (folder / "planted").glob("*") for line in file.read_text().splitlines()})
    places = [str(folder / "runs"), *logs]
    files = sum(1 for file in (folder / "runs").rglob("*") if file.is_file()) + len(logs)
    if not planted or not files:
        print(f"{len(planted)} planted secrets, {files} files: nothing to look at")
        return 2 if planted or files else 0
    wanted = needles([line.split("\t") for line in planted])
    with tempfile.NamedTemporaryFile("w") as patterns:
        patterns.write("".join(text + "\n" for text in wanted))
        patterns.flush()
        told = subprocess.run(["grep", "-raoHbF", "-f", patterns.name, "--", *places], check=False,
                              capture_output=True, env={"LC_ALL": "C"}, encoding="latin-1")
    if told.returncode > 1:
        print("grep failed:", told.stderr[:300])
        return 2
    seen = set()
    for line in told.stdout.splitlines():
        file, _, text = line.split(":", 2)
        seen.add((file, wanted.get(text, "a secret")))
    for file, what in sorted(seen):
        print(f"{file}: {what}")
    runs = sum(1 for _ in (folder / "runs").iterdir())
    print(f"{len(planted)} planted secrets in {len(wanted)} pieces; {files} files of {runs} runs and "
          f"{len(logs)} logs: {len(seen) or 'none'} shows one")
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), [log for log in sys.argv[2:] if pathlib.Path(log).exists()]))
