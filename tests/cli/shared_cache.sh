# One cache for many repositories: what one teaches changes no other's report, in whatever order.
. "$REKEY_SOURCE/tests/cli/lib.sh"

# same REPO: its report with the cache has the findings of one without.
same() {
  run "$REKEY" git "$1" --cache memory --format json
  cp out cached.json
  run "$REKEY" git "$1" --format json
  cp out plain.json
  python3 - <<'PY' || fail "$1: the cache changes the report"
import json, sys
cached, plain = (json.load(open(name))["findings"] for name in ("cached.json", "plain.json"))
sys.exit(cached != plain)
PY
}
shared="key=$(fake_token 300)"

echo "-- a file that many repositories have beside one that only the first and its fork have"
git init -q -b main first && mkdir first/conf first/shared && echo "$shared" >first/shared/all.env
for number in $(seq 16); do
  echo "key=$(fake_token $((310 + number)))" >"first/conf/own.env" && echo "$number" >first/README
  git -C first add . && git -C first commit -qm "$number"
done
same first
for number in $(seq 12); do
  git init -q -b main "other$number" && mkdir "other$number/shared" && echo "$shared" >"other$number/shared/all.env"
  echo "$number" >"other$number/README" && git -C "other$number" add . && git -C "other$number" commit -qm one
  same "other$number"
done
same first
git clone -q first fork && echo fork >fork/fork.txt && git -C fork add . && git -C fork commit -qm three
same fork
git -C fork rm -q conf/own.env && git -C fork commit -qm four
same fork
finish
