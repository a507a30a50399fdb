#!/usr/bin/env bash
# Two silos on this machine, each in a network namespace of its own, and a link between them that can be cut. Both reach Redis and
# Azurite over a bridge, cut or not, so that both go on writing: the worst case for a cluster of two. Needs root and iproute2.
#   partition.sh up           the namespaces, Redis, Azurite, silo-1 and silo-2, each with its own REST
#   partition.sh cut          the silos do not reach each other
#   partition.sh heal         they do again
#   partition.sh down         stops everything and removes the namespaces
#   partition.sh status|start|stop|kill|stop-silos|watch|logs …    as cluster.sh
set -euo pipefail

# shellcheck source=cluster.sh
source "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"

bridge=reco-bridge
subnet=${RECO_SUBNET:-10.213.0}
hub=$subnet.1
hosts=(silo-1 silo-2)
address_of() { echo "$subnet.$((10 + ${1#silo-}))"; }
started_by() { echo "ip netns exec reco-$1"; }
roles_of() { echo Web,Serving,Scoring; }

make_network() {
  local name
  ip link show "$bridge" >/dev/null 2>&1 && return
  ip link add "$bridge" type bridge
  ip address add "$hub/24" dev "$bridge"
  ip link set "$bridge" up
  for name in "${hosts[@]}"; do
    ip netns add "reco-$name"
    ip link add "reco-$name" type veth peer name eth0 netns "reco-$name"
    ip link set "reco-$name" master "$bridge" up
    ip -n "reco-$name" address add "$(address_of "$name")/24" dev eth0
    ip -n "reco-$name" link set eth0 up
    ip -n "reco-$name" link set lo up
  done
}

remove_network() {
  local name
  for name in "${hosts[@]}"; do ip netns delete "reco-$name" 2>/dev/null || true; done
  ip link delete "$bridge" 2>/dev/null || true
}

# Isolated ports of a bridge speak to the bridge itself and not to each other.
isolate() {
  local name
  for name in "${hosts[@]}"; do ip link set "reco-$name" type bridge_slave isolated "$1"; done
}

[ "$(id -u)" = 0 ] && command -v ip >/dev/null || fail "needs root and iproute2"
command=${1:-}
shift || true
case $command in
  up) make_network; up ;;
  cut) isolate on ;;
  heal) isolate off ;;
  down) down "$@"; remove_network ;;
  status | watch) "$command" ;;
  stop-silos) stop_silos ;;
  start) for name in "$@"; do start "$name"; done; for name in "$@"; do wait_ready "$name"; done ;;
  stop) for name in "$@"; do stop "$name"; done ;;
  kill) for name in "$@"; do finish KILL "$name"; done ;;
  logs) tail -n 200 "$root/$1/log" ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
