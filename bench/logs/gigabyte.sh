#!/usr/bin/env bash
# Does puce read a log or USB capture of 1 GB, how fast, and in constant memory?
#
#     bench/logs/gigabyte.sh FILE...
#
# Makes a file of 1 GB of each FILE in turn (see RepeatLog.java), reads it with `puce summary` and `puce show`, and deletes
# it. A heap that grows with the file ends with an error. Exits with 1 if a command failed, or did not end in time.
# Elapsed times have no meaning on a busy machine, so the script prints processor time and load too.
#
#     BYTES     size of the files (1000000000)
#     COMMANDS  subcommands of puce ("summary show")
#     HEAP      most memory for objects (64m)
#     LIMIT     seconds after which a command hangs (1800)
#     PUCE      the program (./puce)
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/.launcher/jdk.sh"
find_jdk
puce=${PUCE:-$root/puce}
bytes=${BYTES:-1000000000}
limit=${LIMIT:-1800}
work=$(mktemp -d "${TMPDIR:-/tmp}/puce-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
(($#)) || { echo "usage: $0 FILE..." >&2; exit 2; }

free=$(df --output=avail -B1 "$work" | tail -n 1)
if ((free < bytes + 1000000000)); then
    echo "$work has $free bytes left, and each file takes $bytes. Set TMPDIR to a larger folder." >&2
    exit 1
fi

"$puce" --version >/dev/null # builds it, if it is a checkout
failed=0
printf '%-32s %-8s %8s %8s %11s %8s %8s %6s  %s\n' file command elapsed cpu_s lines/cpu_s MB/cpu_s peak_MB load result
for sample in "$@"; do
    name=$(basename "$sample")
    file=$work/$name
    lines=$("$JAVA_HOME/bin/java" "$root/bench/logs/RepeatLog.java" "$sample" "$bytes" "$file")
    size=$(stat -c %s "$file")
    for command in ${COMMANDS:-summary show}; do
        status=0
        JAVA_TOOL_OPTIONS=-Xmx${HEAP:-64m} /usr/bin/time -q -f '%e %U %S %M' -o "$work/time" \
            timeout -k 10 "$limit" "$puce" "$command" "$file" >/dev/null 2>"$work/err" || status=$?
        result=read
        if ((status == 124 || status == 137)); then
            result="hangs: no end within $limit s"
        elif ((status)); then
            result="failed with status $status: $(grep -v '^Picked up' "$work/err" | tail -n 1)"
        fi
        [ "$result" = read ] || failed=1
        awk -v name="$name" -v command="$command" -v lines="$lines" -v size="$size" \
            -v load="$(cut -d' ' -f1 /proc/loadavg)" -v result="$result" '
            END {
                cpu = $2 + $3 > 0 ? $2 + $3 : 0.01
                printf "%-32s %-8s %8.1f %8.1f %11.0f %8.1f %8.0f %6s  %s\n",
                    name, command, $1, cpu, lines / cpu, size / 1e6 / cpu, $4 / 1024, load, result
            }' "$work/time"
    done
    rm -f "$file"
done
exit "$failed"
