# Signals: a scan that is asked to end writes what it has, marked so, and ends by the signal. A second one
# ends it at once. Nothing temporary stays.
. "$REKEY_SOURCE/tests/cli/lib.sh"
token=$(fake_token 1)
mkdir many && echo "k=$token" >many/a.env
# Files in the order of their names: the first has the secret, the others take long.
python3 - <<'END'
import random, string
random.seed(3)
text = "\n".join("".join(random.choices(string.ascii_lowercase + "0123456789", k=80)) for _ in range(100000))
for i in range(60):
    open(f"many/f{i}", "w").write(f"{i}\n" + text)  # like texts are scanned once
END

# A shell's background jobs ignore SIGINT: set back, as in a terminal.
cat >default <<'END'
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
END

# Processor time is all that a stranger learns of the scan's process; here in ticks of a clock.
# What a scan of the first file alone takes, and a third of a second for the files behind it.
[ -r /proc/self/stat ] || exit 77
ticks() { # of process $1, 0 when it is gone
  local fields
  fields=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || fields=
  # shellcheck disable=SC2086
  set -- $fields
  echo $((${12-0} + ${13-0}))
}
enough=$(python3 - "$REKEY_PROGRAM" <<'END'
import os, resource, subprocess, sys
subprocess.run([sys.argv[1], "dir", "many/a.env"], capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(int((used.ru_utime + used.ru_stime + 0.3) * os.sysconf("SC_CLK_TCK")))
END
)

# start SIGNAL WORDS...: sends it as soon as the scan is seen to work.
start() {
  local signal=$1
  shift
  python3 default "$REKEY_PROGRAM" "$@" >out 2>err &
  local process=$!
  while kill -0 $process && [ "$(ticks $process)" -lt "$enough" ]; do
    sleep 0.01
  done
  kill "-$signal" $process
  wait $process
  code=$?
}

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
