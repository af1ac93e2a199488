#!/usr/bin/env bash
# Measures the start of puce: whole processes, against an empty Java program and against ATR_analysis of pcsc-tools.
#
#     bench/start/run.sh [ROUNDS]
#
# PUCE names the program to measure (by default the checkout's ./puce, which includes the search for changed sources).
# The programs take turns for ROUNDS (21) rounds after a warm-up round, so that all see the same machine. The results are
# medians of the times and of the ratios within a round. ATR_analysis gets a home folder of its own, so that it downloads no
# list.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd -P)
rounds=${1:-21}
puce=${PUCE:-$root/puce}
atr='3B 9F 96 80 1F C7 80 31 A0 73 BE 21 13 67 43 20 07 18 00 00 01 A5'
. "$root/.launcher/jdk.sh"
find_jdk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/Empty.java" <<'JAVA'
class Empty {
    public static void main(String[] args) {}
}
JAVA
"$JAVA_HOME/bin/javac" -d "$work" "$work/Empty.java"
mkdir "$work/home"

programs=(empty version help atr atr_analysis show)
empty() { "$JAVA_HOME/bin/java" -cp "$work" Empty; }
version() { "$puce" --version; }
help() { "$puce" help; }
atr() { "$puce" atr $atr; }
atr_analysis() { HOME=$work/home XDG_CACHE_HOME=$work/home ATR_analysis "$atr"; }
show() { "$puce" show "$work/trace.jsonl"; }

"$puce" --version >/dev/null # builds when that is due
"$puce" spy --virtual -q -o "$work/trace.jsonl" "$puce" send 00A4040000 >/dev/null
command -v ATR_analysis >/dev/null || { echo "ATR_analysis is missing: install pcsc-tools" >&2; exit 1; }

for ((round = 0; round <= rounds; round++)); do
    for program in "${programs[@]}"; do
        start=$EPOCHREALTIME
        "$program" >/dev/null 2>&1
        awk -v start="$start" -v end="$EPOCHREALTIME" 'BEGIN { printf "%.4f ", end - start }'
    done
    echo
done | sed 1d >"$work/rounds"

# median EXPRESSION: of a line of the rounds, in the words of awk
median() {
    awk "{ print $1 }" "$work/rounds" | sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) processors, $(uname -sr), load $(cut -d' ' -f1 /proc/loadavg)"
echo "$("$puce" --version), JDK $(sed -n 's/^JAVA_VERSION=//p' "$JAVA_HOME/release"), $rounds rounds"
printf '%-22s %8s %14s %20s\n' program median "x empty Java" "x ATR_analysis"
names=("empty Java program" "puce --version" "puce help" "puce atr HEX" "ATR_analysis HEX" "puce show FILE")
for i in "${!programs[@]}"; do
    column=$((i + 1))
    printf '%-22s %6.0f ms %14.2f %20.2f\n' "${names[i]}" "$(median "\$$column * 1000")" \
        "$(median "\$$column / \$1")" "$(median "\$$column / \$5")"
done
