#!/usr/bin/env bash
# Measures a running system on loopback: starts a daemon of its own in a temporary data directory, registers phones, and prints one line of
# JSON a run: CPU ms per call, CPU microseconds per relayed packet, memory, set-up times, what was refused and lost.
#   deploy/load.sh                     the standard set: 50 and 300 calls a second, 100 and 300 calls with RTP
#   deploy/load.sh --rate 200 --seconds 30        one signalling run
#   deploy/load.sh --calls 300 --rate 50          one run with RTP
#   deploy/load.sh --rate 100 --seconds 30 --api-rate 200     calls, and requests to the HTTP API beside them
#   deploy/load.sh --flood register --rate 10000 --seconds 60 [--sources 500]    requests without a password (register, invite) or junk, and
#                  one phone beside them; XHAND_Defence__SafeNetworks=none lets the defence block, which it does not do on loopback
# The daemon runs on core 0 and the generator on core 1 when there are two.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
configuration=${CONFIGURATION:-Release}
dotnet build -v q --nologo -c "$configuration" "$root/src/XHand.Host/XHand.Host.csproj" >&2
dotnet build -v q --nologo -c "$configuration" "$root/tests/XHand.Load/XHand.Load.csproj" >&2
xhand=$root/src/XHand.Host/bin/$configuration/net10.0/xhand
load=$root/tests/XHand.Load/bin/$configuration/net10.0/xhand-load

data=$(mktemp -d "${TMPDIR:-/tmp}/xhand-load-XXXXXX")
port=${LOAD_SIP_PORT:-25060}
export XHAND_Data__Directory=$data XHAND_Sip__Address=127.0.0.1 XHAND_Sip__Port=$port XHAND_Sip__TlsPort=$((port + 1)) \
       XHAND_Web__HttpPort=$((port + 2)) XHAND_Web__HttpsPort=$((port + 3)) XHAND_Media__Ports=${LOAD_RTP_PORTS:-30000-39999} XHAND_Demo=false
pin() { local core=$1; shift; if [ "$(nproc)" -gt 1 ]; then exec taskset -c "$core" "$@"; else exec "$@"; fi; }

pin 0 "$xhand" serve >"$data/daemon.out" 2>&1 &
daemon=$!
finish() { kill -TERM "$daemon" 2>/dev/null || true; wait "$daemon" 2>/dev/null || true; rm -rf "$data"; }
trap finish EXIT
for _ in $(seq 300); do
  curl -fsS "http://127.0.0.1:$((port + 2))/health/ready" >/dev/null 2>&1 && break
  kill -0 "$daemon" 2>/dev/null || { cat "$data/daemon.out" >&2; exit 1; }
  sleep 0.2
done

{
  echo '{"extensions": ['
  for number in $(seq 2000 2099); do
    [ "$number" = 2000 ] || printf ','
    printf '{"number": "%s", "password": "Load-%s-xz"}\n' "$number" "$number"
  done
  echo ']}'
} >"$data/site.json"
"$xhand" apply "$data/site.json" >/dev/null

# A key for --api-rate; without that option it is not used.
key=$("$xhand" apikey create load --scope read | tail -n 1)

run() { echo "# $*" >&2; (pin 1 "$load" --server "127.0.0.1:$port" --pid "$daemon" --api "http://127.0.0.1:$((port + 2))" --api-key "$key" "$@"); sleep 2; }
if [ $# -gt 0 ]; then
  run "$@"
else
  run --rate 50 --seconds 5 >/dev/null # warm
  run --rate 50 --seconds 20
  run --rate 300 --seconds 20
  run --calls 100 --rate 50 --seconds 15
  run --calls 300 --rate 50 --seconds 15
fi
