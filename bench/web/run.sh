#!/usr/bin/env bash
# How fast does puce web show a large recording of two programs in turn, and does it lose live calls? The table has elapsed
# time and processor time of the server: from its start to the first rows, until the whole recording is read, of filters,
# and of the list without folding. Then come the memory of the server, the page in Chromium (Scroll.java), the HTML file of
# 100,000 calls, and live calls (live.sh). It takes some minutes.
# Needs curl, and jcmd of the JDK that runs puce. Without chromium, gcc or libpcsclite-dev, the parts that need them are
# left out.
#
#   bench/web/run.sh [CALLS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
puce=$here/../../puce
calls=${1:-1000000}
folder=$(mktemp -d "${TMPDIR:-/tmp}/puce-web.XXXXXX")
server=
stop() {
    if [[ -n $server ]]; then
        kill "$server"
        wait "$server" || true
        server=
    fi
}
trap 'stop; rm -rf "$folder"' EXIT

"$puce" --version
awk -v calls="$calls" -f "$here/calls.awk" > "$folder/calls.jsonl"
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), $calls calls in $(($(stat -c %s "$folder/calls.jsonl") / 1000000)) MB"

now() { date +%s%N; }
ticks=$(getconf CLK_TCK)
processor() { awk -v ticks="$ticks" '{ print ($14 + $15) / ticks }' "/proc/$server/stat"; }
# line WHAT VALUE...: a line of the table
line() { printf '%-46s' "$1" && shift && printf ' %s' "$@" && echo; }
# since WHAT START PROCESSOR NOTE: elapsed time and processor time since then
since() {
    line "$1" "$(awk -v from="$2" -v to="$(now)" -v before="$3" -v after="$(processor)" \
        'BEGIN { printf "%7.2f s, processor %6.2f s", (to - from) / 1e9, after - before }')" "${4:-}"
}
# get PATH [OPTION...]: with options of curl
get() { curl -sf -b "$folder/cookies" -c "$folder/cookies" "${@:2}" "$base/$1"; }
# await PATH PATTERN: asks until the answer has the pattern
await() { until get "$1" | grep -q "$2"; do sleep 0.02; done; }
# heap WHAT: the used heap after a collection
heap() {
    "$JAVA_HOME/bin/jcmd" "$server" GC.run > "$folder/answer"
    "$JAVA_HOME/bin/jcmd" "$server" GC.heap_info | grep -o 'used [0-9]*K' | tr -dc '0-9\n' |
        awk -v what="$1" '{ sum += $1 } NR == 2 { printf "%-46s %7.0f MB\n", what, sum / 1024 }'
}

: > "$folder/err"
start=$(now)
"$puce" web "$folder/calls.jsonl" 2> "$folder/err" &
server=$!
until url=$(grep -o 'http://[^ ]*' "$folder/err"); do sleep 0.02; done
since 'address printed' "$start" 0
base=${url%/\?*}
get "${url#"$base"/}" > "$folder/answer"
await 'api/rows?trace=0&count=60' '"first":50,'
since 'first 60 rows' "$start" 0
await api/state '"state":"complete"'
since 'whole recording read' "$start" 0 "$(get api/state | grep -o '"calls":[0-9]*\|"missed":[0-9]*' | paste -sd' ')"

# filter EXPRESSION: searches, and prints the number of calls and rows
filter() {
    local from before answer
    from=$(now)
    before=$(processor)
    until answer=$(get 'api/filter?trace=0' -G --data-urlencode "filter=$1") && [[ $answer == *'"done":true'* ]]; do
        sleep 0.02
    done
    since "filter  $1" "$from" "$before" "$(grep -o '"calls":[0-9]*,"rows":[0-9]*' <<< "$answer")"
}
filter 'program = pkcs11-tool'
filter 'error'
filter 'sw = 9000 and duration > 400us'
filter 'code = 0 and object = 5FC105'
filter 'data ~ A000000308'
filter 'data != 00B0 and p1 = 3F'
filter 'tag = 5F2F'
heap 'heap of the server after a collection'

from=$(now)
before=$(processor)
await 'api/rows?trace=0&unfolded=1&count=0' "\"total\":$calls,"
since 'list without folding' "$from" "$before"
heap 'heap with this list'
line 'memory of the server at most' "$(awk '/VmHWM/ { printf "%7.0f MB", $2 / 1024 }' "/proc/$server/status")"

if command -v chromium > "$folder/answer"; then
    mkdir "$folder/profile"
    "$JAVA_HOME/bin/java" "$here/Scroll.java" "$url" "$folder/profile"
fi
stop

head -n 100001 "$folder/calls.jsonl" > "$folder/some.jsonl"
"$puce" export --to html "$folder/some.jsonl" -o "$folder/some.html" 2> "$folder/err"
line 'HTML file of 100,000 calls' "$(stat -c %s "$folder/some.html" | awk '{ printf "%7.1f MB", $1 / 1e6 }')"
if command -v chromium > "$folder/answer"; then
    mkdir "$folder/profile-of-file"
    "$JAVA_HOME/bin/java" "$here/Scroll.java" "file://$folder/some.html" "$folder/profile-of-file" 'data ~ A000000308'
fi

if command -v gcc > "$folder/answer" && pkg-config libpcsclite; then
    "$here/live.sh" 25000 | tail -n +3
fi
