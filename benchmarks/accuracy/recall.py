#!/usr/bin/env python3
"""Recall and false rate by format and context, from a table of token formats.

    benchmarks/accuracy/recall.py --formats FORMATS.jsonl [--rekey build/release/rekey] [--samples 4]

FORMATS.jsonl: an object a line as token_formats.py reads it (the project's fact table). Draws
samples of each distinctive format (seeded), puts each into a context that people write, one file a
sample, and scans them all in one run; then the near misses of the same (NEAR). A sample counts when
the table itself finds it in its context, a near miss when no format of the table is found in its
text, so that neither figure rests on a sample that is not what it is called. `--names` gives near
misses the names that true samples have (GITHUB_TOKEN=...), where generic rules look at them too.
Prints the misses and the false ones by format, context and kind. Tokens are printed with -v alone.
"""
import argparse
import collections
import json
import os
import random
import re
import subprocess
import tempfile

import token_formats

D = '0123456789'
CONTEXTS = {
    'env': '{N}={t}', 'env-quoted': '{N}="{t}"', 'export': "export {N}='{t}'",
    'json': '{{"{l}": "{t}"}}', 'json-more': '{{"{l}":"{t}","b":1}}',
    'json-escaped': '{{"body": "{{\\"{l}\\":\\"{t}\\"}}"}}', 'json-newline': '"log": "a\\n{t}\\nb"',
    'json-tab': '"log": "a\\t{t}"', 'yaml': '{l}: {t}', 'yaml-quoted': "  {l}: '{t}'",
    'yaml-block': '{l}: |\n  {t}\n', 'yaml-list': '- {t}',
    'toml': '{l} = "{t}"', 'ini': '[a]\n{l} = {t}\n', 'properties': 'app.{l}={t}',
    'xml-attribute': '<add key="{N}" value="{t}"/>', 'xml-element': '<{l}>{t}</{l}>',
    'hcl': '  {l} = "{t}"', 'sql': "INSERT INTO t VALUES ('{l}', '{t}', 1);", 'csv': '1,{l},{t},x',
    'shell': 'curl -u {t}: https://{d}/v1', 'docker': 'ENV {N} {t}', 'make': '{N} := {t}',
    'url-query': 'https://{d}/x?token={t}&a=1', 'url-user': 'https://{t}@{d}/x',
    'url-pair': 'git clone https://x:{t}@{d}/o/r.git', 'query-escaped': 'next=a%3Ftoken%3D{t}',
    'header': 'Authorization: Bearer {t}', 'curl': "curl -H 'X-Api-Key: {t}' https://{d}",
    'comment': '// {l}: {t}', 'c': 'static const char* k = "{t}";', 'go': '{l} := `{t}`',
    'ruby': "client = Client.new(token: '{t}')", 'php': "define('{N}', '{t}');",
    'python': '{l} = os.environ.get("{N}", "{t}")', 'js-template': 'const a = `Bearer {t}`;',
    'call': 'connect({t})', 'list': '[{t}, {t}]', 'slash': 'x/{t}/y', 'percent': 'q=%22{t}%22',
    'markdown': 'use `{t}` here', 'kotlin': 'val {l}: String = "{t}"', 'bare': '{t}',
    'brace': 'x{{{t}}}', 'sentence': 'The key is {t}.', 'at': 'x@{t}',
}
IN_URL = {'url-query', 'url-user', 'url-pair', 'query-escaped', 'shell', 'slash', 'percent', 'at'}
IN_JSON = {'json', 'json-more', 'json-newline', 'json-tab'}
MANY_LINES = {'bare', 'json', 'json-more', 'yaml-block', 'go'}
QUOTES = {"'": {'export', 'yaml-quoted', 'sql', 'curl', 'ruby', 'php'}, '`': {'go', 'js-template', 'markdown'}}


def fits(context, token):
    """Whether people write such a token there."""
    if '\n' in token and context not in MANY_LINES:
        return False
    if re.search(r'[^0-9A-Za-z_.~-]', token) and context in IN_URL:
        return False
    if re.search(r'[\s"]', token) and context not in IN_JSON | MANY_LINES | {
            'ini', 'properties', 'yaml-list', 'export', 'sql', 'comment'}:
        return False
    if ':' in token and context == 'shell':
        return False
    return not any(quote in token and context in where for quote, where in QUOTES.items())


