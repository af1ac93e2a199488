# Sourced by ./puce and .launcher/build, which set $root and JAVA_HOME. What is built lies in target/app, a link to a
# folder of its own for each build: a puce that runs keeps its files while the next one is built.

app=$root/target/app

# True when there is no build, or a source, a POM or a folder (something was added or removed) is newer than it.
app_is_stale() {
    [ -e "$app/stamp" ] || return 0
    [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$app/stamp" -print -quit)" ]
}

# java_app FOLDER CLASS JVM-OPTION ARGUMENT...   Replaces the shell by a class of the puce in FOLDER.
# Serial collection starts fastest and is enough for what puce does. The JVM's own warnings (a cache made by another
# JDK, say) have no place in a trace; its errors have. Text is UTF-8 whatever the locale: boxes in the C locale, too.
java_app() {
    folder=$1 class=$2 option=$3
    shift 3
    # What runs for days gets a small heap, and gives what it does not need any more back to the system; the JVM's
    # default, a quarter of the machine, suits short, fast commands. See docs/internals/guarantees.md.
    memory=
    case ${1:-} in
        spy) memory="-Xms16m -Xmx64m -XX:MaxNewSize=8m -XX:TrimNativeHeapInterval=60000" ;;
        serve) memory="-Xms16m -Xmx256m -XX:MaxNewSize=16m -XX:TrimNativeHeapInterval=60000" ;;
    esac
    # shellcheck disable=SC2086 # options without spaces
    exec "$JAVA_HOME/bin/java" "$option" $memory \
        -XX:+UseSerialGC -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError -Xlog:disable -Xlog:all=error:stderr \
        -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
        --enable-native-access=dev.puce.backend,dev.puce.posix,dev.puce.spy \
        --module-path "$folder/lib" --module dev.puce.cli/dev.puce.cli.$class "$@"
}
