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

echo "-- an allow comment counts there, too; UTF-32 and odd ends do no harm"
printf 'k = "%s" # rekey:allow\r\n' "$token" | iconv -f UTF-8 -t UTF-16 >"$work/allowed"
run "$REKEY" dir "$work/allowed"
expect 0
written UTF-32 >"$work/wide"
printf '\377\376a\000\000\330k' >"$work/odd"
run "$REKEY" dir "$work/wide" "$work/odd"
expect 0
finish
