#!/usr/bin/env bash
# Seconds an epoch of SASRec takes here and in https://github.com/pmixer/SASRec.pytorch, in turns: Amazon Beauty, two blocks of one head,
# d = 50, length 50, batches of 128, two threads, without start-up and measuring.
# usage: sasrec-speed.sh DATA_FOLDER PEER_PYTHON_FOLDER     the peer's folder holds main.py; it needs python3 with numpy and torch
set -euo pipefail
data=$(realpath "$1")
peer=$(realpath "$2")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
epochs=3
export OMP_NUM_THREADS=2
program="$here/bin/Release/net10.0/Orleans.Reco.Accuracy"
[ -x "$program" ] || dotnet build "$here" -c Release --nologo -v q
cp "$peer"/*.py "$work"
mkdir "$work/data"
awk '{ for (i = 2; i <= NF; i++) print $1, $i }' "$data/beauty/Beauty.txt" > "$work/data/beauty.txt"

# Seconds from the end of the first epoch to that of the last, by the epoch; lines that match end one and are stamped as they come.
per_epoch() {
  local first='' last='' count=0
  while read -r line; do
    if [[ $line =~ $1 ]]; then
      last=$EPOCHREALTIME
      first=${first:-$last}
      count=$((count + 1))
    fi
  done
  awk -v a="$first" -v b="$last" -v n="$count" 'BEGIN { printf "%.1f", (b - a) / (n - 1) }'
}

steps=$(awk 'END { print int((NR + 127) / 128) - 1 }' "$data/beauty/Beauty.txt")
echo "| turn | peer s | ours s | ours / peer |"
echo "|---|---|---|---|"
for turn in 1 2 3; do
  theirs=$(cd "$work" && python3 -u main.py --dataset=beauty --train_dir=speed --device=cpu --maxlen=50 --num_epochs=$epochs 2> peer.err \
    | per_epoch "iteration $steps:") || { cat "$work/peer.err" >&2; exit 1; }
  ours=$("$program" beauty-sequence --data "$data" --threads 2 --models sasrec \
    --set "negatives=512,horizon=1,dimension=50,hidden=50,blocks=2,heads=1,maxLength=50,batchSize=128,dropout=0.2,averaging=0,measureEvery=1000,epochs=$epochs" \
    2> /dev/null | awk -F '|' '$2 ~ /sasrec/ { print $10 }')
  awk -v t="$turn" -v p="$theirs" -v o="$ours" 'BEGIN { printf "| %d | %.1f | %.1f | %.2f |\n", t, p, o, o / p }'
done
