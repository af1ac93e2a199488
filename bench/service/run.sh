#!/usr/bin/env bash
# Measures our service against pcscd with vpcd, in one run on one machine:
#
# - round trip of SCardTransmit of a C client, with the same card behind both
# - throughput of 8 clients on 8 readers
# - memory of 10,000 waiting clients, and the time to wake them
# - CPU time of the idle service
#
# Needs pcscd, vsmartcard-vpcd, libpcsclite-dev and gcc, and root or user namespaces for a private pcscd.
#
#   bench/service/run.sh [ROUND-TRIPS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
root=$here/../..
puce=$root/puce
. "$root/.launcher/jdk.sh"
find_jdk
count=${1:-50000}
. "$here/../daemons.sh"

# until_in FILE TEXT: waits until a program has written the text.
until_in() { until_true "'$2'" grep -q "$2" "$1" || { cat "$1" >&2; exit 1; }; }

ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
resident() { awk '/VmRSS/ { print $2 }' "/proc/$1/status"; }

# live PID: kilobytes of live objects in the heap of a Java process.
live() {
    "$JAVA_HOME/bin/jcmd" "$1" GC.run >/dev/null
    "$JAVA_HOME/bin/jcmd" "$1" GC.heap_info | awk '/^(DefNew|Tenured)/ { for (i = 1; i < NF; i++) if ($i == "used") sum += $(i + 1) } END { print sum }'
}

gcc -O2 -o "$folder/transmit" "$here/transmit.c" $(pkg-config --cflags --libs libpcsclite)
gcc -O2 -o "$folder/waiters" "$here/waiters.c"
"$puce" --version

echo; echo "== round trip, $count commands READ BINARY, card 'demo'"
readers=(); cards=()
for i in 1 2 3 4 5 6 7 8; do readers+=(--reader "R$i"); cards+=(--card demo); done
"$puce" serve --listen "$folder/ours" --max-clients 20000 "${readers[@]}" "${cards[@]}" >"$folder/serve.log" 2>&1 &
serve=$!; started+=("$serve")
until_in "$folder/serve.log" export
printf 'ours:  '
PCSCLITE_CSOCK_NAME=$folder/ours "$folder/transmit" "R1 00 00" "$count" 20000

start_pcscd
"$puce" card --vpcd "$port" --card demo >"$folder/card.log" 2>&1 &
started+=("$!")
until_in "$folder/card.log" "is in the reader"
sleep 1 # pcscd looks for cards every 400 ms
printf 'pcscd: '
PCSCLITE_CSOCK_NAME=$folder/run/pcscd.comm "$folder/transmit" "V 00 00" "$count" 20000
printf 'ours:  '
PCSCLITE_CSOCK_NAME=$folder/ours "$folder/transmit" "R1 00 00" "$count" 20000

echo; echo "== throughput, 8 clients on 8 readers, $count commands each"
start=$(date +%s%N)
clients=()
for i in 0 1 2 3 4 5 6 7; do
    PCSCLITE_CSOCK_NAME=$folder/ours "$folder/transmit" "R$((i + 1)) 0$i 00" "$count" 0 >"$folder/client$i.log" &
    clients+=("$!")
done
wait "${clients[@]}"
end=$(date +%s%N)
cat "$folder"/client*.log
echo "together $((8 * count * 1000 / ((end - start) / 1000000))) per second"

echo; echo "== 10,000 waiting clients"
sleep 1 # until the service has reported the last change of sharing
before=$(live "$serve")
"$folder/waiters" "$folder/ours" 10000 >"$folder/waiters.log" &
started+=("$!")
until_in "$folder/waiters.log" ready
cat "$folder/waiters.log"
with=$(live "$serve")
echo "heap: $before kB without them, $with kB with them: $(((with - before) * 1024 / 10000)) bytes a client; resident $(resident "$serve") kB"
one=$(ticks "$serve"); sleep 10; two=$(ticks "$serve")
echo "CPU time of 10 s with nothing to do: $(((two - one) * 1000 / $(getconf CLK_TCK))) ms"
"$puce" card remove --service "$folder/ours" --reader R1 >/dev/null
until_in "$folder/waiters.log" woken
grep woken "$folder/waiters.log"
