#!/usr/bin/env python3
"""foreign_config.py [RULES] [SEED]: writes a configuration as other scanners' users have them.

A gitleaks configuration of made-up providers, drawn from a seed: prefixed tokens, assignments to a
provider's name over several shapes of value, generic ones, block rules, path rules, with keywords,
entropies, secret groups, stop words, allowlists of every target and condition, on rules and at the
top, and composite rules. To measure: rekey rules bench --config FILE FOLDER
"""

import random
import sys

SYLLABLES = ["ac", "bel", "cor", "dan", "el", "fir", "gol", "hex", "in", "jor", "kel", "lum", "mar", "nex", "or",
             "pax", "qua", "rel", "sol", "tem", "ul", "vor", "wex", "yan", "zor"]
VALUES = ["[a-f0-9]{32}", "[a-z0-9]{40}", "[A-Za-z0-9]{24}", "[a-z0-9_-]{36}", "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
          "[A-Za-z0-9+/]{43}=", "[0-9]{16}", "[A-Z0-9]{20}"]


def word(rng, used):
    """A provider's name that no other rule has."""
    while True:
        text = "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))
        if len(text) >= 5 and text not in used:
            used.add(text)
            return text


def assigned(name, value):
    """The expression of an assignment to a name with the provider's word in it."""
    return (rf"(?i)[\w.-]{{0,50}}?(?:{name})(?:[ \t\w.-]{{0,20}})[\s'\"]{{0,3}}(?:=|>|:{{1,3}}=|\|\||:|=>|\?=|,)"
            rf"[\x60'\"\s=]{{0,5}}({value})(?:[\x60'\"\s;]|\\[nr]|$)")


def rule(rng, used, number):
    """One rule: its lines."""
    name = word(rng, used)
    value = rng.choice(VALUES)
    out = ["[[rules]]", f'id = "{name}-{rng.choice(["api-key", "token", "secret"])}"', f'description = "A {name} credential."']
    shape = number % 12
    if shape in (0, 1, 2, 3):
        prefix = f"{name[:3]}{rng.choice(['_', '-', 'pat_', 'live_'])}"
        out += [f"regex = '''\\b({prefix}{value})(?:[\\x60'\"\\s;]|\\\\[nr]|$)'''", f'keywords = ["{prefix}"]']
    elif shape == 4:
        out += [f"regex = '''-----BEGIN {name.upper()} KEY-----[\\s\\S-]{{64,1000}}?-----END {name.upper()} KEY-----'''",
                'keywords = ["-----begin"]']
    elif shape == 5:
        out += [f"path = '''(?i)(?:^|/){name}[^/]*\\.(?:p12|key)$'''"]
    elif shape == 6:
        out += [f"regex = '''(?:key|token)\\W{{1,4}}({name[:4]}[a-z0-9]{{20}})'''", "path = '''\\.(?:py|rb|js|ya?ml)$'''",
                'keywords = ["key", "token"]', "secretGroup = 1"]
    else:
        out += [f"regex = '''{assigned(name, value)}'''", f'keywords = ["{name}"]']
    if shape not in (5,) and rng.random() < 0.6:
        out.append(f"entropy = {rng.choice([2.0, 3.0, 3.5])}")
    if rng.random() < 0.3:
        out += ["[[rules.allowlists]]", 'condition = "%s"' % rng.choice(["OR", "AND"]),
                'regexTarget = "%s"' % rng.choice(["secret", "match", "line"]),
                "regexes = ['''(?i)example|sample''', '''^[0-9]+$''']", 'stopwords = ["test", "dummy", "0000"]',
                "paths = ['''(?:^|/)tests?/''']"]
    if rng.random() < 0.1:
        out += ["[[rules.allowlists]]", 'commits = ["%s"]' % ("%040x" % rng.getrandbits(160))]
    return out


def main():
    """Writes the configuration to standard output."""
    rules = int(sys.argv[1]) if len(sys.argv) > 1 else 240
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    used = set()
    lines = ['title = "made up"', "", "[[allowlists]]", 'description = "what is generated"',
             "paths = ['''(?i)\\.(?:bmp|gif|jpe?g|png|svg|tiff?|woff2?|pdf)$''', '''(?:^|/)node_modules/''']",
             "regexes = ['''^\\$\\{[^}]+\\}$''', '''^(?:true|false|null)$''']", 'stopwords = ["abcdefghijklmnop"]', ""]
    lines += ["[[rules]]", 'id = "generic-api-key"', 'description = "A generic key."',
              "regex = '''(?i)[\\w.-]{0,50}?(?:access|auth|api|credential|creds|key|passw(?:or)?d|secret|token)"
              "(?:[ \\t\\w.-]{0,20})[\\s'\"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'\"\\s=]{0,5}([\\w.=-]{10,150}|"
              "[a-z0-9][a-z0-9+/]{11,}={0,3})(?:[\\x60'\"\\s;]|\\\\[nr]|$)'''", "entropy = 3.5",
              'keywords = ["access", "api", "auth", "key", "credential", "creds", "passwd", "password", "secret", "token"]',
              "[[rules.allowlists]]", "regexes = ['''^[a-zA-Z_.-]+$''']",
              'stopwords = ["%s"]' % '", "'.join(word(rng, used) for _ in range(400)), ""]
    for number in range(rules):
        lines += rule(rng, used, number) + [""]
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
