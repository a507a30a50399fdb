#!/usr/bin/env bash
# A cluster on this machine: Redis (membership, reminders), Azurite (grain state, event log, bundles), three silos and a web front, each a process.
# With RECO_STORE=redis, Redis has the grain state too and a folder the rest.
#   cluster.sh up                       installs what is missing, builds, starts everything and waits until it is ready
#   cluster.sh status                   what runs, what is ready, what the cluster says of itself
#   cluster.sh down [--purge]           stops everything; --purge also forgets all data
#   cluster.sh start|stop|kill|pause|resume|restart NAME…    NAME: redis azurite silo-1 … silo-9 web
#   cluster.sh stop-silos               stops the front and all silos; the stores stay
#   cluster.sh watch                    starts hosts again that end by themselves, as a service manager does; until Ctrl-C
#   cluster.sh logs NAME
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
root=${RECO_LOCAL:-$repository/artifacts/local}
redis_port=${RECO_REDIS_PORT:-6390}
azurite_port=${RECO_AZURITE_PORT:-10010}
# blobs = everything in Azurite; redis = grain state in Redis, the event log's files and bundles in a folder that all share.
store=${RECO_STORE:-blobs}
# The web front listens here; silo-N at this port + N (health and metrics only).
http_port=${RECO_HTTP_PORT:-5090}
# Silo N listens at this port + N for silos and at 19000 more for clients.
silo_port=${RECO_SILO_PORT:-11200}
ready_seconds=${RECO_READY_SECONDS:-120}
# Longer than the hosts' own drain time.
stop_seconds=60

# What partition.sh, which reads this file, has otherwise: where Redis and Azurite listen, what hosts there are, which roles each has, its
# address, and the command that it is started by.
hub=127.0.0.1
hosts=(silo-1 silo-2 silo-3 web)
address_of() { echo 127.0.0.1; }
started_by() { :; }
roles_of() {
  case $1 in
    web) echo Web ;;
    silo-3) echo Serving,Scoring,Training ;;
    *) echo Serving,Scoring ;;
  esac
}

# The account that every Azurite has; the key is public.
azurite_account() {
  echo "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://$hub:$azurite_port/devstoreaccount1;"
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "cluster.sh: $*"; exit 1; }

case $store in
  blobs) storage=(--Reco:Storage:State=Blobs --Reco:Storage:Log=Blobs --Reco:Storage:Bundles=Blobs) ;;
  redis) storage=(--Reco:Storage:State=Redis --Reco:Storage:Log=Folder --Reco:Storage:Bundles=Folder --Reco:Storage:SharedPath="$root/shared") ;;
  *) fail "RECO_STORE is '$store'; allowed are blobs and redis" ;;
esac

