#!/usr/bin/env python3
"""Recall and false rate by context, from a table of token formats.

    benchmarks/accuracy/recall.py --rekey build/release/rekey --formats FORMATS.jsonl [--samples 4]

FORMATS.jsonl: an object a line with id, distinctive, sensitivity, prefixes, structure, provider,
assignment_names (the project's fact table). Draws samples of each distinctive format (seeded), puts
each into a context that people write, one file a sample, and scans them all in one run. Then the
near misses of the same: see NEAR. Prints the misses and the false ones by format and by context.
No token is printed but those drawn here, and those only with -v.
"""
import argparse
import base64
import collections
import hashlib
import json
import os
import random
import re
import string
import subprocess
import tempfile
import uuid
import zlib

U, L, D = string.ascii_uppercase, string.ascii_lowercase, string.digits
ALPHABETS = {
    'base62': D + U + L, 'alnum-lower': D + L, 'alnum-upper': D + U, 'alpha': U + L,
    'alpha-lower': L, 'alpha-upper': U, 'digits': D, 'hex': D + 'abcdef', 'hex-lower': D + 'abcdef',
    'hex-upper': D + 'ABCDEF', 'base64': U + L + D + '+/', 'base64url': U + L + D + '-_',
    'word': U + L + D + '_', 'base32': U + '234567', 'base32-lower': L + '234567',
    'base64url-dot': U + L + D + '-_.', 'base64-any': U + L + D + '+/-_',
    'bech32-upper': '023456789ACDEFGHJKLMNPQRSTUVWXYZ',
    'bech32-lower': '023456789acdefghjklmnpqrstuvwxyz',
}


def alphabet(name):
    if name in ALPHABETS:
        return ALPHABETS[name]
    if not name.startswith('class:'):
        raise ValueError(name)
    letters = re.sub(r'(?<=_)-(?=.)', r'\\-', re.sub(r'([\[\]\\])', r'\\\1', name[6:]))
    try:
        return [c for c in map(chr, range(33, 127)) if re.match('[' + letters + ']', c)]
    except re.error as error:
        raise ValueError(name) from error


def split_plus(text):
    parts, depth, quoted, start, i = [], 0, False, 0, 0
    while i < len(text):
        if text[i] == "'":
            quoted = not quoted
        elif not quoted and text[i] in '()':
            depth += 1 if text[i] == '(' else -1
        elif not quoted and depth == 0 and text.startswith(' + ', i):
            parts.append(text[start:i].strip())
            start = i + 3
            i += 2
        i += 1
    return parts + [text[start:].strip()]


def draw_part(part, row, rnd):
    if part == 'PREFIX':
        return rnd.choice(row['prefixes'])
    if part == 'UUID':
        return str(uuid.UUID(int=rnd.getrandbits(128), version=4))
    if part.startswith("'"):
        literals = re.findall(r"'([^']*)'", part)
        if not literals:
            raise ValueError(part)
        return rnd.choice(literals)
    optional = re.match(r'optional (.*)$', part)
    if optional:
        inner = re.sub(r'^\((.*)\)$', r'\1', optional[1])
        return rnd.choice(['', ''.join(draw_part(p, row, rnd) for p in split_plus(inner))])
    if part.startswith('('):
        return ''.join(draw_part(p, row, rnd) for p in split_plus(part[1:-1]))
    body = re.match(r'^(\d+)(?:-(\d+))?( or more)? (\S.*)$', part)
    if not body:
        raise ValueError(part)
    least = int(body[1])
    most = int(body[2] or least) if not body[3] else least + 20
    letters = alphabet(body[4].split(' (')[0].strip())
    return ''.join(rnd.choice(letters) for _ in range(rnd.randint(least, most)))


def base_n(number, letters, width):
    out = ''
    while number:
        number, digit = divmod(number, len(letters))
        out = letters[digit] + out
    return out.rjust(width, letters[0])


def crc(text):
    return zlib.crc32(text.encode())


def bech32_sum(hrp, data):
    def polymod(values):
        chk = 1
        for v in values:
            top, chk = chk >> 25, (chk & 0x1ffffff) << 5 ^ v
            for i, g in enumerate([0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]):
                chk ^= g if top >> i & 1 else 0
        return chk
    letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
    head = [ord(c) >> 5 for c in hrp] + [0] + [ord(c) & 31 for c in hrp]
    rest = polymod(head + [letters.index(c) for c in data] + [0] * 6) ^ 1
    return ''.join(letters[rest >> 5 * (5 - i) & 31] for i in range(6))


