#!/usr/bin/env bash
# How do puce and the iso7816 dissector of Wireshark name the same exchanges, and what CPU time does one line for each
# take? The exchanges are those of decode's pairs.tsv. "other name": Wireshark gives an instruction of ISO/IEC 7816-4,
# and the application gives the byte another meaning. Needs tshark and GNU time.
#
#   bench/decoding/tshark.sh [REPETITIONS] [ROUNDS]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd -P)
repetitions=${1:-100}
rounds=${2:-5}
pairs=$root/decode/src/test/resources/dev/puce/decode/pairs.tsv
folder=$(mktemp -d "${TMPDIR:-/tmp}/puce-tshark.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"

log() { awk -F '\t' -v index_file=index -v repetitions="$1" -f "$root/bench/decoding/exchanges.awk" "$pairs"; }
pcap() { "$root/puce" export --to pcapng --redact off -o "$2" "$1" 2> /dev/null; }

"$root/puce" --version
tshark --version 2> /dev/null | head -1
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"

log 1 > once.txt
pcap once.txt once.pcapng
tshark -r once.pcapng -T fields -e _ws.col.Info 2> /dev/null | awk 'NR % 2 { sub(/,.*|\[.*/, ""); print tolower($0) }' > theirs
"$root/puce" export --to csv --redact off -o once.csv once.txt 2> /dev/null
awk -F ',' 'NR > 1 { gsub(/"/, "", $13); print tolower($13) }' once.csv > ours
[[ $(wc -l < theirs) = $(wc -l < index) && $(wc -l < ours) = $(wc -l < index) ]]
paste -d '\t' index ours theirs | awk -F '\t' '
    $1 == "-" { next }
    {
        total[$1]++
        ours[$1] += $2 !~ /^ins |^cut /
        name = $3
        sub(/^select file$/, "select", name)
        named = name != "" && name !~ /^unknown/
        theirs[$1] += named
        other[$1] += named && index($2, name) != 1
    }
    END {
        for (f in total) {
            printf "%-20s %4d exchanges, named by puce %4d, by tshark %4d, of these %3d with another name\n", f, total[f], ours[f], theirs[f], other[f]
            all += total[f]; p += ours[f]; t += theirs[f]; o += other[f]
        }
        printf "%-20s %4d exchanges, named by puce %4d, by tshark %4d, of these %3d with another name\n", "~ all", all, p, t, o
    }' | sort

log "$repetitions" > many.txt
"$root/puce" export --to recording --redact off -o many.jsonl many.txt 2> /dev/null
pcap many.jsonl many.pcapng
exchanges=$(($(wc -l < many.jsonl) - 1))
echo "$exchanges exchanges"
for round in $(seq "$rounds"); do
    /usr/bin/time -a -o puce.times -f %U "$root/puce" show --unfold --redact off --color never many.jsonl > puce.lines 2> /dev/null
    /usr/bin/time -a -o tshark.times -f %U tshark -r many.pcapng > tshark.lines 2> /dev/null
    echo "round $round: puce $(tail -1 puce.times) s, tshark $(tail -1 tshark.times) s"
done
[[ $(wc -l < tshark.lines) -ge $((2 * exchanges)) ]]
median() { sort -n "$1" | sed -n "$(((rounds + 1) / 2))p"; }
awk -v puce="$(median puce.times)" -v tshark="$(median tshark.times)" -v n="$exchanges" \
    'BEGIN { printf "median of user CPU: puce %.2f s, tshark %.2f s; %.1f and %.1f µs for an exchange\n", puce, tshark, 1e6 * puce / n, 1e6 * tshark / n }'
