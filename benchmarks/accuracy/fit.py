#!/usr/bin/env python3
"""fit.py LABELLED.jsonl [--clean FOLDER] [--write FILE]: fits the model of scanner/match/model/credential.h.

LABELLED: one JSON object a line: repository, path, text, labels [{line, end_line, truth, category, value_start,
value_end}]; truth T is a credential. FOLDER: files that hold none. Prints what five folds of repositories held out
give, then, with --write, fits on all and writes scanner/match/model/credential_trees.cc.

Needs numpy and `ninja -C build/release accuracy_candidates`. No text of the data reaches the output: weights alone.
"""
import argparse, collections, json, os, re, subprocess, sys, tempfile
import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NOT_CREDENTIALS = {"UUID", "AWS S3 Bucket", "Firebase Domain", "Tencent WeChat API App ID", "Nonce", "Salt", "Other"}
DEPTH, BINS = 3, 24
IGNORED = -1


def is_core(label):
    return bool(set(label["category"].split(":")) - NOT_CREDENTIALS)


def candidates(program, files):
    """(file, rule, line, column, end column, features) of every match of a learnt rule."""
    run = subprocess.run([program, f"{ROOT}/patterns"], input="\n".join(files), capture_output=True, text=True,
                         errors="replace")
    if run.returncode != 0:
        sys.exit(run.stderr)
    for row in run.stdout.splitlines():
        file, rule, *numbers = row.split("\t")
        line, begin, end, *features = map(int, numbers)
        yield file, rule, line, begin, end, features


def truth_of(labels, line, begin, end, text_line):
    """1 a credential, 0 none, IGNORED beside one or not of a category that counts; and whether it is labelled."""
    here = [l for l in labels if l["line"] <= line <= l["end_line"]]
    true = [l for l in here if l["truth"] == "T"]
    if not true:
        return 0, bool(here)
    begin, end = (len(text_line.encode(errors="surrogateescape")[:n].decode(errors="replace")) for n in (begin, end))
    for l in filter(is_core, true):
        whole = l["line"] != l["end_line"] or l["value_start"] is None
        if whole or (l["value_start"] < end and begin < (l["value_end"] or end)):
            return 1, True
    return IGNORED, True


# Settings that labelled files hold too few of; the values are drawn.
PASSWORD_SETTINGS = [
    '%(n)s = "%(v)s"', "'%(n)s' => '%(v)s',", '"%(n)s": "%(v)s"', "%(n)s: %(v)s", "%(N)s=%(v)s", "<%(n)s>%(v)s</%(n)s>",
    'config.set%(C)s("%(v)s");', "tool --%(n)s %(v)s --verbose", "CREATE USER app IDENTIFIED BY '%(v)s';",
    "ALTER ROLE app WITH PASSWORD '%(v)s';", "  - %(N)s=%(v)s", "requirepass %(v)s", 'self.%(n)s = "%(v)s"',
    'connect(host="db1", user="app", %(n)s="%(v)s")', "openssl genrsa -passout pass:%(v)s 4096",
    "ConvertTo-SecureString '%(v)s' -AsPlainText -Force", 'machine git.corp.net login ci password %(v)s',
    'https://ci:%(v)s@git.corp.net/app.git', "postgres://app:%(v)s@db.internal:5432/app", "redis://:%(v)s@cache-1:6379/0"]
TOKEN_SETTINGS = [
    '%(n)s = "%(v)s"', "'%(n)s' => '%(v)s',", '"%(n)s": "%(v)s"', "%(n)s: %(v)s", "%(N)s=%(v)s", "export %(N)s='%(v)s'",
    '%(n)s := "%(v)s"', 'private static final String %(N)s = "%(v)s";', "tool --%(n)s %(v)s", "Authorization: Bearer %(v)s",
    '"Authorization": "Token %(v)s"', 'os.environ.get("%(N)s", "%(v)s")', '{\\"%(n)s\\":\\"%(v)s\\"}']
PASSWORD_NAMES = ["password", "db_password", "passwd", "dbPassword", "pwd", "smtp_pass", "adminPassword", "passphrase"]
TOKEN_NAMES = ["secret", "client_secret", "apiKey", "api_key", "access_token", "secretKey", "token", "access_key", "auth_token"]
WORDS = "river otter candle marble thunder violet saddle garden copper falcon winter meadow pepper anchor lantern".split()


