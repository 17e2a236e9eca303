"""A table of token formats as Python: draws tokens that are valid, recognises them in a text.

A row has `structure` ("PREFIX + 22 base62 + '_' + 40 hex-lower; free words"), `prefixes`,
`alphabet`, `boundary`, `checksum`. Bodies that only words describe (JSON, PEM, URLs) and checksums
are drawn by token_bodies.py. Nothing here knows rekey.
"""
import functools
import re
import string
import uuid

import token_bodies

U, L, D = string.ascii_uppercase, string.ascii_lowercase, string.digits
CLASSES = {
    'base62': '0-9A-Za-z', 'alnum-lower': '0-9a-z', 'alnum-upper': '0-9A-Z', 'alpha': 'A-Za-z',
    'alpha-lower': 'a-z', 'alpha-upper': 'A-Z', 'digits': '0-9', 'hex': '0-9A-Fa-f',
    'hex-lower': '0-9a-f', 'hex-upper': '0-9A-F', 'base64': '0-9A-Za-z+/',
    'base64url': '0-9A-Za-z_-', 'word': '0-9A-Za-z_', 'base32': 'A-Z2-7', 'base32-lower': 'a-z2-7',
    'base64url-dot': '0-9A-Za-z_.-', 'base64-any': '0-9A-Za-z+/_-',
    'bech32-upper': '02-9AC-HJ-NP-Z', 'bech32-lower': '02-9ac-hj-np-z',
    'uuid': '0-9A-Fa-f-', 'host': '0-9A-Za-z.-', 'url-userinfo': '0-9A-Za-z%._~-',
}
OPEN_END = 60  # how much longer than its least width a token of an open width is drawn
# Formats that the table has in words alone.
IN_WORDS = {
    'http-url-credentials': r'[a-z][0-9a-z+.-]{1,20}://[^\s:/@"\'<>]*:[^\s/@"\'<>]{3,}@[0-9A-Za-z]',
    'jwt-token': r'(?<![0-9A-Za-z_-])ey[0-9A-Za-z_-]{10,}\.ey[0-9A-Za-z_-]{6,}\.[0-9A-Za-z_-]*',
}
UUID = '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}'


def bracket(name):
    """The members of an alphabet, for a bracket expression."""
    if name in CLASSES:
        return CLASSES[name]
    if not name.startswith('class:') or not name[6:]:
        raise ValueError('alphabet ' + name)
    members = re.sub(r'([\[\]\\^])', r'\\\1', name[6:])
    return re.sub(r'(?<=[^0-9A-Za-z!:<])-(?=.)', r'\\-', members)


@functools.lru_cache(None)
def letters(name):
    inside = re.compile('[' + bracket(name) + ']')
    return ''.join(c for c in map(chr, range(33, 127)) if inside.fullmatch(c))


def split_outside(text, mark):
    """Split where `mark` stands outside quotes and parentheses."""
    parts, depth, quoted, start, i = [], 0, False, 0, 0
    while i < len(text):
        if text[i] == "'":
            quoted = not quoted
        elif not quoted and text[i] in '()':
            depth += 1 if text[i] == '(' else -1
        elif not quoted and depth <= 0 and text.startswith(mark, i):
            parts.append(text[start:i].strip())
            start = i + len(mark)
            i = start - 1
        i += 1
    return parts + [text[start:].strip()]


def parse(text):
    """A structure as parts: ('prefix',), ('uuid',), ('words', [...]), ('optional', parts),
    ('run', widths, class name)."""
    parts = []
    for piece in split_outside(split_outside(text, '; ')[0], ' + '):
        optional = re.match(r'optional (.*)$', piece)
        run = re.match(r'^(\d+)(?:-(\d+)| or (\d+))?( or more)? ([^\s()]+)( -)?(?: \(.*)?$', piece)
        if piece == 'PREFIX':
            parts.append(('prefix',))
        elif piece == 'UUID':
            parts.append(('uuid',))
        elif optional:
            parts.append(('optional', parse(re.sub(r'^\((.*)\)$', r'\1', optional[1]))))
        elif piece.startswith('('):
            parts += parse(piece[1:-1])
        elif piece.startswith("'"):
            parts.append(('words', re.findall(r"'([^']*)'", piece)))
        elif run:
            least = int(run[1])
            most = None if run[4] else int(run[2] or run[3] or least)
            widths = [least, most] if run[3] else range(least, (most or least + OPEN_END) + 1)
            name = run[5] + (run[6] or '')
            letters(name)
            parts.append(('run', list(widths), name, most is None))
        else:
            raise ValueError(piece)
    return parts


