#!/usr/bin/env bash
# The time that one trainer and two take for an epoch, each a process with a core of its own: Online Retail through the event log of a cluster over
# Redis. The processes are those that are deployed; what is compared is the same refresh, first with one trainer, then with two.
#   parts-speed.sh prepare DATA_FOLDER     builds, starts Redis and a front silo, pushes the data
#   parts-speed.sh measure                 trains alone on core 0, then in two parts on cores 0 and 1; prints the seconds of each epoch
#   parts-speed.sh down                    ends what it started and forgets the data
set -euo pipefail
here=$(dirname "$(realpath "$0")")
source=$here/../../src
root=${RECO_PARTS:-/tmp/reco-parts}
redis_port=6399
front_port=5199
epochs=5
host=$source/Orleans.Reco.Host/bin/Release/net10.0/Orleans.Reco.Host.dll
reco=$source/Orleans.Reco.Cli/bin/Release/net10.0/reco.dll
export RECO_SERVER=http://127.0.0.1:$front_port

launch() { # name port roles cores setting…
  local name=$1 port=$2 roles=$3 cores=$4
  shift 4
  mkdir -p "$root/$name"
  ASPNETCORE_ENVIRONMENT=Production Reco__Connections__Redis=127.0.0.1:$redis_port setsid taskset -c "$cores" dotnet "$host" \
    --contentRoot="$source/Orleans.Reco.Host" --Urls="http://127.0.0.1:$port" --Reco:Roles="$roles" --Reco:DataPath="$root/$name/data" \
    --Reco:SiloPort=$((port + 6000)) --Reco:GatewayPort=$((port + 25000)) --Reco:Cluster:Membership=Redis --Reco:Cluster:ClusterId=parts \
    --Reco:Cluster:SiloName="$name" --Reco:Cluster:Address=127.0.0.1 --Reco:Storage:State=Redis --Reco:Storage:SharedPath="$root/shared" \
    --Reco:Trainer:Threads=1 --Reco:Refresh:Timeout=06:00:00 "$@" > "$root/$name/log" 2>&1 < /dev/null &
  echo $! > "$root/$name/pid"
  until curl -sf -o /dev/null --max-time 2 "http://127.0.0.1:$port/health/ready"; do
    kill -0 "$(cat "$root/$name/pid")" || { tail -5 "$root/$name/log"; exit 1; }
    sleep 0.3
  done
}

end() {
  local name
  for name in "$@"; do
    [ -f "$root/$name/pid" ] || continue
    kill -9 "$(cat "$root/$name/pid")" 2> /dev/null || true
    rm -f "$root/$name/pid"
  done
}

# The seconds from the first sight of an epoch to that of the next: training, averaging and validation.
watch() { # tenant
  local tenant=$1 status epoch last='' since now
  until [[ ${status:-} == *'"endedAt":"'* ]]; do
    status=$(curl -s --max-time 5 "$RECO_SERVER/v1/models" -H "X-Reco-Tenant: $tenant" || true)
    epoch=$(grep -oE 'Epoch [0-9]+ of at most' <<< "$status" | head -1 | cut -d' ' -f2 || true)
    now=$(date +%s.%N)
    if [ -n "$epoch" ] && [ "$epoch" != "$last" ]; then
      [ -z "$last" ] || awk -v e="$last" -v s="$since" -v n="$now" 'BEGIN { printf "  epoch %d: %.1f s\n", e, n - s }'
      last=$epoch since=$now
    fi
    sleep 0.1
  done
}

case ${1:-} in
  prepare)
    dotnet build "$source/Orleans.Reco.Host" -c Release -v q --nologo > /dev/null
    dotnet build "$source/Orleans.Reco.Cli" -c Release -v q --nologo > /dev/null
    mkdir -p "$root/redis"
    setsid redis-server --port $redis_port --bind 127.0.0.1 --save "" --appendonly no --dir "$root/redis" > "$root/redis/log" 2>&1 < /dev/null &
    echo $! > "$root/redis/pid"
    launch front $front_port Web,Serving,Scoring 0,1
    dotnet "$reco" import "$2/online-retail/online_retail.csv.gz" --preset online-retail --output "$root/retail" | tail -3
    # A tenant for each: the second refresh of one would begin with the weights of the first.
    dotnet "$reco" push "$root/retail" --tenant one
    dotnet "$reco" push "$root/retail" --tenant two
    ;;
  measure)
    launch trainer-1 $((front_port + 1)) Training 0 --Reco:Trainer:Epochs=$epochs --Reco:Trainer:Parts:Max=1
    dotnet "$reco" models refresh --tenant one > /dev/null
    echo "One trainer on core 0:"
    watch one
    end trainer-1
    launch trainer-2 $((front_port + 2)) Training 0 --Reco:Trainer:Epochs=$epochs
    launch trainer-3 $((front_port + 3)) Training 1 --Reco:Trainer:Epochs=$epochs
    dotnet "$reco" models refresh --tenant two > /dev/null
    echo "Two trainers on cores 0 and 1:"
    watch two
    end trainer-2 trainer-3
    ;;
  down)
    end trainer-1 trainer-2 trainer-3 front redis
    rm -rf "$root"
    ;;
  *)
    sed -n 2,6p "$0"
    exit 2
    ;;
esac
