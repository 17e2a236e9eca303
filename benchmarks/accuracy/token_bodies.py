"""Checksums and inner structures of tokens: what a structure of alphabets does not say.

summed(id, token) gives the token with its published checksum right; BODIES[id](rnd, format) draws
a token whose inside is what the provider puts there (JSON, PEM, URLs).
"""
import base64
import hashlib
import json
import string
import uuid
import zlib

U, L, D = string.ascii_uppercase, string.ascii_lowercase, string.digits
BASE62, BASE64 = D + U + L, U + L + D + '+/'
BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'


def base_n(number, letters, width):
    out = ''
    while number:
        number, digit = divmod(number, len(letters))
        out = letters[digit] + out
    return out.rjust(width, letters[0])


def crc(text):
    return zlib.crc32(text.encode())


def bech32_sum(hrp, data):
    """BIP 173."""
    def polymod(values):
        chk = 1
        for v in values:
            top, chk = chk >> 25, (chk & 0x1ffffff) << 5 ^ v
            for i, g in enumerate([0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]):
                chk ^= g if top >> i & 1 else 0
        return chk
    head = [ord(c) >> 5 for c in hrp] + [0] + [ord(c) & 31 for c in hrp]
    rest = polymod(head + [BECH32.index(c) for c in data] + [0] * 6) ^ 1
    return ''.join(BECH32[rest >> 5 * (5 - i) & 31] for i in range(6))


def bech32(token, hrp):
    data = ''.join(c if c in BECH32 else BECH32[ord(c) % 32] for c in token[len(hrp) + 1:-6].lower())
    out = hrp + '1' + data + bech32_sum(hrp, data)
    return out.upper() if token[:3] == 'AGE' else out


def crc16(data):
    """CCITT, as NATS puts it behind its keys."""
    out = 0
    for byte in data:
        out ^= byte << 8
        for _ in range(8):
            out = (out << 1 ^ (0x1021 if out & 0x8000 else 0)) & 0xffff
    return out


def nkey(token):
    kinds = {'O': 14, 'A': 0, 'U': 20, 'N': 13, 'C': 2, 'X': 23}
    kind, data = kinds[token[1]] << 3, base64.b32decode(token + '=' * (-len(token) % 8))
    raw = bytes([18 << 3 | kind >> 5, (kind & 31) << 3]) + data[2:34]
    return base64.b32encode(raw + crc16(raw).to_bytes(2, 'little')).decode().rstrip('=')


def marvin(data, seed):
    """Marvin32; .NET's System.Marvin."""
    mask = 0xffffffff
    a, b = seed & mask, seed >> 32

    def rot(x, n):
        return (x << n | x >> 32 - n) & mask

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


def azure(token, seed=0x44656661756c7430):
    """The last four bytes are the sum; unused bits of the last character are zero."""
    raw = base64.b64decode(token.replace('-', '+').replace('_', '/') + '=' * (-len(token) % 4))
    raw = raw[:-4] + marvin(raw[:-4], seed).to_bytes(4, 'little')
    out = base64.b64encode(raw).decode()
    return out if '=' in token else out.rstrip('=')


def gitlab(token):
    head = token[:-9]
    if not head.endswith('.'):
        return token
    payload = head[head.index('-') + 1:].split('.')[0]
    payload = payload.split('_', 1)[1] if token.startswith('glrt-t') else payload
    head += base_n(len(payload), D + L, 2)
    return head + base_n(crc(head), D + L, 7)


def summed(rid, token):
    """The token with its published checksum right."""
    if token[:4] in ('ghp_', 'gho_', 'ghu_', 'ghr_', 'npm_', 'vcp_'):
        return token[:-6] + base_n(crc(token[4:-6]), BASE62, 6)
    if rid == 'github-pat-fine-grained':
        digest = hashlib.sha256(token[:77].encode()).digest()
        return token[:77] + base64.b32encode(digest).decode()[:8] + token[85:]
    if token.startswith('glsa_'):
        return token[:-8] + crc(token[:37]).to_bytes(4, 'little').hex()
    if token.startswith('zpka_'):
        return token[:-8] + '%08x' % crc(token[5:37])
    if rid in ('age-secret-key', 'age-recipient'):
        return bech32(token, 'age' if rid == 'age-recipient' else 'age-secret-key-')
    if rid == 'nats-nkey-seed':
        return nkey(token)
    if rid.startswith('gitlab-') and 'routable' in rid:
        return gitlab(token)
    return token


