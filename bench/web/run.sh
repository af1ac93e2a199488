#!/usr/bin/env bash
# How fast does puce web show a large recording? It prints elapsed time and processor time of the server: from its
# start to the first rows, until the whole recording is read, and of filters. Then it prints the memory of the server, and
# Scroll.java tells how the page scrolls in Chromium.
# Needs curl, and jcmd of the JDK that runs puce. Without chromium, the page is left out.
#
#   bench/web/run.sh [CALLS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
puce=$here/../../puce
calls=${1:-1000000}
folder=$(mktemp -d "${TMPDIR:-/tmp}/puce-web.XXXXXX")
server=
trap 'for process in $server; do kill "$process"; wait "$process" || true; done; rm -rf "$folder"' EXIT

"$puce" --version
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
awk -v calls="$calls" -v threads=1 -v older=1 -f "$here/../rendering/log.awk" > "$folder/calls.log"
"$puce" show -f json "$folder/calls.log" > "$folder/calls.jsonl"
rm "$folder/calls.log"

now() { date +%s%N; }
ticks=$(getconf CLK_TCK)
processor() { awk -v ticks="$ticks" '{ print ($14 + $15) / ticks }' "/proc/$server/stat"; }
# since START PROCESSOR: elapsed time and processor time since then
since() {
    awk -v from="$1" -v to="$(now)" -v before="$2" -v after="$(processor)" \
        'BEGIN { printf "%7.2f s, processor %6.2f s", (to - from) / 1e9, after - before }'
}
get() { curl -sf -b "$folder/cookies" -c "$folder/cookies" "$base/$1"; }
# await PATH PATTERN: asks until the answer has the pattern
await() { until get "$1" | grep -q "$2"; do sleep 0.02; done; }

start=$(now)
"$puce" web "$folder/calls.jsonl" 2> "$folder/err" &
server=$!
until url=$(grep -o 'http://[^ ]*' "$folder/err"); do sleep 0.02; done
echo "address printed          $(since "$start" 0)"
base=${url%/\?*}
get "${url#"$base"/}" > "$folder/answer"
await 'api/rows?trace=0&count=60' '"first":50,'
echo "first 60 rows            $(since "$start" 0)"
await api/state '"state":"complete"'
echo "whole recording read     $(since "$start" 0)   $(get api/state | grep -o '"calls":[0-9]*')"

# filter EXPRESSION: encoded for an address
filter() {
    local from before path
    from=$(now)
    before=$(processor)
    path="api/filter?trace=0&filter=$1"
    await "$path" '"done":true'
    echo "filter $2   $(since "$from" "$before")   $(get "$path")"
}
filter 'error' 'error'
filter 'sw%20%3D%209000%20and%20duration%20%3E%201us' 'sw = 9000 and duration > 1us'
filter 'function%20%3D%20transmit%20and%20not%20app%20%3D%20piv' 'function = transmit and not app = piv'
filter 'data%20~%20A000000308' 'data ~ A000000308'
filter 'data%20%21%3D%2000B0%20and%20p1%20%3D%2004' 'data != 00B0 and p1 = 04'
filter 'tag%20%3D%209F36' 'tag = 9F36'

"$JAVA_HOME/bin/jcmd" "$server" GC.run > "$folder/answer"
"$JAVA_HOME/bin/jcmd" "$server" GC.heap_info | grep -o 'used [0-9]*K' | tr -dc '0-9\n' |
    awk '{ sum += $1 } NR == 2 { printf "heap after a collection  %7.0f MB\n", sum / 1024 }'
awk '/VmHWM/ { printf "memory at most           %7.0f MB\n", $2 / 1024 }' "/proc/$server/status"

if command -v chromium > "$folder/answer"; then
    mkdir "$folder/profile"
    "$JAVA_HOME/bin/java" "$here/Scroll.java" "$url" "$folder/profile"
fi