pid_of() { cat "$root/$1/pid" 2>/dev/null || true; }
running() { local pid; pid=$(pid_of "$1"); [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; }
started() { local folder; for folder in "$root"/*/pid; do [ -f "$folder" ] && basename "$(dirname "$folder")"; done; return 0; }

url_of() {
  case $1 in
    web) echo "http://$(address_of web):$http_port" ;;
    silo-*) echo "http://$(address_of "$1"):$((http_port + ${1#silo-}))" ;;
  esac
}

install_missing() {
  local packages=() as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  command -v curl >/dev/null || packages+=(curl)
  command -v redis-server >/dev/null || packages+=(redis-server)
  command -v azurite-blob >/dev/null || command -v npm >/dev/null || packages+=(npm)
  if [ ${#packages[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || fail "please install: ${packages[*]}"
    say "installing ${packages[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}" >/dev/null
  fi
  command -v azurite-blob >/dev/null || "${as_root[@]}" npm install -g --no-fund --no-audit --loglevel=error azurite@3.37.0
  command -v dotnet >/dev/null || fail "please install the .NET 10 SDK"
}

build() {
  say "building"
  dotnet build "$repository/src/Orleans.Reco.Host" -c Release -v quiet -nologo >&2
}

# Starts a program in the background, free of this shell, and keeps its process id.
launch() {
  local name=$1
  shift
  mkdir -p "$root/$name"
  (cd "$root/$name" && exec setsid "$@" >>log 2>&1 </dev/null) &
  echo $! >"$root/$name/pid"
  disown
}

launch_host() {
  local name=$1 number=$2
  # Of malloc, large blocks go back to the system at once; not where models are trained, which takes 1.9 times as long with it.
  local malloc=(MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072)
  [[ $(roles_of "$name") != *Training* ]] || malloc=()
  # Few malloc arenas, and Arrow (Parquet) on malloc: with an arena a thread and a pool of its own, what is freed stays with whom it was used by.
  # shellcheck disable=SC2046 # Several words, or none.
  launch "$name" $(started_by "$name") env ASPNETCORE_ENVIRONMENT=Production MALLOC_ARENA_MAX=2 "${malloc[@]}" ARROW_DEFAULT_MEMORY_POOL=system \
    Reco__Connections__Redis="$hub:$redis_port" \
    Reco__Connections__Blobs__0="$(azurite_account)" \
    dotnet "$repository/src/Orleans.Reco.Host/bin/Release/net10.0/Orleans.Reco.Host.dll" \
    --contentRoot="$repository/src/Orleans.Reco.Host" \
    --Urls="$(url_of "$name")" \
    --Reco:Roles="$(roles_of "$name")" \
    --Reco:DataPath="$root/$name/data" \
    --Reco:SiloPort=$((silo_port + number)) --Reco:GatewayPort=$((silo_port + 19000 + number)) \
    --Reco:Cluster:Membership=Redis --Reco:Cluster:ClusterId=local --Reco:Cluster:SiloName="$name" --Reco:Cluster:Address="$(address_of "$name")" \
    "${storage[@]}"
}

start() {
  local name=$1
  if running "$name"; then
    return
  fi
  case $name in
    redis)
      # Every change on the disk before it is answered: the table of silos survives a crash of Redis.
      launch redis redis-server --port "$redis_port" --bind "$hub" --protected-mode no --save "" --appendonly yes --appendfsync always ;;
    azurite)
      launch azurite azurite-blob --blobHost "$hub" --blobPort "$azurite_port" --location "$root/azurite" \
        --silent --disableTelemetry --skipApiVersionCheck ;;
    silo-[1-9])
      launch_host "$name" "${name#silo-}" ;;
    web)
      launch_host web 0 ;;
    *)
      fail "'$name' is none of redis, azurite, silo-1 … silo-9, web" ;;
  esac
}

ready() {
  case $1 in
    redis) redis-cli -h "$hub" -p "$redis_port" ping 2>/dev/null | grep -q PONG ;;
    azurite) curl -s -o /dev/null "http://$hub:$azurite_port/" ;;
    *) curl -sf -o /dev/null --max-time 5 "$(url_of "$1")/health/ready" ;;
  esac
}

wait_ready() {
  local name=$1 deadline=$((SECONDS + ready_seconds))
  until ready "$name"; do
    running "$name" || fail "$name ended; see $root/$name/log"
    [ $SECONDS -lt $deadline ] || fail "$name is not ready after $ready_seconds s; see $root/$name/log"
    sleep 0.2
  done
}

signal() {
  local signal=$1 name=$2
  running "$name" && kill "-$signal" "$(pid_of "$name")"
  return 0
}

# Ends it by a signal. Its process id is forgotten first, or it would be watched as one that ended by itself.
finish() {
  local signal=$1 name=$2 pid deadline=$((SECONDS + stop_seconds))
  pid=$(pid_of "$name")
  rm -f "$root/$name/pid"
  [ -n "$pid" ] && kill "-$signal" "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do
    [ $SECONDS -lt $deadline ] || fail "$name does not stop"
    sleep 0.1
  done
}

stop() {
  # A paused process must run to notice.
  signal CONT "$1"
  finish TERM "$1"
}

watch() {
  local name
  while sleep 2; do
    for name in $(started); do
      if ! running "$name"; then
        say "$name ended; starting it again"
        start "$name"
      fi
    done
  done
}

up() {
  install_missing
  build
  mkdir -p "$root"
  local name
  for name in redis azurite; do start "$name"; done
  for name in redis azurite; do wait_ready "$name"; done
  for name in "${hosts[@]}"; do start "$name"; done
  for name in "${hosts[@]}"; do wait_ready "$name"; done
  status
  say "The shop is at $(url_of "${hosts[-1]}")/ and the API reference at $(url_of "${hosts[-1]}")/reference. Stop with: $0 down"
}

status() {
  local name state
  for name in $(started); do
    state=stopped
    running "$name" && state="not ready"
    running "$name" && ready "$name" && state=ready
    printf '%-10s %-10s %s\n' "$name" "$state" "$(url_of "$name")"
  done
  curl -sf --max-time 10 "$(url_of "${hosts[-1]}")/v1/cluster" || true
  echo
}

# The web front first, so that nothing new comes in.
stop_silos() {
  local name
  for name in web $(started | grep '^silo-' || true); do stop "$name"; done
}

down() {
  local name
  # The stores last, so that silos can write what they hold.
  stop_silos
  for name in azurite redis; do stop "$name"; done
  if [ "${1:-}" = --purge ]; then
    rm -rf "$root"
  fi
}

# Read by another script: what it needs is defined.
[ "${BASH_SOURCE[0]}" = "$0" ] || return 0

command=${1:-}
shift || true
case $command in
  up | status | watch) "$command" ;;
  stop-silos) stop_silos ;;
  down) down "$@" ;;
  start) for name in "$@"; do start "$name"; done; for name in "$@"; do wait_ready "$name"; done ;;
  stop) for name in "$@"; do stop "$name"; done ;;
  restart) for name in "$@"; do stop "$name"; start "$name"; wait_ready "$name"; done ;;
  kill) for name in "$@"; do finish KILL "$name"; done ;;
  pause) for name in "$@"; do signal STOP "$name"; done ;;
  resume) for name in "$@"; do signal CONT "$name"; done ;;
  logs) tail -n 200 "$root/$1/log" ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