def expression(parts, prefixes):
    out = ''
    for part in parts:
        if part[0] == 'prefix':
            out += '(?:' + '|'.join(map(re.escape, sorted(prefixes, key=len)[::-1])) + ')'
        elif part[0] == 'uuid':
            out += UUID
        elif part[0] == 'words':
            out += '(?:' + '|'.join(map(re.escape, part[1])) + ')'
        elif part[0] == 'optional':
            out += '(?:' + expression(part[1], prefixes) + ')?'
        elif part[3]:
            out += '[%s]{%d,}' % (bracket(part[2]), part[1][0])
        elif len(part[1]) == 2 and part[1][1] - part[1][0] > 1:
            out += '(?:%s)' % '|'.join('[%s]{%d}' % (bracket(part[2]), n) for n in part[1])
        else:
            out += '[%s]{%d,%d}' % (bracket(part[2]), part[1][0], part[1][-1])
    return out


class Format:
    """One row: what it draws, and whether a text holds one by the table."""

    def __init__(self, row):
        self.row, self.id, self.prefixes = row, row['id'], row['prefixes'] or []
        self.body = token_bodies.BODIES.get(self.id)
        self.parts = None
        try:
            self.parts = parse(row['structure'])
        except ValueError as error:
            if not self.body:
                raise ValueError('%s: %s' % (self.id, error)) from error
        behind = re.search(r'body alphabet \((.*?)\)$', row['boundary'] or '')
        try:
            self.behind = re.compile('[' + bracket(behind[1]) + ']') if behind else None
        except ValueError:
            self.behind = None
        if self.id in IN_WORDS:
            self.regex = re.compile(IN_WORDS[self.id], re.I)
            return
        self.regex = self.parts and re.compile(
            '(?<![0-9A-Za-z_])(?:%s)%s' % (expression(self.parts, self.prefixes),
                                          '(?!%s)' % self.behind.pattern if self.behind else ''))

    def draw(self, rnd, plain=False):
        """A valid token; `plain`: its structure's alphabets alone, checksums right."""
        if self.body and not (plain and self.parts):
            token = self.body(rnd, self)
            while self.parts and not self.regex.search(token):  # a sum outside the alphabet
                token = self.body(rnd, self)
            return token
        token = self.draw_parts(self.parts, rnd)
        return token_bodies.summed(self.id, token)

    def draw_parts(self, parts, rnd):
        out = ''
        for part in parts:
            if part[0] == 'prefix':
                out += rnd.choice(self.prefixes)
            elif part[0] == 'uuid':
                out += str(uuid.UUID(int=rnd.getrandbits(128), version=4))
            elif part[0] == 'words':
                out += rnd.choice(part[1])
            elif part[0] == 'optional':
                out += self.draw_parts(part[1], rnd) if rnd.random() < .5 else ''
            else:
                out += ''.join(rnd.choice(letters(part[2])) for _ in range(rnd.choice(part[1])))
        return out

    def prefix_of(self, token):
        return max((p for p in self.prefixes if token.startswith(p)), key=len, default='')

    def last_run(self):
        runs = [part for part in self.parts or () if part[0] == 'run']
        return runs[-1] if runs else None

    def found_in(self, text):
        """Whether the text holds a token of this format, by the table."""
        if not self.regex or (self.parts and self.prefixes and
                              not any(p in text for p in self.prefixes)):
            return False
        return any(token_bodies.summed(self.id, found[0]) == found[0]
                   for found in self.regex.finditer(text))


def load(lines, json_loads):
    """The distinctive formats, and what could not be read."""
    formats, refused = [], []
    for line in lines:
        row = json_loads(line)
        if row['distinctive']:
            try:
                formats.append(Format(row))
            except (ValueError, re.error) as error:
                refused.append(str(error))
    return formats, refused
