# Sourced by every launcher, ./test and the build. find_jdk sets and exports JAVA_HOME to a JDK of release 25 or newer, or
# says what to install and fails. find_jdk java accepts a runtime without compiler, too. It reads the JDK's file `release`
# without starting a program, because every start of puce waits for it.

puce_jdk_release=25

jdk_is_new_enough() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/$jdk_program" ] && [ -r "$1/release" ] || return 1
    jdk_version=
    while IFS='="' read -r jdk_key _ jdk_value; do
        if [ "$jdk_key" = JAVA_VERSION ]; then jdk_version=${jdk_value%%[!0-9]*}; fi
    done <"$1/release"
    [ -n "$jdk_version" ] && [ "$jdk_version" -ge "$puce_jdk_release" ]
}

find_jdk() {
    jdk_program=${1:-javac}
    if [ -n "${JAVA_HOME:-}" ] && jdk_is_new_enough "$JAVA_HOME"; then
        return 0
    fi
    jdk_on_path=$(command -v "$jdk_program" 2>/dev/null || true)
    if [ -n "$jdk_on_path" ]; then
        jdk_on_path=$(dirname "$(dirname "$(readlink -f "$jdk_on_path")")")
    fi
    for jdk in "$jdk_on_path" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/lib/jvm/* /opt/java/* /opt/jdk* \
        "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if [ -n "$jdk" ] && jdk_is_new_enough "$jdk"; then
            JAVA_HOME=$jdk
            export JAVA_HOME
            return 0
        fi
    done
    cat >&2 <<EOF
puce: cannot find a JDK $puce_jdk_release or newer in JAVA_HOME, through $jdk_program on the PATH, in /usr/lib/jvm or in other usual places.
Install one, for example Eclipse Temurin $puce_jdk_release (https://adoptium.net) or the package of your distribution:
    sudo apt-get install openjdk-$puce_jdk_release-jdk
or set JAVA_HOME to an installed one.
EOF
    return 1
}
