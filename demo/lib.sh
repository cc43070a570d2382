# Shared by demo/up and demo/down: where things are, and processes that are ended by exactly those who started them.
# shellcheck shell=bash

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
dir=${HACTL_DEMO_DIR:-/tmp/hactl-demo-$UID}
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

fail() {
  echo "demo: $*" >&2
  exit 1
}

# Runs a command as the user that servers run as: PostgreSQL refuses root.
as_server() {
  if [ "$UID" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups -- env HOME="$dir" "$@"
  else
    "$@"
  fi
}

# When the process started, in clock ticks since boot: tells it from a later one with the same number.
start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) }
  set -- $stat
  echo "${20}"
}

# start NAME COMMAND...: in the background, output to logs/NAME.log, process recorded in pids/NAME.
start() {
  local name=$1 command=()
  shift
  [ "$UID" -ne 0 ] || command=(setpriv --reuid=postgres --regid=postgres --init-groups -- env HOME="$dir")
  (cd "$dir" && exec setsid "${command[@]}" "$@" >>"$dir/logs/$name.log" 2>&1 </dev/null) &
  record "$name" $!
  disown
}

record() {
  echo "$2 $(start_time "$2")" >"$dir/pids/$1"
}

# The process recorded under NAME, if it is still that one.
recorded_pid() {
  local pid since
  read -r pid since 2>/dev/null <"$dir/pids/$1" || return 1
  [ -n "$since" ] && [ "$(start_time "$pid")" = "$since" ] && echo "$pid"
}

# stop NAME SECONDS: TERM, and KILL if that takes longer.
stop() {
  local pid end=$((SECONDS + $2))
  if pid=$(recorded_pid "$1"); then
    kill -TERM "$pid" 2>/dev/null || true
    while recorded_pid "$1" >/dev/null; do
      [ "$SECONDS" -lt "$end" ] || kill -KILL "$pid" 2>/dev/null || true
      sleep 0.05
    done
  fi
  rm -f "$dir/pids/$1"
}

# The processes of the server of node NAME: those that work in its data directory, which is this demo's own.
server_pids() {
  local cwd
  for cwd in /proc/[0-9]*/cwd; do
    if [ "$(readlink "$cwd" 2>/dev/null)" = "$dir/$1/data" ]; then
      cwd=${cwd#/proc/}
      echo "${cwd%/cwd}"
    fi
  done
}

# kill_server NAME: every process of that server, at once.
kill_server() {
  local pids
  while pids=$(server_pids "$1") && [ -n "$pids" ]; do
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
    sleep 0.02
  done
}
