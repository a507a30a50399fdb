#!/usr/bin/env bash
# Measures every model of the tables and writes results/: one file a study and README.md with all of them.
# usage: measure.sh DATA_FOLDER [STUDY…]      DATA_FOLDER holds beauty, gowalla, ml-100k and online-retail
# Some four hours on two cores for all; a study that is named is measured anew and the others' files are kept.
set -euo pipefail
data=$(realpath "$1")
shift
here=$(dirname "$(realpath "$0")")
results="$here/results"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build "$here" -c Release --nologo -v q
program="$here/bin/Release/net10.0/Orleans.Reco.Accuracy"
mkdir -p "$results"

# Tensors of many megabytes come and go with every batch: in pages of 4 KB their faults were more than half of an epoch (33 s, now 11 to 14).
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=1073741824


study() {
  local name=$1
  shift
  if [ "${#wanted[@]}" -gt 0 ] && [[ ! " ${wanted[*]} " == *" $name "* ]]; then
    return
  fi
  echo "$name: $*"
  {
    echo "## $name"
    echo
    echo "\`$*\`; commit $(git -C "$here" rev-parse --short HEAD), $(date -u +%Y-%m-%d), $(nproc) cores of $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)."
    echo
    # A table needs an empty line before it.
    "$program" "$@" 2> "$work/err" | awk '/^\|/ && !table { print "" } { table = /^\|/; print }' || { cat "$work/err" >&2; return 1; }
  } > "$work/$name.md"
  sed -i "s#$data#DATA#g; s#$work#WORK#g" "$work/$name.md"
  mv "$work/$name.md" "$results/$name.md"
}

wanted=("$@")
study beauty-static beauty-static --data "$data" --threads 2 --test
study gowalla gowalla --data "$data" --threads 2 --test --models popularity,item-knn,ials,spectral
study rankers rankers
study rankers-by-user rankers by-user
study ranker-precision ranker-precision --data "$data" --seeds 1,2,3
study cold-items cold-items test als "$work/retail" "$data/online-retail/online_retail.csv.gz"
study beauty-sasrec beauty-sequence --data "$data" --models sasrec --seeds 1,2,3
study beauty-recurrent beauty-sequence --data "$data" --models recurrent --seeds 1,2,3
study prepare-50m prepare-50m --data "$work" --threads 2

{
  echo "# Results"
  echo
  echo "Written by \`tests/Orleans.Reco.Accuracy/measure.sh\`. Full ranking, no sampled metrics; each study says its protocol, seeds, seconds and memory. Not among them, for the hours that they take: BPR and LightGCN on Gowalla, \`gru4rec\` and \`caser\` on Beauty, and models refitted on the validation part; the program measures them when it is asked to (\`gowalla --models bpr,lightgcn\`, \`beauty-sequence --models gru4rec,caser\`, \`--refit\`)."
  for file in beauty-static beauty-sasrec beauty-recurrent sasrec-speed gowalla als-speed rankers rankers-by-user ranker-precision cold-items prepare-50m; do
    if [ -f "$results/$file.md" ]; then
      echo
      cat "$results/$file.md"
    fi
  done
} > "$results/README.md"
