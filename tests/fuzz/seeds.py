#!/usr/bin/env python3
"""seeds.py: writes the first inputs of the fuzz targets into corpus/, from a small repository and by hand."""
import hashlib, os, pathlib, struct, subprocess, tempfile, zlib

corpus = pathlib.Path(__file__).resolve().parent / "corpus"
environment = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
for who in ("AUTHOR", "COMMITTER"):
    environment.update({f"GIT_{who}_NAME": "A", f"GIT_{who}_EMAIL": "a@test.invalid", f"GIT_{who}_DATE": "1700000000 +0130"})


def git(*words, given=None):
    done = subprocess.run(("git",) + words, check=True, capture_output=True, input=given, env=environment)
    return done.stdout


def write(target, name, data):
    (corpus / target).mkdir(parents=True, exist_ok=True)
    (corpus / target / name).write_bytes(data)


def parts(first, rest):
    return struct.pack("<H", len(first)) + first + rest


def size(number):
    out = b""
    while number > 0x7F:
        out += bytes([0x80 | number & 0x7F])
        number >>= 7
    return out + bytes([number])


def copy(offset, count):
    return b"\xff" + struct.pack("<I", offset) + struct.pack("<I", count)[:3]


def entry(mode, name, first):
    return mode + b" " + name + b"\0" + first + bytes(19)


def with_large_offsets(table):
    """The same with a chunk of 64-bit offsets behind the others: the first object's is its first."""
    rows = [struct.unpack(">4sQ", table[at : at + 12]) for at in range(12, 12 + 12 * (table[6] + 1), 12)]
    rows = rows[:-1] + [(b"LOFF", rows[-1][1]), (b"\0\0\0\0", rows[-1][1] + 8)]
    places = dict(rows)[b"OOFF"] + 4
    body = bytearray(table[12 + 12 * (table[6] + 1) : -20]) + struct.pack(">Q", 1 << 33)
    start = 12 + 12 * (table[6] + 1)
    body[places - start : places - start + 4] = struct.pack(">I", 1 << 31)
    head = bytearray(table[:12])
    head[6] += 1
    data = bytes(head) + b"".join(struct.pack(">4sQ", name, at + 12) for name, at in rows) + bytes(body)
    return data + hashlib.sha1(data).digest()


def repository():
    git("init", "-q", "-b", "main", ".")
    for number in range(4):
        pathlib.Path("file").write_text("".join(f"line {i * (number + 1)}\n" for i in range(40)))
        git("add", ".")
        git("commit", "-q", "-m", f"change {number}")
    git("tag", "-a", "-m", "a tag", "v1")
    git("repack", "-q", "-adf")
    pack = next(pathlib.Path(".git/objects/pack").glob("*.pack"))
    for name, version in (("version1", "1"), ("version2", "2"), ("large", "2,0x40")):
        git("index-pack", f"--index-version={version}", "-o", "made.idx", str(pack))
        write("pack_index", name, pathlib.Path("made.idx").read_bytes())
        pathlib.Path("made.idx").unlink()
    git("pack-objects", "-q", ".git/objects/pack/pack", given=git("rev-parse", "HEAD", "HEAD^{tree}"))
    git("multi-pack-index", "write")
    table = pathlib.Path(".git/objects/pack/multi-pack-index").read_bytes()
    write("multi_pack_index", "two_packs", table)
    write("multi_pack_index", "large", with_large_offsets(table))
    write("commit", "plain", git("cat-file", "commit", "HEAD"))
    write("commit", "merge", git("cat-file", "commit", "HEAD").replace(b"parent ", b"parent " + b"1" * 40 + b"\nparent ", 1))
    write("tag", "plain", git("cat-file", "tag", "v1"))
    more = b"mergetag object " + b"3" * 40 + b"\n type commit\n tag x\n \n said\nencoding x\nother\n"
    write("commit", "headers", git("cat-file", "commit", "HEAD").replace(b"\n\n", b"\n" + more + b"\n", 1))
    write("tag", "headers", git("cat-file", "tag", "v1").replace(b"\n\n", b"\ngpgsig x\n y\n\n", 1))


