#!/usr/bin/env bash
# Does a live trace of puce web lose calls? Four programs send commands to virtual cards as fast as they can. The script
# compares the calls that they made with those in the recording and on the page, and prints the rate. It fails if the
# recording lacks a call.
# Needs libpcsclite-dev, gcc and curl.
#
#   bench/web/live.sh [CALLS-OF-EACH-PROGRAM]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
puce=$here/../../puce
calls=${1:-50000}
programs=4
. "$here/../daemons.sh"

# printed FILE PATTERN: waits for a line of a program, and prints what the pattern matches
printed() { until_true "'$2'" grep -q "$2" "$1" && grep -o "$2" "$1"; }
get() { curl -sf -b "$folder/cookies" -c "$folder/cookies" "$base/$1"; }
value() { get api/state | grep -o "\"$1\":[0-9]*" | cut -d: -f2; }

gcc -O2 -o "$folder/transmit" "$here/../service/transmit.c" $(pkg-config --cflags --libs libpcsclite)
"$puce" --version
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
readers=()
for ((i = 0; i < programs; i++)); do readers+=(--reader "R$i" --card demo); done
"$puce" serve --listen "$folder/daemon" "${readers[@]}" >"$folder/serve.log" 2>&1 &
started+=("$!")
printed "$folder/serve.log" export >"$folder/answer"
PCSCLITE_CSOCK_NAME=$folder/daemon "$puce" web --listen "$folder/spied" -o "$folder/trace.jsonl" 2>"$folder/web.log" &
web=$!
started+=("$web")
url=$(printed "$folder/web.log" 'http://[^ ]*')
base=${url%/\?*}
get "${url#"$base"/}" >"$folder/answer"
until_true "the socket" test -S "$folder/spied"

start=$(date +%s%N)
clients=()
for ((i = 0; i < programs; i++)); do
    PCSCLITE_CSOCK_NAME=$folder/spied "$folder/transmit" "R$i 0$i 00" "$calls" 0 >"$folder/client$i" &
    clients+=("$!")
done
wait "${clients[@]}"
end=$(date +%s%N)
sent=$((programs * calls))
echo "SCardTransmit by $programs programs: $sent, $((sent * 1000000 / ((end - start) / 1000))) a second"

shown=-1
until [[ $(value calls) == "$shown" ]]; do # the page takes the rest from its queue
    shown=$(value calls)
    sleep 1
done
echo "on the page, with the calls around them: $(value calls); left out: $(value missed)"
kill -INT "$web"
wait "$web" || true
recorded=$(grep -c '"call":"SCardTransmit"' "$folder/trace.jsonl")
echo "in the recording: $recorded"
((recorded == sent))
