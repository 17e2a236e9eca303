# Texts in UTF-16, as Windows writes them: found in files, on standard input, in the index and in history,
# with the bytes of the stored text, and the layer told.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1)

# written ENCODING: three lines with a token on the last, in that encoding.
written() { printf 'caf\303\251 \360\237\230\200\r\nb\r\nkey = "%s" # c\r\n' "$token" | iconv -f UTF-8 -t "$1"; }

git init -q repo
for encoding in UTF-16 UTF-16LE UTF-16BE; do
  case $encoding in
    UTF-16) written UTF-16 >"repo/$encoding" ;;                 # with a mark
    *) printf 'k = "%s"\r\n' "$token" | iconv -f UTF-8 -t $encoding >"repo/$encoding" ;; # without
  esac
done
cd repo || exit 1

echo "-- files"
run "$REKEY" dir . --format json
expect 1
python3 - "$work/out" "$token" <<'PYTHON' || fail "the places"
import json, sys
report = json.load(open(sys.argv[1]))
(finding,) = report["findings"]
places = {at["path"]: at for at in finding["occurrences"]}
assert sorted(places) == ["UTF-16", "UTF-16BE", "UTF-16LE"], places
for path, at in places.items():
    layer = "utf-16be" if path == "UTF-16BE" else "utf-16le"
    assert at["layers"] == [layer], at
    stored = open(path, "rb").read()[at["start_byte"]:at["end_byte"]]
    assert stored.decode(layer) == sys.argv[2], (path, stored)
assert (places["UTF-16"]["line"], places["UTF-16"]["column"]) == (3, 8), places["UTF-16"]
PYTHON

run "$REKEY" explain UTF-16:3
expect 0 "github-pat-classic"
run "$REKEY" explain UTF-16:9
expect 2 "no such line"

echo "-- standard input, the index, history"
run "$REKEY" stdin <UTF-16
expect 1
no_secret "$token"
git add UTF-16
run "$REKEY" staged
expect 1 UTF-16
git commit -qm one --no-verify
for i in 1 2 3; do
  written UTF-16 >UTF-16 && printf 'more %d\r\n' "$i" | iconv -f UTF-8 -t UTF-16LE >>UTF-16
  git commit -qam "more $i"
done
git repack -adq
run "$REKEY" git . --format json
expect 1
python3 -c 'import json, sys
(finding,) = json.load(open(sys.argv[1]))["findings"]
(at,) = finding["occurrences"]
assert at["layers"] == ["utf-16le"] and at["in_head"]' "$work/out" || fail "the history"

echo "-- an allow comment counts there, too; odd ends do no harm"
printf 'k = "%s" # rekey:allow\r\n' "$token" | iconv -f UTF-8 -t UTF-16 >"$work/allowed"
run "$REKEY" dir "$work/allowed"
expect 0
printf '\377\376a\000\000\330k' >"$work/odd"
run "$REKEY" dir "$work/odd"
expect 0

echo "-- encodings that change within a file, and parts of binary files"
secret() { printf 'key = "%s"\n' "$token" | iconv -f UTF-8 -t "$1"; }
mkdir "$work/mixed" && cd "$work/mixed" || exit 1
{ printf '# made by hand\n' && secret UTF-16LE; } >appended
{ printf 'made by Windows\n' | iconv -t UTF-16 && secret UTF-8; } >echoed
{ printf 'made by Windows\n' | iconv -t UTF-16LE && secret UTF-16BE; } >orders
{ printf '# Настройки\n' | iconv -f UTF-8 -t UTF-16LE && secret UTF-16LE; } >cyrillic
{ printf '# 設定\n' | iconv -f UTF-8 -t UTF-16BE && secret UTF-16BE; } >cjk
{ head -c 4096 /dev/urandom && secret UTF-16LE && head -c 100 /dev/urandom; } >resource
for encoding in UTF-32 UTF-32LE UTF-32BE; do secret $encoding >"$encoding"; done
run "$REKEY" dir . --format json
expect 1
python3 - "$work/out" "$token" <<'PYTHON' || fail "the places in mixed files"
import json, os, sys
(finding,) = json.load(open(sys.argv[1]))["findings"]
places = {at["path"]: at for at in finding["occurrences"]}
assert sorted(places) == sorted(os.listdir(".")), places
for path, at in places.items():
    stored = open(path, "rb").read()[at["start_byte"]:at["end_byte"]]
    layer = at["layers"][0] if at.get("layers") else "utf-8"
    assert stored.decode(layer) == sys.argv[2], (path, stored)
assert not places["echoed"].get("layers") and places["UTF-32BE"]["layers"] == ["utf-32be"], places
for path in "appended", "echoed", "orders", "cyrillic", "cjk":
    assert (places[path]["line"], places[path]["column"]) == (2, 8), places[path]
PYTHON

echo "-- in history a part that is appended is found in the version that has it"
cd "$work" && git init -q -b main grown && cd grown || exit 1
for i in $(seq 1 400); do echo "line $i of a long file"; done >long
git add long && git commit -qm one --no-verify
secret UTF-16LE >>long && git commit -qam two --no-verify
for i in 3 4 5; do echo "more $i" >>long && git commit -qam "more $i" --no-verify; done
git repack -adq
run "$REKEY" git . --format json
expect 1 "$(git log --format=%H --grep two)"
finish
