#!/usr/bin/env bash
# Compares SCardTransmit (5 bytes there, 18 back) through C, puce's two backends, puce's provider of javax.smartcardio over
# both, the JDK's provider, jnasmartcardio and pyscard. All are connected to one card of one daemon at the same time. They
# take turns of 200 round trips, and pairs.py compares them within a round.
#
# The first daemon is puce's service with its echo card, which adds least of its own. The second one is pcscd with vpcd. For
# programs that load libpcsclite by name, the third part is a library that answers at once, for the cost up to the library.
# Needs libpcsclite-dev, gcc, python3-pyscard, pcscd and vsmartcard-vpcd, and root or user namespaces for pcscd.
#
# The kernel's placement of daemon and programs matters more than the programs. `taskset -c 0 bench/transmit/run.sh`
# avoids that.
#
#   bench/transmit/run.sh [ROUNDS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
root=$here/../..
rounds=${1:-500}
turn=200
. "$root/.launcher/jdk.sh"
find_jdk
export JAVA_HOME
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
[ -d "$root/bench/target/lib" ] || (cd "$root" && ./mvnw -q -B -Pbench -Dquick -pl bench -am package)
classes=$root/bench/target/classes:$root/bench/target/lib/*
. "$here/../daemons.sh"

# compare SOCKET ROUNDS WARM-UP-ROUNDS NAME...
compare() {
    local daemon=$1 count=$2 warm=$3 programs=() name
    shift 3
    for name in "$@"; do
        case $name in
            C) programs+=("C=$folder/transmit") ;;
            C,threads) programs+=("C,threads=$folder/transmit threads") ;;
            pyscard) [ -x /usr/bin/python3 ] && programs+=("pyscard=/usr/bin/python3 $here/transmit.py") ;;
            *) programs+=("$name=$java --enable-native-access=ALL-UNNAMED -cp '$classes' dev.puce.bench.TransmitClient $name") ;;
        esac
    done
    PCSCLITE_CSOCK_NAME=$daemon python3 "$here/pairs.py" "$turn" "$warm" "$count" "${programs[@]}"
}

participants=(C C,threads native socket provider-native provider-socket jdk jnasmartcardio pyscard)
gcc -O2 -pthread -o "$folder/transmit" "$here/transmit.c" $(pkg-config --cflags --libs libpcsclite)
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $("$java" -version 2>&1 | head -1), $rounds rounds of $turn"

echo; echo "== puce's service, echo card"
"$java" -cp "$classes" dev.puce.bench.EchoService "$folder/ours" &
started+=("$!")
until_true "the service" test -S "$folder/ours"
compare "$folder/ours" "$rounds" 100 "${participants[@]}"

echo; echo "== pcscd, vpcd, the same card"
start_pcscd
"$java" -cp "$classes" dev.puce.bench.EchoService "$port" &
started+=("$!")
sleep 2 # the card connects, pcscd's next poll sees it
compare "$folder/run/pcscd.comm" "$((rounds / 2))" 50 "${participants[@]}"

echo; echo "== a library that answers at once"
gcc -O2 -w -shared -fPIC -Wl,-soname,libpcsclite.so.1 -o "$folder/libpcsclite.so.1" "$here/stub.c" $(pkg-config --cflags libpcsclite)
export LD_LIBRARY_PATH=$folder
turn=20000
compare /nonexistent 50 20 C native pyscard
