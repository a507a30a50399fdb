#!/usr/bin/env bash
# Seconds that implicit ALS takes here and in https://github.com/benfred/implicit (C++, conjugate gradients), in turns: Gowalla, d = 64, 128
# and 256, two threads, fit alone.
# usage: als-speed.sh DATA_FOLDER PEER_FOLDER     the peer's sources; they need python3 with numpy, scipy, tqdm, threadpoolctl, cython and g++
set -euo pipefail
data=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program="$here/bin/Release/net10.0/Orleans.Reco.Accuracy"
[ -x "$program" ] || dotnet build "$here" -c Release --nologo -v q

# The peer's two modules that ALS needs, for this machine's processor. Cython before 3 does not know the word that is taken out.
cp -r "$2/implicit" "$work/implicit"
: > "$work/implicit/__init__.py"
: > "$work/implicit/cpu/__init__.py"
sed -i 's/ noexcept nogil/ nogil/; s/^#cython: legacy_implicit_noexcept=True//' "$work"/implicit/cpu/{_als,topk}.pyx
includes="$(python3-config --includes) -I$(python3 -c 'import numpy; print(numpy.get_include())') -I$work"
for module in _als topk; do
  python3 -W ignore -m cython --cplus -3 "$work/implicit/cpu/$module.pyx" -o "$work/implicit/cpu/$module.cxx" 2> /dev/null
  # shellcheck disable=SC2086
  g++ -w -O3 -march=native -fopenmp -shared -fPIC $includes "$work/implicit/cpu/$module.cxx" -o "$work/implicit/cpu/$module.so"
done

cat > "$work/peer.py" << 'PEER'
import sys, time
import numpy as np, scipy.sparse as sparse
from implicit.cpu.als import AlternatingLeastSquares

def read(*names):
    users, items = [], []
    for name in names:
        for line in open(f"{sys.argv[1]}/gowalla/{name}.txt"):
            user, *chosen = map(int, line.split())
            users += [user] * len(chosen)
            items += chosen
    return users, items

train, test = read("train", "valid"), read("test")
shape = (max(train[0] + test[0]) + 1, max(train[1] + test[1]) + 1)
matrix = lambda pairs: sparse.csr_matrix((np.ones(len(pairs[0]), np.float32), pairs), shape=shape)
seen, wanted = matrix(train), matrix(test)
# Its best of a few; the defaults have two thirds of the recall in the same time.
model = AlternatingLeastSquares(factors=int(sys.argv[2]), alpha=40, regularization=5, num_threads=2, random_state=1)
began = time.perf_counter()
model.fit(seen, show_progress=False)
seconds = time.perf_counter() - began
recalls = []
for first in range(0, shape[0], 1000):
    scores = model.user_factors[first:first + 1000] @ model.item_factors.T
    known = seen[first:first + 1000].tocoo()
    scores[known.row, known.col] = -np.inf
    best = np.argpartition(-scores, 20, axis=1)[:, :20]
    for row in range(scores.shape[0]):
        targets = wanted.indices[wanted.indptr[first + row]:wanted.indptr[first + row + 1]]
        if len(targets):
            recalls.append(np.isin(best[row], targets).sum() / len(targets))
print(f"{np.mean(recalls):.4f} {seconds:.1f}")
PEER

export OPENBLAS_NUM_THREADS=1 PYTHONPATH="$work"
echo "| turn | d | peer recall@20 | peer s | ours recall@20 | ours s | ours / peer |"
echo "|---|---|---|---|---|---|---|"
for turn in 1 2 3; do
  for d in 64 128 256; do
    read -r peer_recall peer_seconds <<< "$(python3 "$work/peer.py" "$data" "$d")"
    read -r recall seconds <<< "$("$program" gowalla --data "$data" --threads 2 --test --models ials \
      --set "dimension=$d" | awk -F '|' '$2 ~ /ials/ { print $7, $9 }')"
    awk -v t="$turn" -v d="$d" -v pr="$peer_recall" -v ps="$peer_seconds" -v r="$recall" -v s="$seconds" \
      'BEGIN { printf "| %d | %d | %.4f | %.1f | %.4f | %.1f | %.2f |\n", t, d, pr, ps, r, s, s / ps }'
  done
done
