# The files of deploy/: they parse, and use options that there are.
. "$REKEY_SOURCE/tests/cli/lib.sh"
bash -n "$REKEY_SOURCE/deploy/rekey-org.sbatch" || fail "the script for Slurm does not parse"
python3 - "$REKEY_SOURCE/deploy/rekey-org.yaml" <<'END_PYTHON' || fail "the Job"
import sys, yaml
job = yaml.safe_load(open(sys.argv[1]))
spec = job["spec"]
assert (job["apiVersion"], job["kind"], spec["completionMode"]) == ("batch/v1", "Job", "Indexed")
assert spec["template"]["spec"]["restartPolicy"] == "Never"  # backoffLimitPerIndex asks for it
worker = spec["template"]["spec"]["containers"][0]
assert worker["name"] == spec["podFailurePolicy"]["rules"][1]["onExitCodes"]["containerName"]
names = {volume["name"] for volume in spec["template"]["spec"]["volumes"]}
assert {mount["name"] for mount in worker["volumeMounts"]} == names
END_PYTHON
"$REKEY" org work --help >help
grep -hoE -- 'rekey[^#]* org work .*|^ +--.*' "$REKEY_SOURCE"/deploy/rekey-org.* | grep -oE -- '--[a-z-]+' | sort -u >used
[ "$(wc -l <used)" -ge 5 ] || fail "no options found: $(cat used)"
while read -r option; do
  grep -qE -- "(^|[ ,])$option( |,|$)" help || fail "no option $option"
done <used

echo "-- the script starts a worker and takes 3 for an end"
printf '#!/bin/sh\necho "$@" >>%s/called\nexit ${CODE-0}\n' "$work" >fake && chmod +x fake
export REKEY_DATABASE=postgresql://x@y/z REKEY_KEY=key REKEY_SCRATCH=$work
for code in 0 2 3; do
  REKEY=$work/fake CODE=$code run bash "$REKEY_SOURCE/deploy/rekey-org.sbatch"
  expect $((code % 3))
done
grep -q -- "org work --database postgresql://x@y/z --key-file key" called || fail "$(cat called)"
finish
