# The demo's cluster: settings of etcd, the nodes and HAProxy, starting them, asking them. Sourced by demo/up.
# shellcheck shell=bash

nodes=(n1 n2 n3)
base=${HACTL_DEMO_PORT_BASE:-15430}
write_port=$base
read_port=$((base + 1))
etcd_port=$((base + 8))
etcd_peer_port=$((base + 9))
postgres_port() { echo $((base + 1 + ${1#n})); }
rest_port() { echo $((base + 4 + ${1#n})); }

# Who listens on a port, as far as this user may know.
listener() {
  local line
  if command -v ss >/dev/null; then
    line=$(ss -ltnpH "sport = :$1" 2>/dev/null | head -n 1)
    [ -n "$line" ] || return 1
    if [[ $line =~ \(\(\"([^\"]+)\",pid=([0-9]+) ]]; then
      echo "${BASH_REMATCH[1]} (process ${BASH_REMATCH[2]})"
    else
      echo "another user's process"
    fi
  else
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && echo "another process"
  fi
}

check_ports() {
  local port who
  for ((port = base; port < base + 10; port++)); do
    if who=$(listener "$port"); then
      fail "port $port is taken by $who; end that, or set HACTL_DEMO_PORT_BASE to the first of ten free ports" \
        "(now $base), for example: HACTL_DEMO_PORT_BASE=25430 make demo"
    fi
  done
}

# A folder of its own, which the server's user can reach.
make_folder() {
  if [ -e "$dir" ]; then
    [ -f "$dir/.hactl-demo" ] || fail "$dir exists and was not made by this demo; set HACTL_DEMO_DIR to another folder"
    fail "a demo is there already in $dir; look around, or end it first: make demo-down"
  fi
  umask 022
  mkdir -p "$(dirname "$dir")"
  mkdir "$dir"
  echo "$home" >"$dir/.hactl-demo"
  mkdir "$dir"/{logs,pids,etcd,n1,n2,n3}
  record tour $$
  if [ "$UID" -eq 0 ]; then
    id postgres >/dev/null 2>&1 || fail "there is no user postgres for the servers to run as"
    chown postgres: "$dir"/{etcd,n1,n2,n3}
    as_server test -x "$dir" || fail "user postgres cannot reach $dir; set HACTL_DEMO_DIR to a folder that it can"
  fi
}

# The programs from where they were built, or a copy where the server's user cannot read them there.
find_programs() {
  programs=$home
  if ! as_server test -r "$home/target/dist/lib" 2>/dev/null; then
    programs=$dir/hactl
    mkdir -p "$programs/target"
    cp -r "$home/bin" "$home/scripts" "$programs/"
    cp -r "$home/target/dist" "$programs/target/"
    chmod -R a+rX "$programs"
  fi
  as_server "$programs/scripts/find-jdk" --runtime >/dev/null || fail "the servers' user cannot use the JDK"
  bin_dir=$("$home/scripts/find-postgresql")
  jdk=$("$home/scripts/find-jdk")
}

hactl() { "$home/bin/hactl" -c "$dir/n1/agent.yml" "$@"; }

random_password() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

make_passwords() {
  superuser_password=$(random_password)
  replication_password=$(random_password)
  rewind_password=$(random_password)
  app_password=$(random_password)
  (
    umask 077
    printf '%s\n' "*:*:*:postgres:$superuser_password" "*:*:*:demo:$app_password" >"$dir/pgpass"
  )
  export PGPASSFILE=$dir/pgpass
}

write_settings() {
  local node=$1 file=$dir/$1/agent.yml
  (
    umask 077
    cat >"$file" <<YAML
scope: demo
name: $node

etcd3:
  hosts: 127.0.0.1:$etcd_port

restapi:
  listen: 127.0.0.1:$(rest_port "$node")
  connect_address: 127.0.0.1:$(rest_port "$node")

bootstrap:
  dcs:
    ttl: 5                    # a node that is gone is replaced after this many seconds
    loop_wait: 1
    retry_timeout: 2
    primary_start_timeout: 0  # when the primary crashes, fail over at once instead of starting it again
    maximum_lag_on_failover: 1048576
    postgresql:
      use_pg_rewind: true
      parameters:
        max_connections: 50
        shared_buffers: 32MB
        wal_keep_size: 128MB
        wal_retrieve_retry_interval: 500ms
        synchronous_standby_names: 'ANY 1 (n1, n2, n3)'  # acknowledged means: one replica has it, too
  initdb:
    - encoding: UTF8
    - locale: C.UTF-8
    - data-checksums

postgresql:
  listen: 127.0.0.1:$(postgres_port "$node")
  connect_address: 127.0.0.1:$(postgres_port "$node")
  data_dir: $dir/$node/data
  bin_dir: $bin_dir
  pgpass: $dir/$node/pgpass
  authentication:
    superuser:
      username: postgres
      password: $superuser_password
    replication:
      username: replicator
      password: $replication_password
    rewind:
      username: rewinder
      password: $rewind_password
  pg_hba:
    - local all all scram-sha-256
    - host all all 127.0.0.1/32 scram-sha-256
    - host replication replicator 127.0.0.1/32 scram-sha-256
  parameters:
    unix_socket_directories: $dir/$node
YAML
  )
  [ "$UID" -ne 0 ] || chown postgres: "$file"
}

haproxy_section() {
  local name=$1 port=$2 path=$3 node
  cat <<CFG
listen $name
  bind 127.0.0.1:$port
  option httpchk OPTIONS $path
  http-check expect status 200
  default-server inter 200ms fastinter 50ms downinter 50ms fall 1 rise 1 on-marked-down shutdown-sessions
CFG
  for node in "${nodes[@]}"; do
    echo "  server $node 127.0.0.1:$(postgres_port "$node") check port $(rest_port "$node")"
  done
}

write_haproxy_settings() {
  {
    cat <<CFG
# Asks each agent which role its server has: the agents need not know of HAProxy.
global
  maxconn 500

defaults
  mode tcp
  retries 0  # a client that reconnects is faster than the second HAProxy waits before it tries again
  timeout connect 1s
  timeout check 1s
  timeout client 1h
  timeout server 1h

CFG
    haproxy_section write "$write_port" /primary
    haproxy_section read "$read_port" '/replica?replication_state=streaming'
  } >"$dir/haproxy.cfg"
}

start_etcd() {
  local client=http://127.0.0.1:$etcd_port peer=http://127.0.0.1:$etcd_peer_port
  start etcd env ETCD_UNSUPPORTED_ARCH="$(uname -m | sed 's/aarch64/arm64/')" etcd --name=demo \
    --data-dir="$dir/etcd" --listen-client-urls="$client" --advertise-client-urls="$client" \
    --listen-peer-urls="$peer" --initial-advertise-peer-urls="$peer" --initial-cluster="demo=$peer" --log-level=warn
}

start_node() { start "$1" "$programs/bin/hactl-agent" "$dir/$1/agent.yml"; }
start_haproxy() { start haproxy haproxy -db -f "$dir/haproxy.cfg"; }

# The HTTP status of GET PATH on loopback.
http_status() {
  local version status
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
  read -r -t 2 version status _ <&3 || true
  exec 3<&-
  echo "${status:-none}"
} 2>/dev/null

is_primary() { [ "$(http_status "$(rest_port "$1")" /primary)" = 200 ]; }
is_streaming() { [ "$(http_status "$(rest_port "$1")" '/replica?replication_state=streaming')" = 200 ]; }

primary() {
  local node
  for node in "${nodes[@]}"; do
    if is_primary "$node"; then
      echo "$node"
      return 0
    fi
  done
  return 1
}

# One leads, the others stream.
is_formed() {
  local node leaders=0 replicas=0
  for node in "${nodes[@]}"; do
    if is_primary "$node"; then
      leaders=$((leaders + 1))
    elif is_streaming "$node"; then
      replicas=$((replicas + 1))
    fi
  done
  [ "$leaders" -eq 1 ] && [ "$replicas" -eq $((${#nodes[@]} - 1)) ]
}

another_leads() {
  local now
  now=$(primary) && [ "$now" != "$1" ]
}

# wait_for SECONDS WHAT COMMAND...
wait_for() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "waited in vain until $what; the logs are in $dir/logs"
    sleep 0.1
  done
}

sql() { "$bin_dir/psql" -X -q -At -v ON_ERROR_STOP=1 -h 127.0.0.1 "$@"; }
