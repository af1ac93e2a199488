#!/bin/sh
# Does puce read a log of 1 GB with flat memory? Repeats each FILE to 1 GB, and reads it with a heap of 64 MB.
# A heap that grows with the log ends with an error.
#
#   bench/logs/gigabyte.sh FILE...        PUCE names another command than ./puce
set -eu
puce=${PUCE:-$(dirname "$0")/../../puce}
for file in "$@"; do
    start=$(date +%s)
    if (while cat "$file"; do :; done) 2>/dev/null | head -c 1000000000 |
        JAVA_TOOL_OPTIONS=-Xmx64m "$puce" summary - >/dev/null 2>&1; then
        result=read
    else
        result="failed"
    fi
    echo "$(basename "$file"): $result in $(($(date +%s) - start)) s"
done
