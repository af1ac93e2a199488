#!/usr/bin/env bash
# Compares SCardTransmit (5 bytes there, 18 back) through C, puce's two backends, puce's provider of javax.smartcardio
# over both, the JDK's provider, jnasmartcardio and pyscard: one daemon, one card, one run, programs in turn, several rounds; the best median of the rounds counts,
# because what disturbs a round only ever makes it slower.
# The daemon is puce's service with its echo card, which adds least of its own; then pcscd with vpcd. Then, for those that
# load libpcsclite by name, a library that answers at once: the cost of the way to the library alone.
# Needs libpcsclite-dev, gcc, python3-pyscard, pcscd, vsmartcard-vpcd; root or user namespaces for pcscd.
#
#   bench/transmit/run.sh [ROUND-TRIPS] [ROUNDS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
root=$here/../..
count=${1:-20000}
rounds=${2:-5}
. "$root/.launcher/jdk.sh"
find_jdk
export JAVA_HOME
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
[ -d "$root/bench/target/lib" ] || (cd "$root" && ./mvnw -q -B -Pbench -Dquick -pl bench -am package)
classes=$root/bench/target/classes:$root/bench/target/lib/*
folder=$(mktemp -d "${TMPDIR:-/tmp}/puce-transmit.XXXXXX")
started=()

finish() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT

until_socket() {
    for _ in $(seq 400); do
        [ -S "$1" ] && return
        sleep 0.05
    done
    echo "run.sh: no daemon at $1" >&2
    exit 1
}

client() { "$java" --enable-native-access=ALL-UNNAMED -cp "$classes" dev.puce.bench.TransmitClient "$@"; }

# compare SOCKET COUNT WARM-UP [JAVA-CLIENTS]
compare() {
    export PCSCLITE_CSOCK_NAME=$1
    : >"$folder/results"
    for _ in $(seq "$rounds"); do
        "$folder/transmit" "$2" "$3" >>"$folder/results"
        "$folder/transmit" "$2" "$3" threads >>"$folder/results"
        for who in ${4:-native socket provider-native provider-socket jdk jnasmartcardio}; do
            client "$who" "$2" "$3" >>"$folder/results" 2>/dev/null
        done
        if [ -x /usr/bin/python3 ]; then /usr/bin/python3 "$here/transmit.py" "$2" "$3" >>"$folder/results"; fi
    done
    printf '%-15s %10s %10s %10s %10s %10s\n' '' 'median us' 'worst med.' 'p10 us' 'p99 us' 'bytes/call'
    awk '!($1 in best) || $2 < best[$1] { best[$1] = $2; p10[$1] = $3; p99[$1] = $4; bytes[$1] = $5 }
         $2 > worst[$1] { worst[$1] = $2 }
         !($1 in order) { order[$1] = ++n; name[n] = $1 }
         END { for (i = 1; i <= n; i++) { w = name[i]; printf "%-15s %10.2f %10.2f %10.2f %10.2f %10s\n",
               w, best[w], worst[w], p10[w], p99[w], bytes[w] } }' "$folder/results"
}

gcc -O2 -pthread -o "$folder/transmit" "$here/transmit.c" $(pkg-config --cflags --libs libpcsclite)
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $("$java" -version 2>&1 | head -1), $count round trips, $rounds rounds"

echo; echo "== puce's service, echo card"
"$java" -cp "$classes" dev.puce.bench.EchoService "$folder/ours" &
started+=("$!")
until_socket "$folder/ours"
compare "$folder/ours" "$count" "$count"

echo; echo "== pcscd, vpcd, the same card"
mkdir "$folder/run"
port=$((20000 + RANDOM % 10000))
printf 'FRIENDLYNAME "V"\nDEVICENAME /dev/null:0x%X\nLIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID 0x%X\n' \
    "$port" "$port" >"$folder/reader.conf"
map=(); ((EUID == 0)) || map=(--map-root-user)
unshare --mount "${map[@]}" sh -c '
    mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind "$1/run" /run/pcscd &&
    exec pcscd --foreground --config "$1/reader.conf"' sh "$folder" >"$folder/pcscd.log" 2>&1 &
started+=("$!")
until_socket "$folder/run/pcscd.comm"
"$java" -cp "$classes" dev.puce.bench.EchoService "$port" &
started+=("$!")
sleep 2 # the card connects, pcscd's next poll sees it
compare "$folder/run/pcscd.comm" "$((count / 10))" "$((count / 10))"

echo; echo "== a library that answers at once"
gcc -O2 -w -shared -fPIC -Wl,-soname,libpcsclite.so.1 -o "$folder/libpcsclite.so.1" "$here/stub.c" $(pkg-config --cflags libpcsclite)
export LD_LIBRARY_PATH=$folder
compare /nonexistent "$((10 * count))" "$((10 * count))" "native"
