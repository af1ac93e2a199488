# Sourced by the scripts that start daemons: a folder and programs that end with the script, and a private pcscd.

folder=$(mktemp -d "${TMPDIR:-/tmp}/puce-bench.XXXXXX")
started=()

finish() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT

# until_true WHAT COMMAND...: waits until the command succeeds; fails after 20 s.
until_true() {
    local what=$1
    shift
    for _ in $(seq 400); do
        "$@" 2>/dev/null && return
        sleep 0.05
    done
    echo "timeout while waiting for $what" >&2
    return 1
}

# start_pcscd: a pcscd at $folder/run/pcscd.comm, whose reader "V 00 00" is vpcd's at TCP port $port.
# Needs root, or user namespaces.
start_pcscd() {
    mkdir "$folder/run"
    port=$((20000 + RANDOM % 10000))
    printf 'FRIENDLYNAME "V"\nDEVICENAME /dev/null:0x%X\nLIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID 0x%X\n' \
        "$port" "$port" >"$folder/reader.conf"
    local map=()
    ((EUID == 0)) || map=(--map-root-user)
    unshare --mount "${map[@]}" sh -c '
        mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind "$1/run" /run/pcscd &&
        exec pcscd --foreground --config "$1/reader.conf"' sh "$folder" >"$folder/pcscd.log" 2>&1 &
    started+=("$!")
    until_true pcscd test -S "$folder/run/pcscd.comm"
}
