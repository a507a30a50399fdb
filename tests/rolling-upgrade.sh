#!/usr/bin/env bash
# Runs silos of an earlier commit and of this tree in one cluster, under load: up, one after the other, and back.
#   rolling-upgrade.sh [COMMIT]    default: the last tag, else the commit before this one
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
commit=${1:-$(git describe --tags --abbrev=0 2>/dev/null || echo HEAD~1)}
earlier=$(mktemp -d)
trap 'git worktree remove --force "$earlier"' EXIT
git worktree add --quiet --detach "$earlier" "$commit"

dotnet build "$earlier/src/Orleans.Reco.Host" -c Release -p:WithTraining=false -v quiet -nologo
dotnet build tests/Orleans.Reco.Host.Tests -c Release -v quiet -nologo
echo "From $(git log -1 --format='%h %s' "$commit")"
RECO_PREVIOUS_HOST="$earlier/src/Orleans.Reco.Host/bin/Release/net10.0/Orleans.Reco.Host.dll" \
  tests/Orleans.Reco.Host.Tests/bin/Release/net10.0/Orleans.Reco.Host.Tests --filter-class '*.RollingUpgradeTests' --show-live-output on
