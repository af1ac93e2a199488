# Writes the exchanges of decode's pairs.tsv as a log of marks and hex, each behind a SELECT of its application and behind
# the exchanges of its context. The file `index` gets a line for each exchange of the log: its family, or - for context.
#
#   awk -F '\t' -v index_file=index -v repetitions=1 -f exchanges.awk pairs.tsv
BEGIN {
    split("piv=A000000308 openpgp=D27600012401 gp=A000000151000000 emrtd=A0000002471001 icao=A0000002471001 " \
        "uicc=A0000000871002 usim=A0000000871002 sim=A0000000090001 fido=A0000006472F0001 oath=A0000005272101 " \
        "desfire=D2760000850100 ndef=D2760000850101 calypso=315449432E494341 smartcard-hsm=E82B0601040181C31F0201 " \
        "isoapplet=F276A288BCFBA69D34F31001 muscle=A00000000101 gids=A000000397425446590201 " \
        "pkcs15=A000000063504B43532D3135", names, " ")
    for (i in names) {
        split(names[i], pair, "=")
        aids[pair[1]] = pair[2]
    }
}

/^#/ || length($3) < 8 { next }

{
    text = ""
    lines = ""
    count = split($2, steps, " ; ")
    for (i = 1; i <= count; i++) {
        if (index(steps[i], ">")) {
            split(steps[i], step, ">")
            add(step[1], step[2], "-")
        } else if (steps[i] != "-" && steps[i] != "reader") {
            aid = steps[i] in aids ? aids[steps[i]] : steps[i]
            add(sprintf("00A40400%02X%s", length(aid) / 2, aid), "9000", "-")
        }
    }
    add($3, $4, $1)
    texts = texts text
    index_lines = index_lines lines
}

END {
    for (i = 0; i < repetitions; i++)
        printf "%s", texts
    printf "%s", index_lines > index_file
}

function add(command, answer, family) {
    text = text "> " spaced(command) "\n< " spaced(answer) "\n"
    lines = lines family "\n"
}

function spaced(hex,   result, i) {
    for (i = 1; i < length(hex); i += 2)
        result = result substr(hex, i, 2) " "
    return result
}
