#!/usr/bin/env bash
# How do mitmproxy's page and filters do with as many flows as puce web has calls in bench/web/run.sh? Each flow has the
# bytes of a command and an answer as its request and response. The script prints the time that mitmweb needs to load
# them, its memory, and the time of a filter on bytes in mitmdump, which reads the flows again.
# Needs mitmproxy (Debian's package has its own Python) and curl. Ends with 1 if mitmweb needs more than LIMIT seconds.
#
#   bench/web/mitmweb.sh [FLOWS] [LIMIT]
set -euo pipefail
flows=${1:-10000}
limit=${2:-300}
folder=$(mktemp -d "${TMPDIR:-/tmp}/puce-mitmweb.XXXXXX")
server=
trap 'if [[ -n $server ]]; then kill -KILL "$server"; wait "$server" || true; fi; rm -rf "$folder"' EXIT

mitmdump --version | head -1
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), $flows flows"
/usr/bin/python3 - "$flows" "$folder/flows" <<'PYTHON'
import sys
from mitmproxy import io
from mitmproxy.test import tflow

with open(sys.argv[2], "wb") as file:
    writer = io.FlowWriter(file)
    for number in range(int(sys.argv[1])):
        flow = tflow.tflow(resp=True)
        if number % 50 == 49:
            flow.request.content = bytes.fromhex("00A4040005A000000308")
            flow.response.content = bytes.fromhex("6A82")
        else:
            flow.request.content = bytes([0, 0xB0, number // 256 % 128, number % 256, 16])
            flow.response.content = bytes.fromhex("3B8F8001804F0CA00000030603000100 9000")
        flow.request.timestamp_start = 1700000000 + number * 440e-6
        writer.add(flow)
PYTHON

port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mitmweb --no-web-open-browser --no-server --set web_port="$port" --set confdir="$folder/conf" --rfile "$folder/flows" \
    >"$folder/log" 2>&1 &
server=$!
start=$(date +%s%N)
# It answers when it has loaded all flows.
until curl -sf -m "$limit" -o "$folder/answer" "http://127.0.0.1:$port/flows"; do
    if (($(date +%s%N) - start > limit * 1000000000)); then
        echo "mitmweb has not loaded the flows after $limit s"
        exit 1
    fi
    sleep 0.2
done
echo "flows on the page: $(grep -o '"intercepted"' "$folder/answer" | wc -l)"
awk -v from="$start" -v to="$(date +%s%N)" -v ticks="$(getconf CLK_TCK)" \
    '{ printf "loaded           %7.2f s, processor %6.2f s\n", (to - from) / 1e9, ($14 + $15) / ticks }' "/proc/$server/stat"
awk '/VmRSS/ { printf "memory           %7.0f MB\n", $2 / 1024 }' "/proc/$server/status"
TIMEFORMAT='filter on bytes  %7R s, processor %6U s'
time mitmdump --no-server --set confdir="$folder/conf" --rfile "$folder/flows" --save-stream-file "$folder/found" \
    '~b A000' >"$folder/log"
