#!/bin/sh
# Runs this machine's systemd as process 1 of private namespaces: processes, mounts and control groups. It sees a
# copy-on-write view of the files, which disappears when it ends. It starts only the units of pcscd.
# Arguments: an empty folder (FOLDER.cgroup gets the path of the control group), a file for systemd's messages.
# Ends when systemd does. To end it, kill systemd, the child of the process that this one becomes.
set -eu

folder=$1
log=$2

if [ "${3-}" = inside ]; then
    root=$folder/root
    mount --make-rprivate /
    mount -t tmpfs none "$folder"
    mkdir "$folder/upper" "$folder/work" "$root"
    mount -t overlay none -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$root"
    mount -t proc none "$root/proc"
    mount -t sysfs none "$root/sys"
    mount -t cgroup2 none "$root/sys/fs/cgroup"
    for place in run tmp dev; do
        mount -t tmpfs none "$root/$place"
    done
    for device in null zero full random urandom; do
        : >"$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    cat >"$root/etc/systemd/system/puce-test.target" <<END
[Unit]
Description=pcscd and nothing else
Requires=pcscd.socket
After=pcscd.socket
DefaultDependencies=no
END
    # Debian 13's pcscd asks polkit, which does not run here.
    no_polkit=$(/usr/sbin/pcscd --help | grep -o -e '--disable-polkit' || true)
    # With the machine's configuration, pcscd would take the ports of the machine's virtual readers. The test starts it
    # more often than systemd's limit allows.
    mkdir -p "$root/etc/systemd/system/pcscd.service.d"
    cat >"$root/etc/systemd/system/pcscd.service.d/puce.conf" <<END
[Unit]
StartLimitIntervalSec=0
[Service]
ExecStart=
ExecStart=/usr/sbin/pcscd --foreground --auto-exit --config /dev/null $no_polkit
END
    # Debian 13's unit gives pcscd a user namespace, which the kernel refuses in a chroot.
    cd "$root"
    old=$(mktemp -d old.XXXXXX)
    pivot_root . "$old"
    umount -l "$old"
    exec env -i container=puce PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=puce-test.target
fi

# This control group keeps systemd's groups apart from those of the machine.
controllers=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
group=$controllers$(sed -n 's/^0:://p' /proc/self/cgroup | sed 's|^/$||')/puce-test-$$
mkdir "$group"
echo "$group" >"$folder.cgroup"
echo $$ >"$group/cgroup.procs"
exec unshare --pid --fork --kill-child --mount --uts --ipc --cgroup sh "$0" "$folder" "$log" inside >"$log" 2>&1
