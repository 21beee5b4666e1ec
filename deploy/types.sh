#!/usr/bin/env bash
# After a change of the API: writes its description into src/XHand.Web/client/openapi.json and makes the client's types of it.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=deploy/lib.sh
source "$root/deploy/lib.sh"

need_dotnet
need_node
build "$root/tests/XHand.Web.Tests"
XHAND_WRITE_OPENAPI=1 dotnet test "$root/tests/XHand.Web.Tests" -c "$configuration" --no-build --nologo \
  --filter "FullyQualifiedName~OpenApiTests.The_clients_copy" >&2
cd "$client"
npm run types
