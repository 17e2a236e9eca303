# shellcheck shell=bash
# What the benchmarks of start-up share; they source it. `runs` is how often.

# new_repository: goes to one of its own, which the script's end takes away.
new_repository() {
  work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
  cd "$work" && git init -q . && git config user.name Ada && git config user.email ada@test.invalid
}

# median_ms COMMAND...: wall time of whole processes.
median_ms() {
  python3 - "${runs:-50}" "$@" <<'END'
import statistics, subprocess, sys, time
times = []
for _ in range(int(sys.argv[1])):
    start = time.perf_counter()
    subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    times.append((time.perf_counter() - start) * 1000)
print(f"{statistics.median(times):.1f} ms (fastest {min(times):.1f}, slowest {max(times):.1f})")
END
}
