#!/bin/sh
# Collects what puce does not know yet about the smart-card log of macOS. Takes ten minutes on a Mac with a reader and a
# test card. Read it before you run it:
#
#     sh macos-check.sh
#
# It switches on the logging of APDUs for the next reader that connects. sudo asks for your password. Then it reads the log
# while you use the card, and writes two files in this folder:
#
# - answers.txt has counts and message texts. Hex is replaced by its length. Please attach it to an issue of puce.
# - card.ndjson is the log itself. It contains the card's data, and a PIN if you enter one. Keep it, or read it first.
set -eu

tools=${PUCE_MACOS_TOOLS:-/usr/bin}
predicate='subsystem BEGINSWITH "com.apple.CryptoTokenKit"'

say() { printf '\n%s\n' "$*" >&2; }
wait_for_enter() {
    printf '%s Then press Enter. ' "$*" >&2
    read -r _ || true
}

# The texts of messages of a category, without hex, with their number.
messages() {
    grep "\"category\":\"$1\"" card.ndjson |
        sed -E 's/.*"eventMessage":"(([^"\\]|\\.)*)".*/\1/' |
        sed -E 's/(0x)?([0-9a-fA-F]{2}[ :]?){4,}/HEX /g; s/0x[0-9a-fA-F]+/0xN/g; s/[0-9]+/N/g' |
        sort | uniq -c | sort -rn | head -n "${2:-40}"
}
levels() {
    grep "\"category\":\"$1\"" card.ndjson |
        sed -E 's/.*"messageType":"([^"]*)".*/\1/' | sort | uniq -c
}

say "1. Switches on the logging of APDUs."
"$tools/sudo" "$tools/defaults" write /Library/Preferences/com.apple.security.smartcard Logging -bool yes

say "2. Reads the log."
"$tools/log" stream --level debug --style ndjson --predicate "$predicate" > card.ndjson &
reader=$!
trap 'kill "$reader" 2>/dev/null || true' EXIT
wait_for_enter "Disconnect the reader and connect it again, insert the card, and use it: for example
run 'pcsctest', 'ykman piv info', 'opensc-tool --name' or 'gpg --card-status'."
sleep 3
kill "$reader" 2>/dev/null || true

say "3. Writes answers.txt."
{
    echo "system: $(sw_vers 2>/dev/null | tr '\n\t' '  ')"
    echo "setting afterwards: $("$tools/defaults" read /Library/Preferences/com.apple.security.smartcard Logging 2>&1 | tail -n 1)"
    echo "lines: $(wc -l < card.ndjson)"
    echo "longest line in bytes: $(awk '{ if (length > most) most = length } END { print most + 0 }' card.ndjson)"
    echo "longest APDU in bytes: $(grep -oE 'APDU (->|<-) [0-9a-fA-F ]*' card.ndjson |
        awk '{ bytes = NF - 2; if (NF == 3) bytes = length($3) / 2; if (bytes > most) most = bytes } END { print most + 0 }')"
    echo
    echo "categories:"
    sed -E -n 's/.*"category":"([^"]*)".*/\1/p' card.ndjson | sort | uniq -c
    echo
    echo "subsystems of APDU lines:"
    grep -E '"eventMessage":"APDU (->|<-)' card.ndjson | sed -E 's/.*"subsystem":"([^"]*)".*/\1/' | sort | uniq -c
    for category in pcscapi pcsc APDULog token; do
        echo
        echo "levels of $category:"
        levels "$category"
        echo "messages of $category:"
        messages "$category"
    done
} > answers.txt

say "answers.txt and card.ndjson are written. Please attach answers.txt to an issue of puce."
