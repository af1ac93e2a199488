# Sourced by ./puce and .launcher/build, which set $root and JAVA_HOME. target/app is a link to the folder of the latest
# build. Each build has its own folder, so a running puce keeps its files during the next build.

app=$root/target/app

# True without a build, or if a source, a POM or a folder (after an addition or removal) is newer than the build.
app_is_stale() {
    [ -e "$app/stamp" ] || return 0
    [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$app/stamp" -print -quit)" ]
}

# run_app FOLDER ARGUMENT...   Replaces the shell by puce.
# The short commands have an AOT cache of their own, because the JVM links all classes of a cache at its start, and end
# before the second compiler helps. bench/start/run.sh measures both.
run_app() {
    folder=$1
    shift
    cache=puce
    case ${1:-} in
        --version | -V | help | --help | -h) cache=short ;;
        atr) case ${2:-} in list | stats | update) ;; *) cache=short ;; esac ;;
    esac
    if [ $cache = short ]; then
        java_app "$folder" Puce -XX:AOTCache="$folder/short.aot" -XX:TieredStopAtLevel=1 "$@"
    else
        java_app "$folder" Puce -XX:AOTCache="$folder/puce.aot" -XX:TieredStopAtLevel=4 "$@"
    fi
}

# java_app FOLDER CLASS JVM-OPTION JVM-OPTION ARGUMENT...   Replaces the shell by a class of the puce in FOLDER.
# Serial collection starts fastest and is fast enough for puce. The JVM's warnings (about a cache of another JDK, for
# example) must not appear in a trace, but its errors may. Text is UTF-8 in every locale, also in the C locale.
java_app() {
    folder=$1 class=$2 option=$3 option2=$4
    shift 4
    # Long-running commands get a small heap and return unused memory to the system. The JVM's default, a quarter of
    # the machine, suits short, fast commands. See docs/internals/guarantees.md.
    memory=
    case ${1:-} in
        spy) memory="-Xms16m -Xmx64m -XX:MaxNewSize=8m -XX:TrimNativeHeapInterval=60000" ;;
        serve) memory="-Xms16m -Xmx256m -XX:MaxNewSize=16m -XX:TrimNativeHeapInterval=60000" ;;
        web) memory="-Xms16m -Xmx256m -XX:TrimNativeHeapInterval=60000" ;;
    esac
    # The JVM's crash report contains the command line, which may contain a PIN: of COMMAND, or in a command for a card.
    # So there is none, and no core dump, unless PUCE_ERROR_FILE names a file for the report.
    # shellcheck disable=SC2086 # options without spaces
    exec "$JAVA_HOME/bin/java" "$option" "$option2" $memory \
        -XX:+UseSerialGC -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError \
        -XX:ErrorFile="${PUCE_ERROR_FILE:-/dev/null}" -XX:-CreateCoredumpOnCrash -Xlog:disable -Xlog:all=error:stderr \
        -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
        --enable-native-access=dev.puce.backend,dev.puce.posix \
        --module-path "$folder/lib" --module dev.puce.cli/dev.puce.cli.$class "$@"
}
