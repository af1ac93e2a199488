#!/usr/bin/env bash
# How much processor time and memory does puce fleet take for many calls? Is it in proportion to the calls, and the memory
# constant?
#
#     bench/fleet/run.sh [MILLIONS...]
#
# Makes one recording of a million calls, and 1, 10 and 50 (or MILLIONS) links to it: each link is a trace. Measures
# `puce fleet summary` and `puce fleet diagnose` with one and two threads. FLEET_PUCE names the program (./puce). Prints the
# processor time, the elapsed time, and the largest memory of the process. The elapsed time has no meaning on a busy
# machine, so the script prints the load.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/.launcher/jdk.sh"
find_jdk
puce=${FLEET_PUCE:-$root/puce}
sizes=("$@")
((${#sizes[@]})) || sizes=(1 10 50)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$JAVA_HOME/bin/java" "$root/bench/fleet/MakeRecording.java" \
    "$root/trace/src/test/resources/dev/puce/trace/render/pkcs11-tool.jsonl" 1000000 "$work/million.jsonl"
echo "bytes of a million calls: $(stat -c %s "$work/million.jsonl")"
printf '%-10s %8s %8s %10s %10s %10s %8s\n' command millions threads cpu_s elapsed_s memory_MB load
for size in "${sizes[@]}"; do
    folder=$work/$size
    for ((i = 0; i < size; i++)); do
        mkdir -p "$folder/$i"
        ln "$work/million.jsonl" "$folder/$i/trace.jsonl"
    done
    for command in ${FLEET_COMMANDS:-summary diagnose}; do
        for threads in 1 2; do
            /usr/bin/time -f '%U %S %e %M' -o "$work/time" \
                "$puce" fleet "$command" --threads "$threads" --json "$folder" >"$work/out" || true
            calls=$(grep -o '"calls":[0-9]*' "$work/out" | head -1 || true)
            awk -v c="$command" -v n="$size" -v t="$threads" -v l="$(cut -d' ' -f1 /proc/loadavg)" -v calls="$calls" '
                END { printf "%-10s %8s %8s %10.1f %10.1f %10.0f %8s   %s\n", c, n, t, $1 + $2, $3, $4 / 1024, l, calls }' \
                "$work/time"
        done
    done
done
