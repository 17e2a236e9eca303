#!/usr/bin/env bash
# tests/org/slurm.sh REKEY: deploy/rekey-org.sbatch for real: munged, slurmctld, slurmd and PostgreSQL on this
# machine, an array of eight tasks over a generated organisation, the report of one worker on SQLite.
#
# By hand, as root, with the packages slurm-wlm, munge and postgresql; it starts its own of each in a folder
# of its own and stops them.
set -u
rekey=$(realpath "${1:?the program rekey}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d /tmp/rekey-slurm-XXXXXX) && chmod 755 "$work" && cd "$work" || exit 1
programs=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
host=$(hostname -s)
started=()
stop() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null; done
  runuser -u postgres -- "$programs/pg_ctl" -D "$work/db/data" -m immediate stop >/dev/null 2>&1
  sleep 1
  rm -rf "$work"
}
trap stop EXIT

mkdir munge spool ctld db shared && chown munge munge && chown postgres db
dd if=/dev/urandom of=munge/key bs=1 count=1024 status=none && chown munge munge/key && chmod 400 munge/key
runuser -u munge -- munged -F --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
  --log-file="$work/munge/log" --seed-file="$work/munge/seed" --force &
started+=($!)
cat >slurm.conf <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CryptoType=crypto/munge
SlurmUser=root
StateSaveLocation=$work/ctld
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/ctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/ctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:8
CONF
export SLURM_CONF=$work/slurm.conf
sleep 1
slurmctld -D >ctld.out 2>&1 &
started+=($!)
slurmd -D >slurmd.out 2>&1 &
started+=($!)
runuser -u postgres -- "$programs/initdb" -D "$work/db/data" -U rekey --auth=trust >initdb.log 2>&1
runuser -u postgres -- "$programs/pg_ctl" -D "$work/db/data" -w -l "$work/db/log" \
  -o "-k $work/db -c listen_addresses=''" start >/dev/null || exit 1
for _ in $(seq 60); do sinfo -h -o %t 2>/dev/null | grep -qE 'idle|mix|alloc' && break; sleep 1; done
sinfo || { tail ctld.out slurmd.out; exit 1; }

python3 "$here/organisation.py" "$work/org" --repositories 60
"$rekey" org work org --state one -q
"$rekey" org report --state one -f json >one.json
export PGHOST=$work/db REKEY=$rekey REKEY_DATABASE=postgresql://rekey@/postgres REKEY_KEY=$work/one/key REKEY_SCRATCH=$work/shared
"$rekey" org plan org -o plan.jsonl
psql() { runuser -u postgres -- "$programs/psql" -h "$work/db" -U rekey -d postgres -qAtc "$1"; }

echo "-- planned once, by a worker that is killed at once; then an array of eight"
"$rekey" org work plan.jsonl --database $REKEY_DATABASE --key-file one/key --state shared/planner -q &
planner=$!
for _ in $(seq 100); do [ "$(psql 'select count(*) from repositories' 2>/dev/null || echo 0)" -ge 60 ] && break; sleep 0.02; done
kill -9 $planner
sbatch --wait --mem=0 --cpus-per-task=1 --export=ALL "$here/../../deploy/rekey-org.sbatch"
echo "sbatch: $?"
"$rekey" org report --database $REKEY_DATABASE --key-file one/key --state shared/planner -f json >array.json
cmp one.json array.json && echo "the report of the array is that of one worker"
psql "select 'tasks that worked: ' || count(distinct worker) from scans"
psql "select 'scanned twice: ' || count(*) from (select 1 from scans where result like 'scanned%' group by repository having count(*) > 1) t"
cat rekey-org-*.log | tail -5
cmp -s one.json array.json
