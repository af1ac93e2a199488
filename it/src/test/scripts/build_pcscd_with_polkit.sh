#!/bin/sh
# Builds the pcscd of this Debian release from its own sources, with polkit, which Debian 12 leaves out: other
# distributions, and Debian from 13 on, have it. Argument: a folder, which gets `pcscd` and `actions/`.
# Needs libpolkit-gobject-1-dev, libudev-dev, flex, gcc, make, pkg-config, bzip2 and xz-utils; the network, and no root.
set -eu

target=$1
mkdir -p "$target"
target=$(cd "$target" && pwd -P)
work=$target/build
rm -rf "$work"
mkdir -p "$work/lists/partial" "$work/sources"
cd "$work"

# Sources are not among what a Debian image knows: a list of our own, beside the machine's.
. /etc/os-release
cat >sources/debian.sources <<END
Types: deb-src
URIs: http://deb.debian.org/debian
Suites: $VERSION_CODENAME
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
apt() {
    apt-get -qq -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/sources" \
        -o Dir::State::Lists="$work/lists" -o APT::Sandbox::User=root "$@"
}
apt update
apt source --download-only pcsc-lite
mkdir unpacked
rm ./*.asc # apt has compared the archive with its signed index
tar -xf pcsc-lite_*.orig.tar.* -C unpacked --strip-components=1
cd unpacked
./configure --quiet --enable-polkit --disable-libsystemd --enable-ipcdir=/run/pcscd --prefix=/usr >configure.out 2>&1
make -s -C src pcscd >make.out 2>&1

mkdir -p "$target/actions"
make -s -C doc org.debian.pcsc-lite.policy >>make.out 2>&1
cp doc/org.debian.pcsc-lite.policy "$target/actions/"
cp src/pcscd "$target/pcscd.new"
cd "$target"
rm -rf "$work"
mv pcscd.new pcscd # last: who sees it may use it
