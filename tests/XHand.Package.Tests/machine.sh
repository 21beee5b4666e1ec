#!/usr/bin/env bash
# A throw-away Debian 12 in a folder, with systemd as its first process, in namespaces of its own: processes, mounts, names, network (loopback
# alone) and control groups. As root.
#   machine.sh make DIR [PACKAGE...]   a minimal system, with the packages fetched and not installed
#   machine.sh start DIR               boots it and returns when systemd answers
#   machine.sh do DIR COMMAND...       runs a command in it
#   machine.sh stop DIR                ends it as a power cut would
#   machine.sh delete DIR              ends and removes it
set -euo pipefail

what=$1 folder=$2
shift 2
pid_file=$folder.pid
groups=$folder.groups

fail() { printf '%s\n' "$*" >&2; exit 1; }

# A power cut needs no care for the disk, and nothing here outlives the test.
make() {
  debootstrap --variant=minbase --include=systemd,systemd-sysv,ca-certificates,procps,curl bookworm "$folder" >"$folder.log" 2>&1 ||
    { tail -n 30 "$folder.log" >&2; fail "debootstrap failed."; }
  echo force-unsafe-io >"$folder/etc/dpkg/dpkg.cfg.d/throw-away"
  cp /etc/resolv.conf "$folder/etc/resolv.conf"
  chroot "$folder" apt-get -q -y --no-install-recommends install --download-only "$@" >>"$folder.log" 2>&1 ||
    { tail -n 30 "$folder.log" >&2; fail "The packages could not be fetched."; }
}

start() {
  mkdir -p "$groups"
  mountpoint -q "$groups" || mount -t cgroup2 cgroup2 "$groups"
  local group=$groups/xhand-machine-$$
  mkdir "$group"
  echo "$group" >"$folder.group"
  # The first process of the machine is the child of unshare; it says its number as we see it before it becomes systemd.
  setsid bash -c 'echo $$ >"$1/cgroup.procs"; exec unshare --mount --pid --uts --ipc --net --cgroup --fork --kill-child --propagation private bash "$2" inside "$3"' \
    _ "$group" "${BASH_SOURCE[0]}" "$folder" >"$folder.boot" 2>&1 </dev/null &
  local parent=$! pid=
  for _ in $(seq 600); do
    pid=$(cat "/proc/$parent/task/$parent/children" 2>/dev/null | tr -d ' ') || true
    if [[ -n $pid ]] && [[ $(cat "/proc/$pid/comm" 2>/dev/null) == systemd ]]; then
      echo "$pid" >"$pid_file"
      case $(inside_do systemctl is-system-running 2>/dev/null) in
        running | degraded) return 0 ;;
      esac
    fi
    kill -0 "$parent" 2>/dev/null || break
    sleep 0.2
  done
  cat "$folder.boot" >&2
  fail "systemd did not come up."
}

# Runs as process 1 of the new namespaces.
inside() {
  local device
  mount --bind "$folder" "$folder"
  mount -t proc proc "$folder/proc"
  mount -t sysfs -o ro sysfs "$folder/sys"
  mount -t cgroup2 cgroup2 "$folder/sys/fs/cgroup"
  mount -t tmpfs -o mode=755 tmpfs "$folder/run"
  mount -t tmpfs -o mode=1777 tmpfs "$folder/tmp"
  mount -t tmpfs -o mode=755 tmpfs "$folder/dev"
  for device in null zero full random urandom tty; do
    touch "$folder/dev/$device"
    mount --bind "/dev/$device" "$folder/dev/$device"
  done
  mkdir "$folder/dev/pts" "$folder/dev/shm" "$folder/.outside"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$folder/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$folder/dev/shm"
  ln -s pts/ptmx "$folder/dev/ptmx"
  ln -s /proc/self/fd "$folder/dev/fd"
  ip link set lo up
  cd "$folder"
  pivot_root . .outside
  umount -l /.outside
  rmdir /.outside
  exec env -i container=xhand-test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system
}

inside_do() {
  nsenter --target "$(cat "$pid_file")" --all --wdns=/ env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive HOME=/root "$@"
}

stop() {
  [[ -f $pid_file ]] || return 0
  local pid
  pid=$(cat "$pid_file")
  [[ $(cat "/proc/$pid/comm" 2>/dev/null) != systemd ]] || kill -KILL "$pid"
  for _ in $(seq 100); do
    [[ -d /proc/$pid ]] || break
    sleep 0.1
  done
  find "$(cat "$folder.group")" -depth -type d -exec rmdir {} + 2>/dev/null || true
  umount "$groups" 2>/dev/null || true
  rm -f "$pid_file"
}

case $what in
  make) make "$@" ;;
  start) start ;;
  inside) inside ;;
  do) inside_do "$@" ;;
  stop) stop ;;
  delete)
    stop
    rm -rf --one-file-system "$folder" "$folder".*
    ;;
  *) fail "machine.sh make|start|do|stop|delete DIR ..." ;;
esac
