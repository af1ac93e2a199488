#!/usr/bin/env bash
# How fast are logs and recordings shown? pcsc-spy and puce on the same log, in the same run: calls a second, processor
# time and memory. First checks that both print the same bytes.
# Needs Debian's pcsc-spy (libpcsclite-dev), python3, GNU time. pcsc-spy keeps the log in memory and is given a shorter
# one.
#
#   bench/rendering/run.sh [CALLS] [CALLS-FOR-PCSC-SPY]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
puce=$here/../../puce
calls=${1:-1000000}
fewer=${2:-200000}
alternating=20000
folder=$(mktemp -d "${TMPDIR:-/tmp}/puce-rendering.XXXXXX")
trap 'rm -rf "$folder"' EXIT

"$puce" --version
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"

awk -v calls="$fewer" -v threads=1 -v older=1 -f "$here/log.awk" > "$folder/fewer.log"
awk -v calls="$calls" -v threads=1 -v older=1 -f "$here/log.awk" > "$folder/calls.log"
awk -v calls="$alternating" -v threads=2 -v older=1 -f "$here/log.awk" > "$folder/alternating.log"
"$puce" show -f json "$folder/calls.log" > "$folder/calls.jsonl"

# measure LABEL CALLS COMMAND...: to a file, as people do
measure() {
    local label=$1 count=$2
    shift 2
    /usr/bin/time -o "$folder/time" -f '%e %U %S %M' "$@" > "$folder/out"
    awk -v label="$label" -v count="$count" \
        '{ printf "%-44s %9d calls %7.2f s %8.0f calls/s %7.2f s processor %5d MB\n",
           label, count, $1, count / $1, $2 + $3, $4 / 1024 }' "$folder/time"
}

measure 'pcsc-spy -n' "$fewer" pcsc-spy -n "$folder/fewer.log"
cp "$folder/out" "$folder/expected"
measure 'puce show -f pcsc-spy' "$fewer" "$puce" show -f pcsc-spy --color never "$folder/fewer.log"
cmp "$folder/expected" "$folder/out" && echo "the same bytes"
measure 'puce show -f pcsc-spy' "$calls" "$puce" show -f pcsc-spy --color never "$folder/calls.log"
measure 'puce show (compact)' "$calls" "$puce" show --color never "$folder/calls.log"
measure 'puce show -f json' "$calls" "$puce" show -f json "$folder/calls.log"
measure 'puce show of a recording (compact)' "$calls" "$puce" show --color never "$folder/calls.jsonl"
measure 'puce show of a recording -f pcsc-spy' "$calls" "$puce" show -f pcsc-spy --color never "$folder/calls.jsonl"
measure 'puce show of a recording -f json' "$calls" "$puce" show -f json "$folder/calls.jsonl"
measure 'puce summary of a recording' "$calls" "$puce" summary "$folder/calls.jsonl"
measure 'puce summary of a log' "$calls" "$puce" summary "$folder/calls.log"
measure 'puce export of a recording' "$calls" "$puce" export --to pcapng "$folder/calls.jsonl"
measure 'puce diff of the log and the recording' "$calls" "$puce" diff --color never "$folder/calls.log" "$folder/calls.jsonl"
measure 'pcsc-spy -n, two threads in turn' "$alternating" pcsc-spy -n "$folder/alternating.log"
measure 'puce show -f pcsc-spy, two threads in turn' "$alternating" \
    "$puce" show -f pcsc-spy --color never "$folder/alternating.log"