def drawn_lines(number, random):
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    text = lambda size, alphabet=letters: "".join(random.choice(list(alphabet), size))
    for i in range(number):
        password = i % 3 < 2
        name = str(random.choice(PASSWORD_NAMES if password else TOKEN_NAMES))
        size = int(random.integers(8, 17))
        if not password:
            value = [text(int(random.integers(20, 65))), text(32, "0123456789abcdef"), text(40, "0123456789abcdef")][i // 3 % 3]
        elif i // 3 % 3 == 0:
            value = text(size)
        elif i // 3 % 3 == 1:
            value = text(size // 2) + text(1, "!#%*-_+?.~^$") + text(size - size // 2) + text(i % 2, "!#%*?")
        else:
            words = random.choice(WORDS, 2)
            value = [words[0].title() + text(1, "-_!.#") + words[1] + text(3, "0123456789") + text(1, "!?#*"),
                     words[0] + words[1] + text(2, "0123456789"), words[0] + text(3, "0123456789")][i // 9 % 3]
        setting = str(random.choice(PASSWORD_SETTINGS if password else TOKEN_SETTINGS))
        value = str(value)
        yield setting % {"n": name, "N": re.sub("(?<=[a-z])(?=[A-Z])", "_", name).upper(), "v": value,
                         "C": name[0].upper() + name[1:]}, value


class Data:
    def __init__(self):
        self.X, self.y, self.group, self.weight, self.place = [], [], [], [], []

    def add_labelled(self, program, rows):
        with tempfile.TemporaryDirectory() as folder:
            names = {}
            for i, row in enumerate(rows):
                name = f"{folder}/{i}"
                with open(name, "w", encoding="utf-8", errors="surrogateescape", newline="") as f:
                    f.write(row["text"])
                names[name] = row
            for file, _, line, begin, end, features in candidates(program, list(names)):
                row = names[file]
                text_line = row["text"].split("\n")[line - 1]
                y, labelled = truth_of(row["labels"], line, begin, end, text_line)
                self.append(features, y, row["repository"], 1 if labelled else .6, (file, line))

    def add_clean(self, program, folder):
        files = [os.path.join(d, f) for d, _, fs in os.walk(folder) for f in fs]
        for file, _, line, _, _, features in candidates(program, files):
            self.append(features, 0, "clean " + os.path.relpath(file, folder).split("/")[0], .6, (file, line))

    def add_drawn(self, program, number):
        lines = list(drawn_lines(number, np.random.default_rng(1)))
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/drawn", "w") as f:
                f.writelines(line + "\n" for line, _ in lines)
            for file, _, line, begin, end, features in candidates(program, [f.name]):
                if lines[line - 1][0][begin:end] == lines[line - 1][1]:
                    self.append(features, 1, "drawn", 1, (file, line))

    def append(self, features, y, group, weight, place):
        self.X.append(features), self.y.append(y), self.group.append(group)
        self.weight.append(weight), self.place.append(place)

    def arrays(self):
        group = np.array(self.group)
        size = collections.Counter(self.group)  # large repositories count by the square root
        weight = np.array(self.weight) / np.sqrt([size[g] for g in self.group])
        return np.array(self.X), np.array(self.y), group, weight / weight.mean()


def thresholds_of(X):
    out = []
    for column in X.T:
        values = np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1), method="lower"))
        few = np.unique(column)
        out.append((few if len(few) <= BINS else values)[:-1])
    return out


def fit(X, y, w, trees, rate=.12, ridge=2.0, seed=1):
    """Boosting of the logistic loss with trees that ask one question a level; [(features, thresholds, weights)]."""
    thresholds = thresholds_of(X)
    bins = np.stack([np.searchsorted(t, X[:, j], side="left") for j, t in enumerate(thresholds)], 1)
    score, model, random = np.zeros(len(y)), [], np.random.default_rng(seed)
    for _ in range(trees):
        p = 1 / (1 + np.exp(-score))
        g, h = w * (y - p), w * p * (1 - p)
        leaf, questions = np.zeros(len(y), int), []
        tried = [j for j in range(X.shape[1]) if len(thresholds[j]) and random.random() < .7]
        for level in range(DEPTH):
            best = (-1, None, None)
            leaves = 1 << level
            for j in tried:
                n = len(thresholds[j]) + 1
                key = leaf * n + bins[:, j]
                G = np.bincount(key, g, leaves * n).reshape(leaves, n).cumsum(1)
                H = np.bincount(key, h, leaves * n).reshape(leaves, n).cumsum(1)
                right_g, right_h = G[:, -1:] - G, H[:, -1:] - H
                gain = (G**2 / (H + ridge) + right_g**2 / (right_h + ridge)).sum(0)[:-1]
                k = int(gain.argmax())
                if gain[k] > best[0]:
                    best = (gain[k], j, k)
            _, j, k = best
            questions.append((j, int(thresholds[j][k])))
            leaf = leaf * 2 + (bins[:, j] > k)
        G, H = np.bincount(leaf, g, 1 << DEPTH), np.bincount(leaf, h, 1 << DEPTH)
        weights = np.rint(1000 * rate * G / (H + ridge)).astype(int)
        score += weights[leaf] / 1000
        model.append((questions, weights))
    return model