def placed(context, token, name):
    if context in IN_JSON:
        token = json.dumps(token)[1:-1]
    elif context == 'yaml-block':
        token = token.replace('\n', '\n  ')
    elif context == 'json-escaped':
        token = json.dumps(json.dumps(token)[1:-1])[1:-1]
    return CONTEXTS[context].format(N=name, l=name.lower(), t=token, d='api.example.com')


# Near misses: what is done to a valid token. None: cannot be done to it.
def shorter(token, form, rnd):
    return token[:-1]


def longer(token, form, rnd):
    return token + rnd.choice(D + 'abcdef')


def cut(token, form, rnd):
    return token[:max(8, len(token) * 2 // 3)]


def wrong_mark(token, form, rnd):
    at = rnd.randrange(len(token) // 2, len(token))
    return token[:at] + '!' + token[at + 1:]


def wrong_letter(token, form, rnd):
    """A letter that the last part's alphabet does not have."""
    run = form.last_run()
    allowed = token_formats.letters(run[2]) if run else ''
    others = [c for c in 'gGzZkK' if c not in allowed]
    at = rnd.randrange(len(token) * 2 // 3, len(token))
    return token[:at] + rnd.choice(others) + token[at + 1:] if allowed and others else None


def prefix_case(token, form, rnd):
    prefix = form.prefix_of(token)
    return prefix.swapcase() + token[len(prefix):] if prefix.swapcase() != prefix else None


def filled(token, form, rnd):
    prefix = form.prefix_of(token)
    return prefix + re.sub('[0-9A-Za-z]', rnd.choice('xX0a*'), token[len(prefix):])


def counted(token, form, rnd):
    prefix = form.prefix_of(token)
    return prefix + ('1234567890' * 600)[:len(token) - len(prefix)]


def pointed(token, form, rnd):
    return form.prefix_of(token) + rnd.choice([
        '<your-key>', '${VAR}', 'your_api_key_here', '{{ secret }}', 'some_function_name',
        'REPLACE_ME_WITH_YOUR_TOKEN', 'EXAMPLE_TOKEN_1234567890'])


def glued_before(token, form, rnd):
    return rnd.choice(['abc', 'x1', 'my_']) + token


def glued_behind(token, form, rnd):
    return token + rnd.choice(['abc', 'Q7x', '0123456789'])


def wrong_sum(token, form, rnd):
    other = token[:-1] + next(c for c in '3c7q' if c.upper() != token[-1].upper())
    other = other.upper() if token == token.upper() else other
    return other if token_formats.token_bodies.summed(form.id, other) == token else None


NEAR = {'shorter': shorter, 'longer': longer, 'cut': cut, 'wrong-mark': wrong_mark,
        'wrong-letter': wrong_letter, 'prefix-case': prefix_case, 'filled': filled,
        'counted': counted, 'pointed': pointed, 'glued-before': glued_before,
        'glued-behind': glued_behind, 'wrong-sum': wrong_sum}
STAND_INS = {'filled', 'counted', 'pointed'}  # well-formed or not, no secret


def scan(options, texts):
    """The findings by number of text."""
    with tempfile.TemporaryDirectory() as root:
        for number, text in enumerate(texts):
            folder = os.path.join(root, str(number // 500))
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, '%d.txt' % number), 'w') as file:
                file.write(text + '\n')
        done = subprocess.run([options.rekey, 'dir', root, '--format', 'jsonl', '--show-secrets',
                               '--min-severity', options.min_severity, '--quiet'] + options.more,
                              capture_output=True, text=True, cwd=root)
        if done.returncode > 1:
            raise SystemExit(done.stderr)
        found = collections.defaultdict(list)
        for line in done.stdout.splitlines():
            finding = json.loads(line)
            for path in {place['path'] for place in finding.get('occurrences', ())}:
                found[int(re.search(r'(\d+)\.txt', path)[1])].append(finding)
        return found


def draw_true(forms, options):
    rnd, out = random.Random(options.seed), []
    for form in forms:
        drawn = 0
        for _ in range(20 * options.samples):
            token, context = form.draw(rnd, options.plain), rnd.choice(sorted(CONTEXTS))
            if drawn == options.samples or not fits(context, token):
                continue
            name = (form.row['assignment_names'] or ['API_TOKEN'])[0]
            text = placed(context, token, name)
            if form.regex and context not in IN_JSON | {'json-escaped', 'query-escaped', 'percent'} \
                    and not form.found_in(text):
                continue  # its neighbour in this context belongs to its alphabet
            drawn += 1
            out.append((form.id, context, '', token, text))
        if drawn < options.samples:
            print('drawn only %d of %s' % (drawn, form.id))
    return out


def draw_near(forms, options):
    rnd, out = random.Random(options.seed), []
    for form in (form for form in forms if form.parts):
        for kind in rnd.sample(sorted(NEAR) * options.samples, options.samples):
            token = NEAR[kind](form.draw(rnd, options.plain), form, rnd)
            context = rnd.choice(sorted(CONTEXTS))
            if token is None or not fits(context, token):
                continue
            name = (form.row['assignment_names'] or ['API_TOKEN'])[0] if options.names else 'VALUE'
            text = placed(context, token, name)
            if kind in STAND_INS or not any(other.found_in(text) or other.found_in(token)
                                            for other in forms):
                out.append((form.id, context, kind, token, text))
    return out


def missed(sample, findings):
    value = sample[3]

    def covers(secret):
        return value in secret or secret in value or secret in sample[4]
    return not any(covers(finding['secret']['value']) for finding in findings)


def falsely(sample, findings):
    return bool(findings)


def report(word, samples, options, wrong):
    found = scan(options, [sample[4] for sample in samples])
    tables = [collections.Counter() for _ in range(3)]
    rules = collections.defaultdict(collections.Counter)
    totals = [collections.Counter(sample[i] for sample in samples) for i in range(3)]
    generic = 0
    for number, sample in enumerate(samples):
        if not wrong(sample, found[number]):
            continue
        names = {finding['rule'] for finding in found[number]}
        generic += bool(names) and all('generic' in n or n.startswith('curl-') for n in names)
        for i in range(3):
            tables[i][sample[i]] += 1
        rules[sample[0]].update(names)
        if options.v:
            print('%s %s %s %s %s | %s' % (word, sample[0], sample[1], sample[2], sorted(names),
                                           sample[4].replace('\n', '\\n')[:options.width]))
    total = sum(tables[0].values())
    print('%s: %d of %d (%.2f %%)%s' % (
        word, total, len(samples), 100 * total / max(1, len(samples)),
        ', %d of them by generic rules alone' % generic if generic else ''))
    for i, table in enumerate(tables):
        for key, count in table.most_common():
            if key:
                print('  %-46s %3d of %3d %s' % (key, count, totals[i][key],
                                                 dict(rules.get(key, {})) if i == 0 else ''))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rekey', default='build/release/rekey')
    parser.add_argument('--formats', required=True)
    parser.add_argument('--samples', type=int, default=4)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--only', default='')
    parser.add_argument('--min-severity', default='info')
    parser.add_argument('--plain', action='store_true', help='no inner structures: alphabets alone')
    parser.add_argument('--names', action='store_true', help="near misses under credentials' names")
    parser.add_argument('--near', action='store_true', help='the near misses alone')
    parser.add_argument('--true', action='store_true', help='the true samples alone')
    parser.add_argument('--secrets', action='store_true', help='formats that are secrets alone')
    parser.add_argument('--width', type=int, default=300)
    parser.add_argument('-v', action='store_true')
    parser.add_argument('more', nargs='*')
    options = parser.parse_args()
    options.rekey = os.path.abspath(options.rekey)
    forms, refused = token_formats.load(open(options.formats), json.loads)
    for reason in refused:
        print('not drawn: ' + reason)
    secret = [form for form in forms if form.row['sensitivity'] == 'secret']
    wanted = [form for form in (secret if options.secrets else forms)
              if re.search(options.only, form.id)]
    if not options.near:
        report('missed', draw_true(wanted, options), options, missed)
    if not options.true:
        names = {form.id for form in wanted}
        near = [sample for sample in draw_near(secret, options) if sample[0] in names]
        report('false', near, options, falsely)


if __name__ == '__main__':
    main()
