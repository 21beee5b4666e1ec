# What run.sh, test.sh and xhand share. Sourced, with $root set to the checkout's root.

configuration=Release
xhand=$root/src/XHand.Host/bin/$configuration/net10.0/xhand
built=$root/src/XHand.Host/obj/built
client=$root/src/XHand.Web/client
client_built=$client/node_modules/.built

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "This needs root's rights, and there is no sudo: $*"
  fi
}

is_installed() { [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null) == ii* ]]; }

# Installs those of Debian's packages that are missing; touches nothing when none is.
need_packages() {
  local package missing=()
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [[ ${#missing[@]} == 0 ]] && return
  command -v apt-get >/dev/null || fail "Needed and not installed: ${missing[*]}"
  say "Installing: ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { as_root apt-get -q update && apt_install "${missing[@]}"; } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "The packages could not be installed: ${missing[*]}"
  fi
  rm -f "$log"
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends -o Dpkg::Use-Pty=0 install "$@" </dev/null
}

# PostgreSQL's server without the cluster that Debian would make and start beside it: XHand has its own.
need_postgresql() {
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null && return
  local folder=/etc/postgresql-common/createcluster.d
  as_root mkdir -p "$folder"
  printf 'create_main_cluster = false\n' | as_root tee "$folder/xhand.conf" >/dev/null
  need_packages postgresql
  as_root rm -f "$folder/xhand.conf"
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is needed (the command dotnet is not there): https://dotnet.microsoft.com/download/dotnet/10.0"
  dotnet --list-sdks | grep -q '^10\.' || fail "The .NET 10 SDK is needed; there is: $(dotnet --list-sdks | tr '\n' ' ')"
  find_runtime
}

# The built program looks for .NET in the usual places and in DOTNET_ROOT.
find_runtime() {
  if [[ -z ${DOTNET_ROOT:-} ]] && command -v dotnet >/dev/null; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
  fi
}

# True when the program is there and no source is newer; a removed file shows in its folder's time.
is_built() {
  [[ -x $xhand && -f $built ]] || return 1
  local newer
  newer=$(find "$root/src" "$root/migrations" "$root/sounds" "$root"/Directory.*.props "$root/global.json" \
    \( -name bin -o -name obj -o -path "$client" \) -prune -o -newer "$built" -print -quit 2>/dev/null || true)
  [[ -z $newer ]]
}

# Builds a project or the solution, quietly unless it fails. Leaves no build server behind.
build() {
  local log
  log=$(mktemp)
  if ! dotnet build "$1" -c "$configuration" -v q --nologo -nodeReuse:false -p:UseSharedCompilation=false >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "The build failed."
  fi
  rm -f "$log"
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null ||
    fail "Node.js 20 or newer with npm is needed to build the web interface (the commands node and npm are not there): https://nodejs.org/en/download"
  local version
  version=$(node --version)
  [[ $version =~ ^v([0-9]+)\. && ${BASH_REMATCH[1]} -ge 20 ]] || fail "Node.js 20 or newer is needed to build the web interface; there is $version."
}

# True when the web interface is there and none of its sources is newer.
is_client_built() {
  [[ -f $client/dist/index.html && -f $client_built ]] || return 1
  local newer
  newer=$(find "$client" \( -name node_modules -o -name dist \) -prune -o -newer "$client_built" -print -quit 2>/dev/null || true)
  [[ -z $newer ]]
}

# Builds the web interface when something in it changed; its packages are fetched only when their list did.
build_client() {
  [[ -f $client/package.json ]] || return 0
  is_client_built && return
  need_node
  say "Building the web interface..."
  local log modules=$client/node_modules/.package-lock.json
  log=$(mktemp)
  if ! (
    cd "$client"
    if [[ ! -f $modules || package-lock.json -nt $modules || package.json -nt $modules ]]; then
      npm ci --no-audit --no-fund --prefer-offline && touch "$modules"
    fi && npm run build
  ) >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "The web interface could not be built."
  fi
  rm -f "$log"
  touch "$client_built"
}
