#!/usr/bin/env bash
# Measures statistics over a big list of ATRs: `wc -l`, `puce atr stats` as a whole process, and pyscard's ATR class.
#
#     bench/atr/run.sh CARD-LIST [LINES]
#
# The counted list has LINES (10,000,000) lines drawn from the plain ATRs of CARD-LIST (pcsc-tools' format). The programs
# take turns for 15 rounds after a warm-up round, so that all see the same machine. The results are medians of the times and
# of the ratios within a round. PYTHON names a python3 with pyscard (by default Debian's /usr/bin/python3).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd -P)
cards=${1:?usage: run.sh CARD-LIST [LINES]}
lines=${2:-10000000}
python=${PYTHON:-/usr/bin/python3}
"$python" -c "import smartcard"
. "$root/.launcher/jdk.sh"
find_jdk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
list=$work/atrs.txt

"$python" - "$cards" "$lines" >"$list" <<'PYTHON'
import random, re, sys
with open(sys.argv[1], encoding="utf-8") as file:
    plain = [line.strip() for line in file if re.fullmatch(r"3[BF]( [0-9A-F]{2})+\s*", line)]
source = random.Random(1)
left = int(sys.argv[2])
while left > 0:
    part = min(left, 1_000_000)
    print("\n".join(source.choices(plain, k=part)))
    left -= part
PYTHON

# seconds COMMAND...: by the clock
seconds() {
    local start=$EPOCHREALTIME
    "$@" >/dev/null
    awk -v start="$start" -v end="$EPOCHREALTIME" 'BEGIN { print end - start }'
}

# median EXPRESSION: of a line of the rounds, in the words of awk
median() {
    awk "{ print $1 }" "$work/rounds" | sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

"$root/puce" --version >/dev/null # builds when that is due
for _ in $(seq 0 15); do
    echo "$(seconds wc -l "$list") $(seconds taskset -c 0,1 "$root/puce" atr stats --threads 2 "$list") \
        $(seconds "$root/puce" atr stats "$list")"
done | sed 1d >"$work/rounds"
wc=$(median '$1') two=$(median '$2') all=$(median '$3') two_to_wc=$(median '$2 / $1') all_to_wc=$(median '$3 / $1')
"$root/puce" atr stats --json "$list" | grep -q "\"counted\":$lines[,}]" || { echo "puce counted wrongly" >&2; exit 1; }

# pyscard's class takes a list of numbers. The script also measures it with reading lines and toBytes of pyscard's
# smartcard.util, as a program needs for a file. Counting is not included.
read -r pyscard pyscard_lines < <("$python" - "$list" <<'PYTHON'
import itertools, sys, time
from smartcard.ATR import ATR
from smartcard.util import toBytes
def first_lines(file):
    return itertools.islice(file, 100_000)
with open(sys.argv[1]) as file:
    atrs = [toBytes(line) for line in first_lines(file)]
def construct():
    for atr in atrs:
        ATR(atr)
def read_and_construct():
    with open(sys.argv[1]) as file:
        for line in first_lines(file):
            ATR(toBytes(line))
def rate(work):
    start = time.process_time()
    work()
    return len(atrs) / (time.process_time() - start)
rate(construct)
print(*(sorted(rate(work) for _ in range(3))[1] for work in (construct, read_and_construct)))
PYTHON
)

echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) processors, $(uname -sr), load $(cut -d' ' -f1 /proc/loadavg)"
echo "$("$root/puce" --version), $(wc --version | head -1), JDK $(sed -n 's/^JAVA_VERSION=//p' "$JAVA_HOME/release"), $("$python" --version), pyscard $("$python" -c 'import importlib.metadata as m; print(m.version("pyscard"))')"
awk -v lines="$lines" -v bytes="$(stat -c %s "$list")" -v wc="$wc" -v two="$two" -v all="$all" -v pyscard="$pyscard" \
    -v pyscard_lines="$pyscard_lines" -v two_to_wc="$two_to_wc" -v all_to_wc="$all_to_wc" 'BEGIN {
    printf "%d lines, %.0f MB\n", lines, bytes / 1e6
    printf "%-46s %7.3f s\n", "wc -l", wc
    printf "%-46s %7.3f s  %5.1f times wc -l  %6.1f M/s  %5.0f and %5.0f times pyscard\n", "puce atr stats, 2 threads on 2 processors", two, two_to_wc, lines / two / 1e6, lines / two / pyscard, lines / two / pyscard_lines
    printf "%-46s %7.3f s  %5.1f times wc -l  %6.1f M/s  %5.0f and %5.0f times pyscard\n", "puce atr stats, as it comes", all, all_to_wc, lines / all / 1e6, lines / all / pyscard, lines / all / pyscard_lines
    printf "%-46s %20.2f M/s (processor time)\n", "pyscard, constructing its ATR class", pyscard / 1e6
    printf "%-46s %20.2f M/s (processor time)\n", "pyscard, the same from lines of the file", pyscard_lines / 1e6
}'
