#!/usr/bin/env bash
# Runs one of the long judges, as big as its arguments say; each says what it takes when it is asked wrongly.
#   deploy/judge.sh simulation [--seed 1] [--phones 1000] [--calls 10000] [--loss 0.05] ...   the exchange in a town of virtual phones
#   deploy/judge.sh fuzz [--count 1000000] [--seed 1] [--target sip|stream|sdp|all] ...      the parsers under mutated messages
# The exit status is 0 when nothing was found.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=deploy/lib.sh
source "$root/deploy/lib.sh"

judge=${1:-}
[[ $# -gt 0 ]] && shift
case $judge in
  simulation) project=XHand.Simulation ;;
  fuzz) project=XHand.Fuzz ;;
  *) fail "usage: deploy/judge.sh simulation|fuzz [ARGUMENT...]" ;;
esac

need_dotnet
build "$root/tests/$project/$project.csproj" >&2
exec dotnet "$root/tests/$project/bin/$configuration/net10.0/$project.dll" "$@"
