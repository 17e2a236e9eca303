# The launcher ./rekey: builds when it must, only then, passes everything through.
# Runs in a small project of its own, whose program prints its arguments.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset GIT_DIR GIT_INDEX_FILE
export HOME=$work GIT_CONFIG_NOSYSTEM=1
failed() {
  echo "launcher.sh: $1" >&2
  [ ! -s "$work/err" ] || sed 's/^/  stderr: /' "$work/err" >&2
  exit 1
}

project=$work/project
mkdir -p "$project/scanner/cli" "$project/patterns" "$project/cmake" "$project/.ci"
cp "$REKEY_SOURCE/rekey" "$REKEY_SOURCE/.gitattributes" "$project/"
cp "$REKEY_SOURCE/.ci/build" "$REKEY_SOURCE/.ci/install" "$REKEY_SOURCE/.ci/revision" "$project/.ci/"
echo 'build cmake build' >"$project/.ci/packages"
echo '/build/' >"$project/.gitignore"
echo 'text' >"$project/patterns/p.toml"
cat >"$project/CMakePresets.json" <<'END'
{"version": 6, "configurePresets": [{"name": "release", "generator": "Ninja",
  "binaryDir": "${sourceDir}/build/${presetName}"}]}
END
cat >"$project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(dummy LANGUAGES NONE)
add_custom_command(OUTPUT rekey DEPENDS scanner/cli/main COMMAND sleep 0.3
  COMMAND cmake -E copy ${CMAKE_SOURCE_DIR}/scanner/cli/main rekey
  COMMAND cmake -E echo built >> ${CMAKE_SOURCE_DIR}/../builds)
set_source_files_properties(scanner/cli/main PROPERTIES GENERATED OFF)
add_custom_target(program ALL DEPENDS rekey)
END
program() { # the text of a program that says its version and exits with its first argument
  printf '#!/bin/sh\nprintf "%s:"\nprintf "[%%s]" "$@"\necho\nexit "$1"\n' "$1"
}
program one >"$project/scanner/cli/main"
chmod +x "$project/scanner/cli/main"
cd "$project"
git init -q -b main .
git config user.name t
git config user.email t@example.org
git add .
git commit -q -m one

run() { # run CODE NAME LAUNCHER ARGUMENT...: exits with CODE; NAME and the arguments are printed
  code=0
  out=$("$3" "$1" "${@:4}" 2>"$work/err") || code=$?
  [ "$code" = "$1" ] || failed "exit code $code, not $1"
  [ "$out" = "$2:$(printf '[%s]' "$1" "${@:4}")" ] || failed "printed '$out', not '$2' and the arguments"
}
builds() {
  [ "$(wc -l <"$work/builds")" = "$1" ] || failed "built $(wc -l <"$work/builds") times, not $1: $2"
}
quiet() { [ ! -s "$work/err" ] || failed "$1"; }

# Two first runs at once build once.
./rekey 0 >"$work/a" 2>/dev/null &
./rekey 0 >"$work/b" 2>/dev/null || failed "one of two first runs failed"
wait $! || failed "the other of two first runs failed"
[ "$(cat "$work/a" "$work/b")" = "one:[0]
one:[0]" ] || failed "two first runs printed $(cat "$work/a" "$work/b")"
builds 1 "two first runs at once"

# Later runs: straight through, with arguments, exit code, from anywhere, over links.
run 3 one ./rekey 'a b' ''
quiet "a later run said something"
mkdir "$work/bin"
ln -s ../project/rekey "$work/bin/relative"
ln -s "$work/bin/relative" "$work/bin/rekey"
(cd / && run 1 one "$work/bin/rekey" x)
(cd "$work" && PATH=$work/bin:$PATH run 0 one rekey)
(cd "$project/scanner" && run 0 one ../rekey)
[ "$(cd "$project" && sh rekey 0)" = "one:[0]" ] || failed "sh rekey"
builds 1 "later runs"

# After a pull it builds again, once; a commit that changes no source costs nothing.
git clone -q . "$work/other"
cd "$work/other"
git config user.name t
git config user.email t@example.org
program two >scanner/cli/main
git commit -q -a -m two
cd "$project"
git pull -q "$work/other" main
run 0 two ./rekey
builds 2 "after a pull"
git checkout -q HEAD~1
run 0 one ./rekey
git checkout -q main
run 0 two ./rekey
builds 4 "after a checkout there and back"
git commit -q --allow-empty -m empty
run 0 two ./rekey
quiet "an empty commit made it build"

# A folder that was moved with its build.
mv "$project" "$work/moved"
cd "$work/moved"
touch scanner
run 0 two ./rekey
mv "$work/moved" "$project"
cd "$project"

# An archive has no .git; one unpacked over another with older times is still seen.
mkdir "$work/archive"
git archive HEAD~2 | tar -x -C "$work/archive"
[ "$(cat "$work/archive/.ci/revision")" = "$(git rev-parse HEAD~2)" ] || failed "no commit in the archive"
run 0 one "$work/archive/rekey"
git archive HEAD~1 | tar -x -C "$work/archive"
touch "$work/archive/scanner/cli/main" # the times of a real archive differ by more than this test lasts
touch -d '1 hour ago' "$work/archive/scanner" "$work/archive/scanner/cli" "$work/archive/patterns"
run 0 two "$work/archive/rekey"
run 0 two "$work/archive/rekey"
quiet "an archive is built at every run"

# A build that fails: exit 2, nothing on standard output, the old program does not run.
echo 'message(FATAL_ERROR "no compiler here")' >>CMakeLists.txt
code=0
out=$(./rekey 0 2>"$work/err") || code=$?
[ "$code" = 2 ] && [ -z "$out" ] || failed "a failed build: exit code $code, printed '$out'"
grep -q 'no compiler here' "$work/err" || failed "the reason of a failed build is not shown"
git checkout -q CMakeLists.txt
run 0 two ./rekey # and the next run recovers

# Missing packages without root: the exact command, exit 2. (dpkg-query, id and sudo are played.)
mkdir "$work/played"
printf '#!/bin/sh\nfor last; do :; done\n[ "$last" = cmake ] || exit 1\necho installed\n' >"$work/played/dpkg-query"
printf '#!/bin/sh\necho 1000\n' >"$work/played/id"
printf '#!/bin/sh\nexit 1\n' >"$work/played/sudo"
printf '#!/bin/sh\n[ "$2" != libone-dev ]\n' >"$work/played/apt-cache"
chmod +x "$work/played"/*
printf 'build libone-dev|libtwo-dev x\nbuild cmake x\nbuild g++ x\ntest python3 x\n' >.ci/packages
code=0
out=$(PATH=$work/played:$PATH ./rekey 0 2>"$work/err") || code=$?
[ "$code" = 2 ] && [ -z "$out" ] || failed "missing packages: exit code $code, printed '$out'"
grep -qx '  sudo apt-get install --no-install-recommends libtwo-dev g++' "$work/err" ||
  failed "not the exact command"
