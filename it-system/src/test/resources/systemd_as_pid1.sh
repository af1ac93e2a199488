#!/bin/sh
# Runs this machine's systemd as process 1 of a world of its own: its own processes, mounts and control groups, and a
# copy-on-write view of the files, which is gone when it ends. It starts nothing but the units of pcscd.
# Arguments: an empty folder (gets `cgroup`: the path of the control group), a file for what systemd says.
# Ends when systemd does; end it by killing systemd, the child of the process that this one becomes.
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
    # The machine's configuration would make it take the ports of the machine's virtual readers; and a test starts it
    # more often than systemd finds healthy.
    mkdir -p "$root/etc/systemd/system/pcscd.service.d"
    cat >"$root/etc/systemd/system/pcscd.service.d/puce.conf" <<END
[Unit]
StartLimitIntervalSec=0
[Service]
ExecStart=
ExecStart=/usr/sbin/pcscd --foreground --auto-exit --config /dev/null $no_polkit
END
    exec chroot "$root" env -i container=puce PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        /lib/systemd/systemd --unit=puce-test.target
fi

# A control group to begin from, so that systemd's own are below it and not beside those of the machine.
controllers=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
group=$controllers$(sed -n 's/^0:://p' /proc/self/cgroup | sed 's|^/$||')/puce-test-$$
mkdir "$group"
echo "$group" >"$folder.cgroup"
echo $$ >"$group/cgroup.procs"
exec unshare --pid --fork --kill-child --mount --uts --ipc --cgroup sh "$0" "$folder" "$log" inside >"$log" 2>&1