def sum_up(row, token):
    """The token with its published checksum right."""
    base62 = D + U + L
    rid = row['id']
    if token[:4] in ('ghp_', 'gho_', 'ghu_', 'ghr_', 'npm_') and rid != 'github-ghs':
        return token[:-6] + base_n(crc(token[4:-6]), base62, 6)
    if token.startswith('github_pat_'):
        digest = hashlib.sha256(token[:11 + 22 + 1 + 43].encode()).digest()
        return token[:77] + base64.b32encode(digest).decode()[:8] + token[85:]
    if token.startswith('glsa_'):
        return token[:-8] + crc(token[:37]).to_bytes(4, 'little').hex()
    if token.startswith('zpka_'):
        return token[:-8] + '%08x' % crc(token[5:37])
    if token.startswith('AGE-SECRET-KEY-1'):
        data = ''.join('qpzry9x8gf2tvdw0s3jn54khce6mua7l'[ord(c) % 32] for c in token[16:-6])
        return token[:16] + (data + bech32_sum('age-secret-key-', data)).upper()
    if rid.startswith('gitlab-') and 'routable' in rid:
        head = token[:token.rindex('.') + 1]
        payload = re.sub(r'^[a-z_]+-', '', head.split('.')[0])
        head += base_n(len(payload), D + L, 2)
        return head + base_n(crc(head), D + L, 7)
    return token


def marvin(data, seed):
    mask = 0xffffffff
    rot = lambda x, n: (x << n | x >> 32 - n) & mask
    a, b = seed & mask, seed >> 32

    def mix(a, b):
        b ^= a
        a = (rot(a, 20) + b) & mask
        b = rot(b, 9) ^ a
        a = (rot(a, 27) + b) & mask
        return a, rot(b, 19)
    i = 0
    while len(data) - i >= 4:
        a, b = mix(a + int.from_bytes(data[i:i + 4], 'little') & mask, b)
        i += 4
    rest = data[i:]
    a = a + (int.from_bytes(rest, 'little') | 0x80 << 8 * len(rest)) & mask
    a, b = mix(*mix(a, b))
    return a ^ b


def draw(row, rnd):
    structure = row['structure']
    first = re.split(r'; (?=[a-z0-9])', structure)[0] if 'class:' in structure else \
        structure.split(';')[0]
    return sum_up(row, ''.join(draw_part(p, row, rnd) for p in split_plus(first)))


CONTEXTS = {
    'env': '{N}={t}', 'env-quoted': '{N}="{t}"', 'export': "export {N}='{t}'",
    'json': '{{"{l}": "{t}"}}', 'json-more': '{{"{l}":"{t}","b":1}}',
    'json-escaped': '{{"body": "{{\\"{l}\\":\\"{t}\\"}}"}}', 'json-newline': '"log": "a\\n{t}\\nb"',
    'yaml': '{l}: {t}', 'yaml-quoted': "  {l}: '{t}'", 'yaml-block': '{l}: |\n  {t}\n',
    'toml': '{l} = "{t}"', 'ini': '[a]\n{l} = {t}\n', 'properties': 'app.{l}={t}',
    'xml-attribute': '<add key="{N}" value="{t}"/>', 'xml-element': '<{l}>{t}</{l}>',
    'hcl': '  {l} = "{t}"', 'sql': "INSERT INTO t VALUES ('{l}', '{t}', 1);", 'csv': '1,{l},{t},x',
    'shell': 'curl -u {t}: https://{d}/v1', 'docker': 'ENV {N} {t}', 'make': '{N} := {t}',
    'url-query': 'https://{d}/x?token={t}&a=1', 'url-user': 'https://{t}@{d}/x',
    'header': 'Authorization: Bearer {t}', 'curl': "curl -H 'X-Api-Key: {t}' https://{d}",
    'comment': '// {l}: {t}', 'c': 'static const char* k = "{t}";', 'go': '{l} := `{t}`',
    'ruby': "client = Client.new(token: '{t}')", 'php': "define('{N}', '{t}');",
    'python': '{l} = os.environ.get("{N}", "{t}")', 'js-template': 'const a = `Bearer {t}`;',
    'call': 'connect({t})', 'list': '[{t}, {t}]', 'slash': 'x/{t}/y', 'percent': 'q=%22{t}%22',
    'markdown': 'use `{t}` here', 'kotlin': 'val {l}: String = "{t}"', 'bare': '{t}',
}


def shorter(token, row, rnd):
    return token[:-1]


def longer(token, row, rnd):
    return token + rnd.choice(D + 'abcdef')