def indexes():
    git("init", "-q", "-b", "main", "staged")
    os.chdir("staged")
    for name in ("a", "folder/b", "folder/below/c", "z"):
        pathlib.Path(name).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(name).write_text(name)
    git("add", ".")
    git("commit", "-q", "-m", "one")
    index = pathlib.Path(".git/index")
    for version in ("2", "4"):
        git("update-index", "--index-version", version, "--force-write-index")
        git("write-tree")
        write("index_file", "version" + version, index.read_bytes())
    git("-c", "index.recordEndOfIndexEntries=true", "-c", "index.recordOffsetTable=true", "-c", "index.threads=2",
        "update-index", "--force-write-index")
    write("index_file", "with_end", index.read_bytes())
    pathlib.Path("new").write_text("n")
    git("add", "-N", "new")
    write("index_file", "intended", index.read_bytes())
    git("update-index", "--split-index")
    write("index_file", "split", index.read_bytes())
    os.chdir("..")


def wide_texts():
    line = "name = 'a value' # \u043e\u0434\u0438\u043d\n"
    orders = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    for order in orders:
        write("wide_text", order, ("\ufeff" + line).encode(order) + b"# plain bytes\n")
    write("wide_text", "all", b"\n".join(line.encode(order) for order in orders))
    write("wide_text", "in_nuls", b"MZ" + bytes(70) + line.encode("utf-16-le") + bytes(70))
    write("wide_text", "cjk", "\u8a2d\u5b9a\u6162\u6162 = value of it".encode("utf-16-be"))


def by_hand():
    write("pack_entry", "whole", b"\xb5\x12")
    write("pack_entry", "by_offset", b"\xe5\x12\x91\x2e")
    write("pack_entry", "by_id", b"\xf5\x12" + b"i" * 20)
    for name, text in (("blob", b"blob 3\0abc"), ("empty", b"tree 0\0"), ("short", b"blob 9\0abc"), ("long", b"blob 0\0" + b"a" * 5000), ("type", b"blub 3\0abc")):
        write("loose_object", name, zlib.compress(text))
    write("loose_object", "behind", zlib.compress(b"blob 3\0abc") + b"x")
    write("loose_object", "cut", zlib.compress(b"commit 99\0" + b"ab" * 45)[:-3])
    base = b"abcdefghij" * 5
    delta = size(50) + size(25) + copy(10, 10) + b"\x05hello" + copy(0, 10)
    write("delta", "copies", parts(base, delta))
    tree = entry(b"40000", b"folder", b"t") + entry(b"100644", b"name", b"a") + entry(b"160000", b"sub", b"s") + entry(b"120000", b"z", b"b")
    unit = len(entry(b"100644", b"name", b"a"))
    write("tree", "whole", parts(tree, size(len(tree)) + size(len(tree)) + copy(0, len(tree))))
    new = entry(b"100755", b"n", b"b")
    write("tree", "inserted", parts(tree, size(len(tree)) + size(len(tree) + len(new)) + copy(0, 33) + bytes([len(new)]) + new + copy(33, len(tree) - 33)))
    write("tree", "cut", parts(tree, size(len(tree)) + size(unit + 7) + copy(33, unit + 7)))
    order = lambda what, which, data: bytes([what, which, len(data)]) + data
    blob = order(0, 2, base)
    write("pack", "by_offset", blob + order(2, 0, delta) + order(0, 1, base))
    write("pack", "by_id", blob + order(1, 0, delta) + order(1, 3, delta) + order(1, 2, delta))
    write("pack", "raw", blob + order(3, 0, b"\x35" + b"x" * 9) + order(4, 12, b"") + order(4, 200, b""))
    chain = blob + order(2, 0, size(50) + size(50) + copy(0, 50)) + order(2, 1, size(50) + size(50) + copy(0, 50))
    write("pack", "chain", chain + order(2, 2, size(50) + size(9) + b"\x09123456789") + order(2, 1, delta))


def refs():
    one, two = b"1" * 40, b"2" * 40
    header = b"# pack-refs with: peeled fully-peeled sorted \n"
    packed = header + one + b" refs/heads/a\n" + two + b" refs/tags/t\n^" + one + b"\n"
    files = b"HEAD\nref: refs/heads/a\n\0refs/heads/b\n" + two + b"\n\0"
    write("refs", "whole", parts(packed, files))
    write("refs", "sha256", parts(b"a" * 64 + b" refs/heads/a\n", b"refs/heads/b\n" + b"B" * 64))
    write("refs", "broken", parts(packed[:-9] + one + b" other/name\nno id\n^x\n" + one, b"refs/heads/x\n\0refs/heads/y\n" + one + b" more"))
    write("refs", "rings", parts(b"", b"refs/a\nref: refs/b\0refs/b\nref:refs/a\0refs/c\nref: refs/none\0refs/d..e\n" + one))
    write("refs", "twice", parts(one + b" refs/heads/a\n" + two + b" refs/heads/a\n", b""))


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    repository()
    indexes()
by_hand()
refs()
wide_texts()
