# Signals: a scan that is asked to end writes what it has, marked so, and ends by the signal. A second one
# ends it at once. Nothing temporary stays.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1)
mkdir many && echo "k=$token" >many/a.env
# Files in the order of their names: the first has the secret, the others take long.
python3 - <<'END'
import random
random.seed(3)
text = "\n".join("".join(random.choices("abcdefghij =", k=80)) for _ in range(100000))
for i in range(60):
    open(f"many/f{i}", "w").write(text)
END

# A shell's background jobs ignore SIGINT: set back, as in a terminal.
cat >default <<'END'
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
END

# start SIGNAL WORDS...: sends it as soon as the scan is seen to work.
start() {
  local signal=$1
  shift
  python3 default "$REKEY_PROGRAM" "$@" >out 2>err &
  local process=$!
  for _ in $(seq 400); do
    [ "$(find "/proc/$process/fd" -lname "$work/many" 2>/dev/null)" ] && break
    sleep 0.01
  done
  sleep 0.3
  kill "-$signal" $process
  wait $process
  code=$?
}

[ -d /proc/self/fd ] || exit 77
for signal in INT TERM HUP; do
  echo "-- SIG$signal"
  rm -f r.json
  start $signal dir many -j 1 -f json --report json=r.json
  number=$(kill -l $signal)
  [ $code = $((128 + number)) ] || fail "SIG$signal: exit code $code: $(head -c 300 err)"
  for report in out r.json; do
    python3 - $report "SIG$signal" <<'END' || fail "SIG$signal: the report $report"
import json, sys
report = json.load(open(sys.argv[1]))
assert not report["complete"]
assert any(sys.argv[2] in one["why"] for one in report["skipped"]), report["skipped"][:3]
assert len(report["findings"]) == 1, len(report["findings"])
END
  done
  find . -name '*rekey-tmp*' | grep -q . && fail "a temporary file is left"
done

echo "-- a signal that was ignored stays so"
mkdir few && echo "k=$token" >few/f
nohup "$REKEY_PROGRAM" dir few -f brief >out 2>err
[ $? = 1 ] || fail "under nohup: $(cat err)"
finish