def cut(token, row, rnd):
    return token[:max(8, len(token) * 2 // 3)]


def wrong_letter(token, row, rnd):
    at = rnd.randrange(len(token) * 2 // 3, len(token))
    return token[:at] + '!' + token[at + 1:]


def prefix_case(token, row, rnd):
    prefix = max([p for p in row['prefixes'] if token.startswith(p)], key=len, default='')
    return prefix.swapcase() + token[len(prefix):]


def filled(token, row, rnd, letter='x'):
    prefix = max([p for p in row['prefixes'] if token.startswith(p)], key=len, default='')
    return prefix + re.sub('[0-9A-Za-z]', letter, token[len(prefix):])


def counted(token, row, rnd):
    prefix = max([p for p in row['prefixes'] if token.startswith(p)], key=len, default='')
    return prefix + ('1234567890' * 60)[:len(token) - len(prefix)]


def pointed(token, row, rnd):
    prefix = max([p for p in row['prefixes'] if token.startswith(p)], key=len, default='')
    return prefix + rnd.choice(['<your-key>', '${VAR}', 'your_api_key_here', '{{ secret }}',
                                'some_function_name', 'REPLACE_ME_WITH_YOUR_TOKEN'])


def glued(token, row, rnd):
    return 'abc' + token if token[0].isalnum() else token[:-1]


def wrong_sum(token, row, rnd):
    if not row['checksum'] or sum_up(row, token[:-1] + 'a') == token[:-1] + 'a':
        return token[:-1]
    at = rnd.randrange(len(token) - 20, len(token) - 10)
    return token[:at] + ('k' if token[at] != 'k' else 'm') + token[at + 1:]


NEAR = {'shorter': shorter, 'longer': longer, 'cut': cut, 'wrong-letter': wrong_letter,
        'prefix-case': prefix_case, 'filled': filled, 'counted': counted, 'pointed': pointed,
        'glued': glued, 'wrong-sum': wrong_sum}


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
            for path in paths_of(finding) if 'occurrences' in finding else ():
                found[int(os.path.basename(path)[:-4])].append(finding)
        return found


def paths_of(finding):
    return {place['path'] for place in finding['occurrences']}


def draw_all(rows, options, kinds):
    rnd = random.Random(options.seed)
    out, names = [], sorted(CONTEXTS)
    for row in rows:
        for number in range(options.samples):
            try:
                token = draw(row, rnd)
            except ValueError as error:
                if number == 0:
                    print('not drawn: %s: %s' % (row['id'], error))
                break
            context = names[(number * 7 + rnd.randrange(len(names))) % len(names)]
            kind = rnd.choice(kinds) if kinds else None
            value = NEAR[kind](token, row, rnd) if kind else token
            name = (row['assignment_names'] or ['API_TOKEN'])[0]
            if kind:
                name = 'VALUE'
            text = CONTEXTS[context].format(N=name, l=name.lower(), t=value, d='api.example.com')
            out.append((row['id'], context, kind, value, text))
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rekey', default='build/release/rekey')
    parser.add_argument('--formats', required=True)
    parser.add_argument('--samples', type=int, default=4)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--only', default='')
    parser.add_argument('--min-severity', default='info')
    parser.add_argument('--near', action='store_true', help='the near misses alone')
    parser.add_argument('--true', action='store_true', help='the true samples alone')
    parser.add_argument('-v', action='store_true')
    parser.add_argument('more', nargs='*')
    options = parser.parse_args()
    options.rekey = os.path.abspath(options.rekey)
    rows = [json.loads(line) for line in open(options.formats)]
    rows = [row for row in rows if row['distinctive'] and re.search(options.only, row['id'])]
    if not options.near:
        report('missed', rows, draw_all(rows, options, None), options, missed)
    if not options.true:
        secret = [row for row in rows if row['sensitivity'] == 'secret']
        report('false', secret, draw_all(secret, options, sorted(NEAR)), options, falsely)


def missed(sample, findings):
    value = sample[3]
    def covers(secret):
        return value in secret or (secret in value and len(secret) * 4 >= len(value) * 3)
    return not any(covers(finding['secret']['value']) for finding in findings)


def falsely(sample, findings):
    return bool(findings)


def report(word, rows, samples, options, wrong):
    found = scan(options, [sample[4] for sample in samples])
    by_id, by_context, by_kind = (collections.Counter() for _ in range(3))
    rules = collections.defaultdict(collections.Counter)
    for number, sample in enumerate(samples):
        if wrong(sample, found[number]):
            by_id[sample[0]] += 1
            by_context[sample[1]] += 1
            by_kind[sample[2] or ''] += 1
            for finding in found[number]:
                rules[sample[0]][finding['rule']] += 1
            if options.v:
                print('%s %s %s %s | %s' % (word, sample[0], sample[1], sample[2] or '',
                                            sample[4].replace('\n', '\\n')[:300]))
    total = sum(by_id.values())
    print('%s: %d of %d (%.2f %%)' % (word, total, len(samples), 100 * total / max(1, len(samples))))
    for table in (by_id, by_context, by_kind):
        for key, count in table.most_common(400):
            print('  %-46s %3d %s' % (key, count, dict(rules.get(key, {})) or ''))


if __name__ == '__main__':
    main()
