# Sourced by every launcher and by .launcher/build, which set JAVA_HOME. Starts puce, and makes its AOT caches.

# run_app FOLDER ARGUMENT...   Replaces the shell by the puce in FOLDER.
# Commands that compute little end before the second compiler helps, so they run without it. The shortest have an AOT
# cache of their own, because the JVM links all classes of a cache at its start. bench/start/run.sh measures both.
run_app() {
    folder=$1
    shift
    cache=puce compilers=4
    case ${1:-} in
        --version | -V | --help | -h) cache=short ;;
        help) case ${2:-} in '') cache=short ;; *) compilers=1 ;; esac ;;
        atr) case ${2:-} in list | stats | update) ;; *) cache=short ;; esac ;;
        scan | send | doctor | completion | complete-words) compilers=1 ;;
    esac
    if [ $cache = short ]; then compilers=1; fi
    java_app "$folder" Puce -XX:AOTCache="$folder/$cache.aot" -XX:TieredStopAtLevel=$compilers "$@"
}

# java_app FOLDER CLASS JVM-OPTION JVM-OPTION ARGUMENT...   Replaces the shell by a class of the puce in FOLDER.
# Serial collection starts fastest and is fast enough for puce. The JVM's warnings must not appear in a trace, but its
# errors may: except those about a missing AOT cache, or one of another JDK. Text is UTF-8 in every locale, also in the C
# locale.
java_app() {
    folder=$1 class=$2 option=$3 option2=$4
    shift 4
    # Long-running commands get a small heap and return unused memory to the system. The JVM's default, a quarter of
    # the machine, suits short, fast commands. See docs/internals/guarantees.md.
    # Commands that read traces run for seconds and spend much of them in the optimising compiler, which inlines less
    # with these limits and takes less time. See "Processor time of reading" in docs/internals/benchmarks.md.
    tuning=
    case ${1:-} in
        spy) tuning="-Xms16m -Xmx64m -XX:MaxNewSize=8m -XX:TrimNativeHeapInterval=60000" ;;
        serve) tuning="-Xms16m -Xmx256m -XX:MaxNewSize=16m -XX:TrimNativeHeapInterval=60000" ;;
        web) tuning="-Xms16m -Xmx256m -XX:TrimNativeHeapInterval=60000" ;;
        show | summary | diff | export | diagnose | info | redact)
            tuning="-XX:InlineSmallCode=600 -XX:FreqInlineSize=60"
            ;;
    esac
    # The JVM's crash report contains the command line, which may contain a PIN: of COMMAND, or in a command for a card.
    # So there is none, and no core dump, unless PUCE_ERROR_FILE names a file for the report.
    # shellcheck disable=SC2086 # options without spaces
    exec "$JAVA_HOME/bin/java" "$option" "$option2" $tuning \
        -XX:+UseSerialGC -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError \
        -XX:ErrorFile="${PUCE_ERROR_FILE:-/dev/null}" -XX:-CreateCoredumpOnCrash \
        -Xlog:disable -Xlog:all=error:stderr '-Xlog:aot*=off:stderr' '-Xlog:cds*=off:stderr' \
        -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
        --enable-native-access=dev.puce.backend,dev.puce.posix \
        --module-path "$folder/lib" --module "dev.puce.cli/dev.puce.cli.$class" "$@"
}

# make_aot_caches FOLDER   Makes the AOT caches of the puce in FOLDER (JEP 483, 514) by running frequent commands: one for
# the short commands, see run_app, and one for all others. The output of the commands and of the JVM is the output of this
# function. Without a cache, puce works and starts more slowly.
# A cache has classes but no profiles (JEP 515): with profiles the JVM compiles the hot code of all commands at once, and
# the running command waits for that. A JDK without this option makes a cache with profiles.
make_aot_caches() {
    (
        new=$1/new.$$
        trap 'rm -f "$new" "$new.config"' EXIT
        trap 'exit 1' HUP INT TERM
        export JDK_JAVA_OPTIONS="${JDK_JAVA_OPTIONS:-} -XX:+UnlockDiagnosticVMOptions -XX:+IgnoreUnrecognizedVMOptions -XX:-AOTRecordTraining"
        for cache in short puce; do
            (java_app "$1" Training -XX:AOTCacheOutput="$new" -XX:TieredStopAtLevel=4 $cache) || exit 1
            mv -f "$new" "$1/$cache.aot" || exit 1
        done
    )
}