def scores(model, X):
    out = np.zeros(len(X), int)
    for questions, weights in model:
        leaf = np.zeros(len(X), int)
        for j, threshold in questions:
            leaf = leaf * 2 + (X[:, j] > threshold)
        out += weights[leaf]
    return out


def figures(s, y, group, labelled, place, least, total):
    kept = collections.defaultdict(set)
    for i in np.flatnonzero(s >= least):
        kept[place[i]].add((int(y[i]), labelled[i]))
    tp = sum(any(t == 1 for t, _ in k) for k in kept.values())
    rest = [k for k in kept.values() if not any(t in (1, IGNORED) for t, _ in k)]
    known = sum(any(l for _, l in k) for k in rest)
    recall = tp / total
    f1 = lambda precision: 2 * precision * recall / (precision + recall)
    core, every = tp / (tp + known), tp / (tp + len(rest))
    return f"precision {core:.3f} (all {every:.3f}) recall {recall:.3f} F1 {f1(core):.3f} (all {f1(every):.3f})"


def macro(s, y, group, least, minimum=3):
    """The mean F1 over candidates of the repositories that hold `minimum` credentials at least."""
    out = []
    for name in np.unique(group[y == 1]):
        here = (group == name) & (y != IGNORED)
        if (y[here] == 1).sum() < minimum:
            continue
        hit = (s[here] >= least)
        tp = (hit & (y[here] == 1)).sum()
        out.append(2 * tp / (hit.sum() + (y[here] == 1).sum()))
    return np.mean(out)


def write(path, model):
    names = re.search(r"enum class Feature : uint8_t \{(.*?)\};", open(f"{ROOT}/scanner/match/model/feature.h").read(), re.S)
    names = re.findall(r"^\s*(k\w+)", re.sub(r"//.*", "", names.group(1)).replace(",", "\n"), re.M)
    lines = []
    for questions, weights in model:
        asked = ", ".join(f"{{F::{names[j]}, {t}}}" for j, t in questions)
        lines.append(f"    {{{{{{{asked}}}}}, {{{', '.join(map(str, weights))}}}}},")
    source = open(path).read()
    begin, end = source.index("    // begin\n") + 13, source.index("    // end\n")
    open(path, "w").write(source[:begin] + "\n".join(lines) + "\n" + source[end:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled"), parser.add_argument("--clean"), parser.add_argument("--write")
    parser.add_argument("--program", default=f"{ROOT}/build/release/accuracy_candidates")
    parser.add_argument("--trees", type=int, default=300), parser.add_argument("--no-folds", action="store_true")
    a = parser.parse_args()
    rows = [json.loads(line) for line in open(a.labelled)]
    total = len({(i, l["line"], l["end_line"]) for i, r in enumerate(rows) for l in r["labels"]
                 if l["truth"] == "T" and is_core(l)})
    data = Data()
    data.add_labelled(a.program, rows)
    if a.clean:
        data.add_clean(a.program, a.clean)
    data.add_drawn(a.program, 3000)
    X, y, group, w = data.arrays()
    use, labelled = y != IGNORED, np.array(data.weight) == 1
    print(f"{len(y)} candidates, {(y == 1).sum()} true; {total} credentials in all", flush=True)
    if not a.no_folds:
        s = np.zeros(len(y), int)
        order = np.random.default_rng(1).permutation(np.unique(group))
        for fold in range(5):
            test = np.isin(group, order[fold::5])
            s[test] = scores(fit(X[use & ~test], y[use & ~test], w[use & ~test], a.trees), X[test])
        clean, drawn = np.char.startswith(group, "clean "), group == "drawn"
        real = ~clean & ~drawn
        for least in (-800, -500, -200, 0, 300, 700, 1100, 1500, 2000):
            print(f"{least:6d}", figures(s[real], y[real], group[real], labelled[real],
                                         [p for p, r in zip(data.place, real) if r], least, total),
                  f"macro {macro(s[real], y[real], group[real], least):.3f}",
                  f"clean {(s[clean] >= least).sum()} drawn {(s[drawn] >= least).mean():.2f}", flush=True)
    if a.write:
        write(a.write, fit(X[use], y[use], w[use], a.trees))


main()
