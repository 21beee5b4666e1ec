#!/usr/bin/env bash
# Sets up what XHand needs on Debian, builds it and runs it in the foreground, as root or as a user with sudo.
#   deploy/run.sh [--no-build] [--Sip:Port 5070 ...]
# Ctrl-C or SIGTERM stops it. Settings: docs, or XHAND_... in the environment.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=deploy/lib.sh
source "$root/deploy/lib.sh"

wants_build=yes
if [[ ${1:-} == --no-build ]]; then
  wants_build=no
  shift
fi

need_packages ca-certificates tzdata
if [[ -z ${XHAND_Database__ConnectionString:-} ]]; then
  need_postgresql
fi

if [[ $wants_build == no ]]; then
  find_runtime
  [[ -x $xhand ]] || fail "Nothing has been built yet: run deploy/run.sh without --no-build once."
else
  need_dotnet
  if ! is_built; then
    say "Building XHand..."
    build "$root/src/XHand.Host"
    touch "$built"
  fi
  build_client
fi

export XHAND_Data__Directory=${XHAND_Data__Directory:-$root/var}
export XHAND_Demo=${XHAND_Demo:-true}
exec "$xhand" serve "$@"
