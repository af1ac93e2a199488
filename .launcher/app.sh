# Sourced by ./puce and .launcher/build, which set $root and JAVA_HOME. target/app is a link to the folder of the latest
# build. Each build has its own folder, so a running puce keeps its files during the next build.

app=$root/target/app

# True without a build, or if a source, a POM or a folder (after an addition or removal) is newer than the build.
app_is_stale() {
    [ -e "$app/stamp" ] || return 0
    [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$app/stamp" -print -quit)" ]
}
