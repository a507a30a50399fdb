#!/usr/bin/env bash
# A cluster on this machine: Redis (membership, reminders), Azurite (grain state, event log, bundles), three silos and a web front, each a process.
#   cluster.sh up                       installs what is missing, builds, starts everything and waits until it is ready
#   cluster.sh status                   what runs, what is ready, what the cluster says of itself
#   cluster.sh down [--purge]           stops everything; --purge also forgets all data
#   cluster.sh start|stop|kill|pause|resume|restart NAME…    NAME: redis azurite silo-1 … silo-9 web
#   cluster.sh logs NAME
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
root=${RECO_LOCAL:-$repository/artifacts/local}
redis_port=${RECO_REDIS_PORT:-6390}
azurite_port=${RECO_AZURITE_PORT:-10010}
# The web front listens here; silo-N at this port + N (health and metrics only).
http_port=${RECO_HTTP_PORT:-5090}
ready_seconds=${RECO_READY_SECONDS:-120}
# Longer than the hosts' own drain time.
stop_seconds=60

# The account that every Azurite has; the key is public.
azurite_account="AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:$azurite_port/devstoreaccount1;"

say() { printf '%s\n' "$*" >&2; }
fail() { say "cluster.sh: $*"; exit 1; }
pid_of() { cat "$root/$1/pid" 2>/dev/null || true; }
running() { local pid; pid=$(pid_of "$1"); [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; }
started() { local folder; for folder in "$root"/*/pid; do [ -f "$folder" ] && basename "$(dirname "$folder")"; done; return 0; }

url_of() {
  case $1 in
    web) echo "http://127.0.0.1:$http_port" ;;
    silo-*) echo "http://127.0.0.1:$((http_port + ${1#silo-}))" ;;
  esac
}

install_missing() {
  local packages=()
  command -v curl >/dev/null || packages+=(curl)
  command -v redis-server >/dev/null || packages+=(redis-server)
  command -v azurite-blob >/dev/null || command -v npm >/dev/null || packages+=(npm)
  if [ ${#packages[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || fail "please install: ${packages[*]}"
    say "installing ${packages[*]}"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}" >/dev/null
  fi
  command -v azurite-blob >/dev/null || npm install -g --no-fund --no-audit --loglevel=error azurite@3.37.0
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
  local name=$1 number=$2 roles=$3
  launch "$name" env ASPNETCORE_ENVIRONMENT=Production \
    Reco__Connections__Redis="127.0.0.1:$redis_port" \
    Reco__Connections__Blobs__0="$azurite_account" \
    dotnet "$repository/src/Orleans.Reco.Host/bin/Release/net10.0/Orleans.Reco.Host.dll" \
    --contentRoot="$repository/src/Orleans.Reco.Host" \
    --Urls="$(url_of "$name")" \
    --Reco:Roles="$roles" \
    --Reco:DataPath="$root/$name/data" \
    --Reco:SiloPort=$((11200 + number)) --Reco:GatewayPort=$((30200 + number)) \
    --Reco:Cluster:Membership=Redis --Reco:Cluster:ClusterId=local --Reco:Cluster:SiloName="$name" --Reco:Cluster:Address=127.0.0.1 \
    --Reco:Storage:State=Blobs --Reco:Storage:Log=Blobs --Reco:Storage:Bundles=Blobs
}

start() {
  local name=$1
  if running "$name"; then
    return
  fi
  case $name in
    redis)
      # Every change on the disk before it is answered: the table of silos survives a crash of Redis.
      launch redis redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --appendonly yes --appendfsync always ;;
    azurite)
      launch azurite azurite-blob --blobHost 127.0.0.1 --blobPort "$azurite_port" --location "$root/azurite" \
        --silent --disableTelemetry --skipApiVersionCheck ;;
    silo-[1-9])
      local roles=Serving,Scoring
      [ "$name" = silo-3 ] && roles=Serving,Scoring,Training
      launch_host "$name" "${name#silo-}" "$roles" ;;
    web)
      launch_host web 0 Web ;;
    *)
      fail "'$name' is none of redis, azurite, silo-1 … silo-9, web" ;;
  esac
}

ready() {
  case $1 in
    redis) redis-cli -p "$redis_port" ping 2>/dev/null | grep -q PONG ;;
    azurite) curl -s -o /dev/null "http://127.0.0.1:$azurite_port/" ;;
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

wait_gone() {
  local name=$1 deadline=$((SECONDS + stop_seconds))
  while running "$name"; do
    [ $SECONDS -lt $deadline ] || fail "$name does not stop"
    sleep 0.1
  done
  rm -f "$root/$name/pid"
}

signal() {
  local signal=$1 name=$2
  running "$name" && kill "-$signal" "$(pid_of "$name")"
  return 0
}

stop() {
  # A paused process must run to notice.
  signal CONT "$1"
  signal TERM "$1"
  wait_gone "$1"
}

up() {
  install_missing
  build
  mkdir -p "$root"
  local name
  for name in redis azurite; do start "$name"; done
  for name in redis azurite; do wait_ready "$name"; done
  for name in silo-1 silo-2 silo-3 web; do start "$name"; done
  for name in silo-1 silo-2 silo-3 web; do wait_ready "$name"; done
  status
  say "The shop is at $(url_of web)/ and the API reference at $(url_of web)/reference. Stop with: $0 down"
}

status() {
  local name state
  for name in $(started); do
    state=stopped
    running "$name" && state="not ready"
    running "$name" && ready "$name" && state=ready
    printf '%-10s %-10s %s\n' "$name" "$state" "$(url_of "$name")"
  done
  curl -sf --max-time 10 "$(url_of web)/v1/cluster" || true
  echo
}

down() {
  local name
  # The web front first, so that nothing new comes in; the stores last, so that silos can write what they hold.
  for name in web $(started | grep '^silo-' || true) azurite redis; do
    if running "$name"; then
      stop "$name"
    fi
  done
  if [ "${1:-}" = --purge ]; then
    rm -rf "$root"
  fi
}

command=${1:-}
shift || true
case $command in
  up | status) "$command" ;;
  down) down "$@" ;;
  start) for name in "$@"; do start "$name"; done; for name in "$@"; do wait_ready "$name"; done ;;
  stop) for name in "$@"; do stop "$name"; done ;;
  restart) for name in "$@"; do stop "$name"; start "$name"; wait_ready "$name"; done ;;
  kill) for name in "$@"; do signal KILL "$name"; wait_gone "$name"; done ;;
  pause) for name in "$@"; do signal STOP "$name"; done ;;
  resume) for name in "$@"; do signal CONT "$name"; done ;;
  logs) tail -n 200 "$root/$1/log" ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
