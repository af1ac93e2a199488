#!/usr/bin/env bash
# What does the compact view cost beside the view of single calls? User CPU time of `puce show` and `puce show -f calls`,
# which was the default before, on the same recording in turn. The recording repeats those of opensc-tool, pkcs11-tool,
# gpg and pyscard. The aim is at most a quarter more. Needs GNU time.
#
#   bench/rendering/compact.sh [REPETITIONS] [ROUNDS]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd -P)
repetitions=${1:-3000}
rounds=${2:-5}
recordings=$root/trace/src/test/resources/dev/puce/trace
folder=$(mktemp -d "${TMPDIR:-/tmp}/puce-compact.XXXXXX")
trap 'rm -rf "$folder"' EXIT

"$root/puce" --version
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
head -1 "$recordings/render/pkcs11-tool.jsonl" > "$folder/trace.jsonl"
for _ in $(seq "$repetitions"); do
    tail -q -n +2 "$recordings"/render/*.jsonl "$recordings"/session/*.jsonl
done >> "$folder/trace.jsonl"
echo "$(($(wc -l < "$folder/trace.jsonl") - 1)) calls"

for round in $(seq "$rounds"); do
    for format in calls compact; do
        /usr/bin/time -o "$folder/time" -f %U "$root/puce" show -f "$format" --color never "$folder/trace.jsonl" > "$folder/$format"
        cat "$folder/time" >> "$folder/$format.times"
    done
    echo "round $round: calls $(tail -1 "$folder/calls.times") s, compact $(tail -1 "$folder/compact.times") s"
done
# The views are right: one line for each call, and the PIN's command among the exchanges.
[[ $(grep -c SCard "$folder/calls") -gt $((repetitions * 280)) ]]
[[ $(grep -c 'VERIFY PIV PIN \[hidden\]' "$folder/compact") -ge $repetitions ]]
median() { sort -n "$1" | sed -n "$(((rounds + 1) / 2))p"; }
awk -v calls="$(median "$folder/calls.times")" -v compact="$(median "$folder/compact.times")" \
    'BEGIN { printf "median: calls %.2f s, compact %.2f s: %.2f times\n", calls, compact, compact / calls }'
