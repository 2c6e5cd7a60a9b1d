#!/usr/bin/env bash
# `make test`: install what the tests need beside the service, then run every check. What cannot be installed
# is said aloud, and the tests that need it skip themselves with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."

PYTHON=${PYTHON:-python3}
BIN=.venv/bin
PIP="$BIN/python -m pip --disable-pip-version-check -q"

say() { printf '\n== %s\n' "$*"; }

install_system_packages() {
  local wanted=() package
  command -v redis-server >/dev/null || wanted+=(redis-server)
  command -v haproxy >/dev/null || wanted+=(haproxy)
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || wanted+=(chromium)
  [ -e /usr/lib/python3/dist-packages/libvoikko.py ] || wanted+=(voikko-fi python3-libvoikko)
  [ ${#wanted[@]} -eq 0 ] && return
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "installing ${wanted[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null || say "apt-get update failed; trying with the lists at hand"
    for package in "${wanted[@]}"; do
      apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || say "could not install $package"
    done
  else
    say "please install: ${wanted[*]} (tests that need them will be skipped)"
  fi
}

install_python_packages() {
  make -s install PYTHON="$PYTHON"
  $PIP install -c constraints.txt -e '.[test,bench]'
  $PIP install -c constraints.txt -r models/requirements.txt || say "could not install the training libraries; their tests will be skipped"
}

check_sidebar() {
  if ! command -v npm >/dev/null; then
    say "node and npm are not installed: the sidebar's own tests are skipped"
    return
  fi
  say "sidebar: types, unit tests, committed build"
  (cd clients/sidebar && npm ci --no-audit --no-fund --silent && npm run --silent check)
}

say "installing"
install_system_packages
install_python_packages
say "style and types"
$BIN/ruff check .
$BIN/ruff format --check .
$BIN/mypy
check_sidebar
say "tests"
exec $BIN/python -m pytest --cov=hurmaus --cov-report=term:skip-covered "$@"