def draw(rnd, letters, least, most=None):
    return ''.join(rnd.choice(letters) for _ in range(rnd.randint(least, most or least)))


def raw(rnd, size):
    return bytes(rnd.randrange(256) for _ in range(size))


def b64(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def b64url(data):
    return b64(data).rstrip('=').replace('+', '-').replace('/', '_')


def jwt(rnd, claims, algorithm='HS256', size=32):
    header = {'alg': algorithm, 'typ': 'JWT'}
    return '.'.join([b64url(json.dumps(header, separators=(',', ':'))),
                     b64url(json.dumps(claims, separators=(',', ':'))), b64url(raw(rnd, size))])


def guid(rnd):
    return str(uuid.UUID(int=rnd.getrandbits(128), version=4))


def password(rnd):
    return draw(rnd, BASE62, 10, 24) + rnd.choice(['', '!', '-', '_', '.'])


def name(rnd):
    return rnd.choice(['app', 'svc', 'web', 'deploy', 'orders', 'reader']) + draw(rnd, D, 1, 3)


def pem(rnd, kind, size=600):
    if 'OPENSSH' in kind:
        inner = b'openssh-key-v1\0' + raw(rnd, size)
    elif 'PGP' in kind:
        inner = b'\x95\x03' + raw(rnd, size)
    else:
        inner = b'\x30\x82' + size.to_bytes(2, 'big') + raw(rnd, size)
    text, mark = b64(inner), '----' if 'SSH2' in kind else '-----'
    space = ' ' if 'SSH2' in kind else ''
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return '\n'.join(['%s%sBEGIN %s%s%s' % (mark, space, kind, space, mark)] + lines +
                     ['%s%sEND %s%s%s' % (mark, space, kind, space, mark)])


def pem_of(kind):
    return lambda rnd, row: pem(rnd, kind)


def url_of(rnd, row):
    prefix = rnd.choice(row.prefixes)
    return '%s%s:%s@db%d.corp-%s.net:%d/%s' % (prefix, name(rnd), draw(rnd, BASE62, 10, 24),
                                               rnd.randrange(9), draw(rnd, L, 4),
                                               rnd.randint(1025, 9999), draw(rnd, L, 3, 9))


def service_account(rnd, row):
    project = draw(rnd, L, 5, 9)
    return json.dumps({'type': 'service_account', 'project_id': project,
                       'private_key_id': draw(rnd, 'abcdef' + D, 40),
                       'private_key': pem(rnd, 'PRIVATE KEY') + '\n',
                       'client_email': 'svc@%s.iam.gserviceaccount.com' % project}, indent=2)


def authorized_user(rnd, row):
    return json.dumps({'client_id': draw(rnd, D, 12) + '-' + draw(rnd, L + D, 32) +
                       '.apps.googleusercontent.com', 'client_secret': 'GOCSPX-' +
                       draw(rnd, BASE62 + '_-', 28), 'refresh_token': '1//0' +
                       draw(rnd, BASE62 + '_-', 60), 'type': 'authorized_user'}, indent=2)


def jwk(rnd, row):
    def number(size):
        return b64url(raw(rnd, size))
    key = {'kty': 'EC', 'crv': 'P-256', 'x': number(32), 'y': number(32), 'd': number(32)}
    if rnd.random() < .5:
        key = {'kty': 'RSA', 'n': number(256), 'e': 'AQAB', 'd': number(256), 'p': number(128)}
    return json.dumps(key)


def xml_rsa(rnd, row):
    return '<RSAKeyValue>' + ''.join('<%s>%s</%s>' % (tag, b64(raw(rnd, size)), tag)
                                     for tag, size in [('Modulus', 128), ('Exponent', 3),
                                                       ('P', 64), ('Q', 64), ('D', 128)]
                                     ) + '</RSAKeyValue>'


def putty(rnd, row):
    def lines(size):
        text = b64(raw(rnd, size))
        return [text[i:i + 64] for i in range(0, len(text), 64)]
    public, private = lines(200), lines(400)
    return '\n'.join([rnd.choice(row.prefixes) + 'ssh-rsa', 'Encryption: none', 'Comment: key',
                      'Public-Lines: %d' % len(public)] + public +
                     ['Private-Lines: %d' % len(private)] + private +
                     ['Private-MAC: ' + draw(rnd, 'abcdef' + D, 40)])


def kubernetes_secret(rnd, row):
    return 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  password: ' + \
        b64(password(rnd)) + '\n'


def nats_file(rnd, row):
    return '-----BEGIN USER NKEY SEED-----\n%s\n------END USER NKEY SEED------' % \
        nkey('SU' + draw(rnd, U + '234567', 56))


def sas(rnd, row):
    mark = rnd.choice(['%3D', '='])
    signature = b64(raw(rnd, 32))[:-1]
    if mark == '%3D':
        signature = signature.replace('+', '%2B').replace('/', '%2F')
    return 'sv=2022-11-02&ss=b&srt=sco&sp=rwdl&se=2027-01-01T00%3A00%3A00Z&sig=' + signature + mark


def arn(rnd, row):
    return '%s%s:%s:%s:%s' % (rnd.choice(row.prefixes), *rnd.choice([
        ('iam', '', draw(rnd, D, 12), 'role/' + draw(rnd, L, 4, 12)),
        ('lambda', 'us-east-1', draw(rnd, D, 12), 'function:' + draw(rnd, L, 4, 12)),
        ('s3', '', '', draw(rnd, L, 4, 12) + '/key'),
        ('sqs', 'eu-west-1', draw(rnd, D, 12), draw(rnd, L, 4, 12))]))


def jdbc(rnd, row):
    return rnd.choice([
        'jdbc:postgresql://db1.corp.net:5432/app?user=%s&password=%s',
        'jdbc:mysql://db2.corp.net/shop?user=%s&password=%s',
        'jdbc:sqlserver://sql.corp.net:1433;databaseName=x;user=%s;password=%s',
        'jdbc:oracle:thin:%s/%s@ora.corp.net:1521:orcl',
        'jdbc:mariadb://%s:%s@db3.corp.net:3306/app']) % (name(rnd), draw(rnd, BASE62, 10, 24))


def sqlserver(rnd, row):
    return rnd.choice(['Server=sql1.corp.net;Database=app;User Id=%s;Password=%s;',
                       'Data Source=tcp:sql.corp.net,1433;Initial Catalog=x;Uid=%s;Pwd=%s',
                       'Server=10.1.2.3;Uid=%s;Pwd=%s;Encrypt=true']) % (name(rnd), password(rnd))


def odbc(rnd, row):
    return rnd.choice(['Uid=%s;Pwd=%s', 'User Id=%s;Password=%s']) % (name(rnd), password(rnd))


def iothub(rnd, row):
    return 'HostName=%s.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=%s' % (
        draw(rnd, L, 5, 15), b64(raw(rnd, 32)))


def impact_sid(rnd, row=None):
    account = draw(rnd, D, 4, 9)
    return 'IR' + draw(rnd, BASE62, 10) + account + draw(rnd, BASE62, 21 - len(account)) + \
        rnd.choice(D)


def macaroon(mark, location):
    """A macaroon whose location field is, in unpadded base64, `mark` (kind, length) and a host."""
    field = base64.b64decode(mark + location + '=' * (-len(mark + location) % 4))

    def body(rnd, row):
        inner = json.dumps({'version': 1, 'permissions': 'user'})
        return 'pypi-' + b64url(field + b'\x02' +
                                bytes([36]) + guid(rnd).encode() + b'\x00\x02' +
                                bytes([len(inner)]) + inner.encode() + b'\x00\x06\x20' +
                                raw(rnd, 32))
    return body


def discord(rnd, row):
    return b64url(draw(rnd, '123456789', 1) + draw(rnd, D, 17, 18)) + '.' + \
        draw(rnd, BASE62 + '_-', 6) + '.' + draw(rnd, BASE62 + '_-', 38)


def marked(size, mark, tail='=', seed=0x44656661756c7430):
    """An identifiable Azure key: random bytes, the provider's four letters, the sum."""
    def body(rnd, row):
        key = draw(rnd, BASE62, size) + mark + 'AAAAAA' + tail
        if tail == '=':  # two unused bits in the last character
            key = key[:-2] + 'A' + tail
        return azure(key, seed)
    return body


def entra(rnd, row):
    letters = BASE62 + '._~-'
    if rnd.random() < .5:
        return draw(rnd, BASE62, 3) + '7Q~' + draw(rnd, letters, 31)
    return draw(rnd, BASE62, 3) + '8Q~' + draw(rnd, letters, 33) + draw(rnd, BASE62, 1)


def onepassword(rnd, row):
    return 'ops_' + b64(json.dumps({
        'signInAddress': 'team%d.1password.com' % rnd.randrange(99), 'userAuth': {
            'method': 'SRPg-4096', 'alg': 'PBES2g-HS256', 'iterations': 650000, 'salt': b64url(
                raw(rnd, 16))}, 'email': draw(rnd, L + D, 13) + '@1passwordserviceaccounts.com',
        'srpX': raw(rnd, 32).hex(), 'muk': {'alg': 'A256GCM', 'ext': True, 'k': b64url(
            raw(rnd, 32)), 'key_ops': ['encrypt', 'decrypt'], 'kty': 'oct', 'kid': 'mp'},
        'secretKey': 'A3-' + draw(rnd, U + D, 34), 'deviceUuid': draw(rnd, L + D, 26)}))


def snyk(rnd, row):
    return rnd.choice(row.prefixes) + raw(rnd, 4).hex() + '.' + b64url(json.dumps(
        {'e': 1790000000, 'h': 'snyk.io', 'j': guid(rnd)})) + '.' + b64url(raw(rnd, 64))


def coded(prefix, claims, tail=lambda rnd: ''):
    return lambda rnd, row: prefix + b64(json.dumps(claims(rnd), separators=(',', ':'))) + tail(rnd)


BODIES = {
    'ansible-vault-file': lambda rnd, row: '\n'.join(
        [rnd.choice(['$ANSIBLE_VAULT;1.1;AES256'])] + [raw(rnd, 40).hex() for _ in range(5)]),
    'azure-sas-token': sas, 'aws-arn': arn, 'jdbc-url': jdbc, 'odbc-connection-string': odbc,
    'sqlserver-connection-string': sqlserver, 'azure-iothub-connection-string': iothub,
    'google-service-account-key': service_account, 'jwt-jwk-private': jwk,
    'google-application-default-credentials': authorized_user, 'private-key-xml-rsa': xml_rsa,
    'private-key-putty': putty, 'kubernetes-secret-manifest': kubernetes_secret,
    'nats-credentials-file': nats_file, 'discord-bot-token': discord, 'azure-ad-client-secret': entra,
    'impact-com-account-sid': impact_sid, '1password-service-account-token': onepassword,
    'impact-com-url-credentials': lambda rnd, row: '%s:%s@api.impact.com' % (
        impact_sid(rnd), draw(rnd, BASE62 + '._~-', 31) + '7'),
    'pypi-token': macaroon('AgEI', 'cHlwaS5vcmc'),
    'pypi-test-token': macaroon('AgEN', 'dGVzdC5weXBpLm9yZw'),
    'docker-config-auth': lambda rnd, row: '"auth":"%s"' % b64(name(rnd) + ':' + password(rnd)),
    'npm-npmrc-basic-auth': lambda rnd, row: rnd.choice(
        ['_auth=' + b64(name(rnd) + ':' + password(rnd)), '_password=' + b64(password(rnd))]),
    'filezilla-password': lambda rnd, row: '<Pass encoding="base64">%s' % b64(password(rnd)),
    'kubernetes-kubeconfig-client-key': lambda rnd, row: 'client-key-data: ' + b64(
        pem(rnd, 'RSA PRIVATE KEY')),
    'private-key-pem-base64': lambda rnd, row: b64(pem(rnd, rnd.choice(
        ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY']))),
    'jwt-token': lambda rnd, row: jwt(rnd, {'sub': guid(rnd), 'iat': rnd.randint(1, 9 ** 9)}),
    'jwt-token-base64': lambda rnd, row: b64(jwt(rnd, {'sub': guid(rnd)})),
    'github-app-installation-token-jwt': lambda rnd, row: 'ghs_%d_%s' % (
        rnd.randint(1, 10 ** 8), jwt(rnd, {'iss': 'github', 'jti': guid(rnd), 'exp': 1790000000})),
    'workato-developer-api-token': lambda rnd, row: 'wrka%s-%s' % (
        draw(rnd, L, 2), jwt(rnd, {'jti': guid(rnd), 'iat': 1790000000, 'iss': 'workato'}, 'RS256', 256)),
    'mapbox-public-token': lambda rnd, row: 'pk.' + b64url(json.dumps(
        {'u': name(rnd), 'a': draw(rnd, L + D, 25)})) + '.' + draw(rnd, BASE62, 22),
    'mapbox-secret-token': lambda rnd, row: 'sk.' + b64url(json.dumps(
        {'u': name(rnd), 'a': draw(rnd, L + D, 25)})) + '.' + draw(rnd, BASE62, 22),
    'mapbox-temporary-token': lambda rnd, row: 'tk.' + b64url(json.dumps(
        {'u': name(rnd), 'exp': 1790000000, 'iat': 1789990000})) + '.' + draw(rnd, BASE62, 22),
    'sentry-org-token': coded('sntrys_', lambda rnd: {
        'iat': 1690000000.123, 'url': 'https://sentry.io', 'region_url': 'https://us.sentry.io',
        'org': name(rnd)}, lambda rnd: '_' + draw(rnd, BASE64, 43)),
    'grafana-cloud-access-policy-token': coded('glc_', lambda rnd: {
        'o': '%d' % rnd.randint(10 ** 5, 10 ** 7), 'n': 'stack-' + name(rnd), 'k': draw(
            rnd, BASE62, 24), 'm': {'r': 'us'}}),
    'grafana-api-key-legacy': coded('', lambda rnd: {
        'k': draw(rnd, BASE62, 32), 'n': name(rnd), 'id': 1}),
    'google-api-key-base64': lambda rnd, row: b64('AIzaSy' + draw(rnd, BASE62 + '_-', 33)),
    'jfrog-reference-token': lambda rnd, row: b64('reftkn:01:1790000000:' + draw(rnd, BASE62, 28)
                                                  )[:64].replace('+', 'x').replace('/', 'y'),
    'pubnub-secret-key': lambda rnd, row: 'sec-c-' + b64(guid(rnd)),
    'ntlm-authenticate-message': lambda rnd, row: b64(
        b'NTLMSSP\0\3\0\0\0' + b'\x18\0\x18\0' + raw(rnd, 150)),
    'fly-io-access-token': lambda rnd, row: 'FlyV1 fm2_' + b64(raw(rnd, 180)) + ',fm2_' + b64(
        raw(rnd, 120)),
    'aws-bedrock-api-key-long': lambda rnd, row: 'ABSK' + b64(
        'BedrockAPIKey-' + draw(rnd, L + D, 4) + '-at-' + draw(rnd, D, 12) + ':' + draw(
            rnd, BASE62, 60)),
    'aws-bedrock-api-key-short': lambda rnd, row: 'bedrock-api-key-' + b64(
        'bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Credential=ASIA' +
        draw(rnd, U + '234567', 16) + '&X-Amz-Signature=' + raw(rnd, 32).hex()),
    'netrc-password': lambda rnd, row: 'machine git.corp.net login %s password %s' % (
        name(rnd), password(rnd)),
    'snyk-pat': snyk, 'snyk-service-account-token': snyk,
    'azure-event-grid-key': marked(33, 'AZEG'), 'azure-event-hub-key': marked(33, '+AEh'),
    'azure-iot-key': marked(33, 'AIoT'), 'azure-redis-key': marked(33, 'AzCa'),
    'azure-relay-key': marked(33, '+ARm'), 'azure-service-bus-key': marked(33, '+ASb'),
    'azure-storage-account-key': marked(76, '+ASt', '=='),
    'azure-batch-key': marked(76, '+ABa', '=='), 'azure-cosmosdb-key': marked(76, 'ACDb', '=='),
    'azure-apim-key': marked(76, 'APIM', '=='),
}
for kind, word in [('dsa', 'DSA '), ('ec', 'EC '), ('rsa', 'RSA '), ('pkcs8', ''),
                   ('pkcs8-encrypted', 'ENCRYPTED ')]:
    BODIES['private-key-%s-pem' % kind] = pem_of(word + 'PRIVATE KEY')
BODIES['private-key-openssh'] = pem_of('OPENSSH PRIVATE KEY')
BODIES['private-key-pgp'] = pem_of('PGP PRIVATE KEY BLOCK')
BODIES['private-key-ssh2'] = pem_of('SSH2 ENCRYPTED PRIVATE KEY')
for url in ['http-url-credentials', 'mongodb-connection-string', 'mysql-url', 'postgresql-url',
            'other-service-url-credentials', 'rabbitmq-amqp-url', 'redis-url', 'snowflake-url']:
    BODIES[url] = url_of
