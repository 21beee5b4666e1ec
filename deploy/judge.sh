#!/usr/bin/env bash
# Runs one of the long judges, as big as its arguments say; each says what it takes when it is asked wrongly.
#   deploy/judge.sh simulation [--seed 1] [--phones 1000] [--calls 10000] [--loss 0.05] ...   the exchange in a town of virtual phones
#   deploy/judge.sh fuzz [--count 1000000] [--seed 1] [--target sip|stream|sdp|all] ...      the parsers under mutated messages
#   deploy/judge.sh crash [--times 50] [--rate 20] [--seed 1] [--first 1]   kill -9 under calls; every answered call has one record
#   deploy/judge.sh outage [--seconds 60] [--rate 20]              PostgreSQL killed, hanging, not to be started
#   deploy/judge.sh disk [--seconds 30] [--memory 100000]          the whole data directory on a full disk (needs root: a mount of its own)
#   deploy/judge.sh drain [--times 5]                              SIGTERM under calls
#   deploy/judge.sh clock [--seconds 15]                           the daemon's clock set by an hour both ways (needs libfaketime)
#   deploy/judge.sh zone [--seconds 15]                            both changes of summer time and a leap second (needs libfaketime)
#   deploy/judge.sh package                                        the Debian package: install, run under systemd, upgrade, remove, purge
# The exit status is 0 when nothing was found, 1 when something was, 3 when the judge could not do its work.
# docs/RELIABILITY.md says what each proves. As root, a judge and its daemon take precedence over what else runs on the machine.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=deploy/lib.sh
source "$root/deploy/lib.sh"

judge=${1:-}
[[ $# -gt 0 ]] && shift
case $judge in
  simulation) project=XHand.Simulation ;;
  fuzz) project=XHand.Fuzz ;;
  package) exec "$root/deploy/test.sh" XHand.Package.Tests ;;
  crash | outage | disk | drain | clock | zone) project=XHand.Judge ;;
  *) fail "usage: deploy/judge.sh simulation|fuzz|crash|outage|disk|drain|clock|zone|package [ARGUMENT...]" ;;
esac

need_dotnet
if [[ $project == XHand.Judge ]]; then
  need_postgresql
  [[ $judge != clock && $judge != zone ]] || need_packages libfaketime
  build "$root/tests/$project/$project.csproj" >&2
  priority=()
  [[ $(id -u) != 0 ]] || priority=(nice -n -10)
  exec "${priority[@]}" "$root/tests/$project/bin/$configuration/net10.0/xhand-judge" "$judge" "$@"
fi
build "$root/tests/$project/$project.csproj" >&2
exec dotnet "$root/tests/$project/bin/$configuration/net10.0/$project.dll" "$@"
