#!/usr/bin/env bash
# How fast does puce web show a large recording? Time from the start of puce to the first rows, time until the whole
# recording is read, time of filters, and the server's heap after a collection.
# Needs curl, and jcmd of the JDK that runs puce.
#
#   bench/web/run.sh [CALLS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
puce=$here/../../puce
calls=${1:-1000000}
folder=$(mktemp -d "${TMPDIR:-/tmp}/puce-web.XXXXXX")
server=
trap '[[ -z $server ]] || kill "$server"; rm -rf "$folder"' EXIT

"$puce" --version
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
awk -v calls="$calls" -v threads=1 -v older=1 -f "$here/../rendering/log.awk" > "$folder/calls.log"
"$puce" show -f json "$folder/calls.log" > "$folder/calls.jsonl"
rm "$folder/calls.log"

now() { date +%s%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%7.2f s", (to - from) / 1e9 }'; }
get() { curl -sf -b "$folder/cookies" -c "$folder/cookies" "$base/$1"; }
# await PATH PATTERN: asks until the answer has the pattern
await() { until get "$1" | grep -q "$2"; do sleep 0.02; done; }

start=$(now)
"$puce" web "$folder/calls.jsonl" 2> "$folder/err" &
server=$!
until url=$(grep -o 'http://[^ ]*' "$folder/err"); do sleep 0.02; done
echo "address printed          $(since "$start")"
base=${url%/\?*}
get "${url#"$base"/}" > "$folder/answer"
await 'api/rows?trace=0&count=60' '"first":50,'
echo "first 60 rows            $(since "$start")"
await api/state '"state":"complete"'
echo "whole recording read     $(since "$start")   $(get api/state | grep -o '"calls":[0-9]*')"

# filter EXPRESSION: encoded for an address
filter() {
    local from path
    from=$(now)
    path="api/filter?trace=0&filter=$1"
    await "$path" '"done":true'
    echo "filter $2   $(since "$from")   $(get "$path")"
}
filter 'error' 'error'
filter 'sw%20%3D%209000%20and%20duration%20%3E%201us' 'sw = 9000 and duration > 1us'
filter 'data%20~%20A000000308' 'data ~ A000000308'

"$JAVA_HOME/bin/jcmd" "$server" GC.run > "$folder/answer"
"$JAVA_HOME/bin/jcmd" "$server" GC.heap_info | grep -o 'used [0-9]*K' | tr -dc '0-9\n' |
    awk '{ sum += $1 } NR == 2 { printf "heap after a collection  %7.0f MB\n", sum / 1024 }'
awk '/VmHWM/ { printf "memory at most           %7.0f MB\n", $2 / 1024 }' "/proc/$server/status"
