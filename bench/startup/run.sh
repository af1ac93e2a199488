#!/usr/bin/env bash
# Measures the start of an installed puce against an empty Java program on the same Java.
#
#     bench/startup/run.sh PUCE [ROUNDS]
#
# PUCE is an installed launcher, for example /usr/bin/puce or dist/target/puce/bin/puce. The empty program runs on JAVA_HOME
# with the JDK's own class archive. Both take turns for ROUNDS (41) rounds after a warm-up, so that they see the same
# machine. The results are the minimum and median of the times, and the median of the ratios within a round.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd -P)
puce=${1:?usage: run.sh PUCE [ROUNDS]}
rounds=${2:-41}
. "$root/.launcher/jdk.sh"
find_jdk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo 'class Empty { public static void main(String... arguments) {} }' >"$work/Empty.java"
"$JAVA_HOME/bin/javac" -d "$work" "$work/Empty.java"

# milliseconds COMMAND...: by the clock
milliseconds() {
    local start=$EPOCHREALTIME
    "$@" >/dev/null
    awk -v start="$start" -v end="$EPOCHREALTIME" 'BEGIN { print (end - start) * 1000 }'
}

"$puce" --version # makes the AOT cache, if there is none
for ((round = -3; round < rounds; round++)); do
    empty=$(milliseconds "$JAVA_HOME/bin/java" -cp "$work" Empty)
    started=$(milliseconds "$puce" --version)
    if ((round >= 0)); then echo "$empty $started" >>"$work/rounds"; fi
done

# result NAME UNIT EXPRESSION: minimum and median of an expression of a line, in the words of awk
result() {
    awk "{ print $3 }" "$work/rounds" | sort -g |
        awk -v name="$1" -v unit="$2" '{ v[NR] = $1 } END { printf "%-20s min %6.2f  median %6.2f %s\n", name, v[1], v[int((NR + 1) / 2)], unit }'
}
result "empty program" ms '$1'
result "puce --version" ms '$2'
result ratio "" '$2 / $1'
