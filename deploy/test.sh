#!/usr/bin/env bash
# Sets up what the tests need on Debian, builds once and runs every test, as root or as a user with sudo.
#   deploy/test.sh [--no-build] [SUITE...]      SUITE: a project below tests/, such as XHand.Sip.Tests
# Of XHand.Package.Tests only the short ones run with all suites (what is in the package, and that it runs); named, it makes a whole Debian with systemd in
# namespaces of its own (deploy/judge.sh package).
# Ends with "N passed, N failed"; the exit status is 0 when none failed.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=deploy/lib.sh
source "$root/deploy/lib.sh"

wants_build=yes
if [[ ${1:-} == --no-build ]]; then
  wants_build=no
  shift
fi

# Seconds that a suite may take before it is ended and counts as failed.
budget_of() {
  case $1 in
    XHand.Peers.Tests | XHand.Browser.Tests | XHand.Package.Tests | XHand.Host.Tests | XHand.Web.Tests) echo 600 ;;
    XHand.Simulation.Tests | XHand.Storage.Tests | XHand.Judge.Tests) echo 400 ;;
    *) echo 180 ;;
  esac
}

need_packages ca-certificates tzdata procps baresip-core sip-tester kamailio chromium debootstrap iproute2 sipvicious
need_postgresql
need_dotnet

wants_client=no
if [[ $# -gt 0 ]]; then
  suites=("$@")
else
  wants_client=yes
  suites=()
  for folder in "$root"/tests/*.Tests; do
    suites+=("$(basename "$folder")")
  done
fi

if [[ $wants_build == yes ]]; then
  say "Building..."
  build "$root/XHand.sln"
  touch "$built"
  build_client
fi

passed=0 failed=0 ended_badly=()
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for suite in "${suites[@]}"; do
  project=$root/tests/$suite/$suite.csproj
  [[ -f $project ]] || fail "There is no suite $suite."
  budget=$(budget_of "$suite")
  began=$SECONDS
  status=0
  only=()
  [[ $suite != XHand.Package.Tests || $wants_client == no ]] || only=(--filter Length=short)
  timeout --kill-after=10 "$budget" dotnet test "$project" -c "$configuration" --no-build --nologo "${only[@]}" >"$log" 2>&1 </dev/null || status=$?
  # The runner's last line: "Passed!  - Failed:     0, Passed:    62, Skipped:     0, Total:    62, Duration: ..."
  totals=$(grep -oE 'Failed: +[0-9]+, Passed: +[0-9]+' "$log" | tail -n 1 || true)
  suite_failed=$(sed -nE 's/^Failed: +([0-9]+),.*/\1/p' <<<"$totals")
  suite_passed=$(sed -nE 's/.*Passed: +([0-9]+)$/\1/p' <<<"$totals")
  failed=$((failed + ${suite_failed:-0}))
  passed=$((passed + ${suite_passed:-0}))
  if [[ $status == 0 && -n $totals ]]; then
    printf '%-28s %4d passed  %4d s\n' "$suite" "$suite_passed" "$((SECONDS - began))"
  elif [[ $status == 0 ]] && grep -q 'No test is available' "$log"; then
    printf '%-28s    no tests yet\n' "$suite"
  else
    cat "$log"
    reason="exit status $status"
    [[ $status == 124 || $status == 137 ]] && reason="not done after $budget s"
    printf '%-28s %4d passed  %4d FAILED  %4d s  (%s)\n' "$suite" "${suite_passed:-0}" "${suite_failed:-0}" "$((SECONDS - began))" "$reason"
    ended_badly+=("$suite")
    # A suite that broke off without naming a failed test has failed all the same.
    [[ ${suite_failed:-0} == 0 ]] && failed=$((failed + 1))
  fi
done

# The client's own tests, when every suite runs.
if [[ $wants_client == yes && -f $client/package.json ]]; then
  began=$SECONDS
  status=0
  (cd "$client" && timeout --kill-after=10 180 npm test) >"$log" 2>&1 </dev/null || status=$?
  client_passed=$(sed -E 's/\x1b\[[0-9;]*m//g' "$log" | sed -nE 's/^ *Tests .* ([0-9]+) passed.*/\1/p' | tail -n 1)
  passed=$((passed + ${client_passed:-0}))
  if [[ $status == 0 && -n $client_passed ]]; then
    printf '%-28s %4d passed  %4d s\n' client "$client_passed" "$((SECONDS - began))"
  else
    cat "$log"
    printf '%-28s FAILED (exit status %d)\n' client "$status"
    ended_badly+=(client)
    failed=$((failed + 1))
  fi
fi

[[ ${#ended_badly[@]} == 0 ]] || printf 'Failed: %s\n' "${ended_badly[*]}"
printf '%d passed, %d failed\n' "$passed" "$failed"
[[ $failed == 0 ]]
