#!/usr/bin/env bash
# Format check, build with warnings as errors, all tests. Heavy measurements are not here: see tests/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
configuration=${CONFIGURATION:-Release}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

dotnet restore Orleans.Reco.sln -v quiet
echo "format"
dotnet format Orleans.Reco.sln --no-restore --verify-no-changes --severity warn
echo "build"
dotnet build Orleans.Reco.sln -c "$configuration" --no-restore -v quiet -nologo
echo "test"
# One test program at a time: several clusters at once on two cores only measure each other.
result=0
dotnet test --solution Orleans.Reco.sln -c "$configuration" --no-build --max-parallel-test-modules 1 "$@" 2>&1 | tee "$log" || result=$?

count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -1; }
echo "$(count succeeded) passed, $(count failed) failed, $(count skipped) skipped"
exit "$result"
