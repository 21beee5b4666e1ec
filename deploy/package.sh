#!/usr/bin/env bash
# Builds the Debian package: the program, the .NET runtime of this machine beside it, the web interface, the service, the guides.
#   deploy/package.sh [--out DIR] [--version V]     DIR: artifacts/ when left out; V: that of Directory.Build.props
# Prints the path of xhand_V_amd64.deb. Needs no rights but to write there. docs/decisions/0010-debian-package.md says why it is as it is.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=deploy/lib.sh
source "$root/deploy/lib.sh"

out=$root/artifacts
own_version=$(sed -nE 's:.*<Version>([^<]+)</Version>.*:\1:p' "$root/Directory.Build.props")
version=$own_version
while [[ $# -gt 0 ]]; do
  case $1 in
    --out) out=${2:?--out needs a folder} && shift 2 ;;
    --version) version=${2:?--version needs a version} && shift 2 ;;
    *) fail "usage: deploy/package.sh [--out DIR] [--version V]" ;;
  esac
done
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "A version is three numbers such as 1.2.3, and not $version."
[[ $(dpkg --print-architecture 2>/dev/null) == amd64 ]] || fail "The package is built on Debian for amd64."

need_dotnet
build_client
mkdir -p "$out"
umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stage=$work/stage
program=$stage/usr/lib/xhand
doc=$stage/usr/share/doc/xhand
mkdir -p "$program" "$doc/examples" "$doc/dotnet" "$stage/DEBIAN" "$stage/usr/bin" "$stage/usr/lib/systemd/system" "$stage/etc/xhand"

publish() {
  local log=$work/publish.log
  if ! dotnet publish "$root/src/XHand.Host" -c "$configuration" -o "$program" -v q --nologo \
    -nodeReuse:false -p:UseSharedCompilation=false "$@" >"$log" 2>&1; then
    cat "$log" >&2
    fail "The program could not be published."
  fi
}

# Another version than the sources' own is a build of its own, which leaves the usual one alone.
if [[ $version == "$own_version" ]]; then
  assets=$root/src/XHand.Host/obj/project.assets.json
  if ! is_built; then
    say "Building XHand..."
    build "$root/src/XHand.Host"
    touch "$built"
  fi
  publish --no-build
else
  assets=$work/artifacts/obj/XHand.Host/project.assets.json
  publish --artifacts-path "$work/artifacts" "-p:Version=$version"
fi
[[ ! -f $client/package.json || -f $program/client/index.html ]] || fail "The web interface is not in what was published."

# The runtime that the tests ran with: Debian has none, and what is here needs no download.
newest() { find "$1" -mindepth 1 -maxdepth 1 -name '10.*' -printf '%f\n' | sort -V | tail -n 1; }
for part in host/fxr shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App; do
  number=$(newest "$DOTNET_ROOT/$part")
  [[ -n $number ]] || fail "There is no $part of .NET 10 in $DOTNET_ROOT."
  mkdir -p "$program/dotnet/$part"
  cp -R "$DOTNET_ROOT/$part/$number" "$program/dotnet/$part/"
done
cp "$DOTNET_ROOT/LICENSE.txt" "$DOTNET_ROOT/ThirdPartyNotices.txt" "$doc/dotnet/"

package=$root/deploy/package
install -m 0755 "$package/xhand" "$stage/usr/bin/xhand"
install -m 0644 "$root/deploy/xhand.service" "$stage/usr/lib/systemd/system/xhand.service"
install -m 0640 "$package/xhand.env" "$stage/etc/xhand/xhand.env"
install -m 0644 "$package/nftables.conf" "$doc/examples/nftables.conf"
install -m 0644 "$root/README.md" "$root"/docs/{install,status,site-file,database,alarms}.md "$doc/"
{
  [[ $version == "$own_version" ]] || printf 'xhand (%s) stable; urgency=medium\n\n  * Built from the sources of %s.\n\n -- The XHand authors <xhand@localhost>  %s\n\n' \
    "$version" "$own_version" "$(LC_ALL=C date -R)"
  cat "$package/changelog"
} | gzip -9n >"$doc/changelog.gz"
need_node
{
  cat "$package/copyright.in"
  node "$package/parts.mjs" "$assets" "$program" "$client" "$doc/client"
  cat "$package/licences.in"
} >"$doc/copyright"

# Whatever modes the checkout and the runtime have: files are read by all, programs run by all, nothing more.
find "$stage" -type d -exec chmod 0755 {} +
find "$program" "$doc" -type f -exec chmod 0644 {} +
chmod 0755 "$program/xhand" "$program"/dotnet/shared/*/*/createdump

for script in preinst postinst prerm postrm; do
  install -m 0755 "$package/$script" "$stage/DEBIAN/$script"
done
printf '/etc/xhand/xhand.env\n' >"$stage/DEBIAN/conffiles"
size=$(du -sk --exclude=DEBIAN "$stage" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$size/" "$package/control.in" >"$stage/DEBIAN/control"
(cd "$stage" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$stage/DEBIAN/md5sums"

deb=$out/xhand_${version}_amd64.deb
dpkg-deb --root-owner-group -Zzstd -z9 --build "$stage" "$deb" >&2
printf '%s\n' "$deb"
