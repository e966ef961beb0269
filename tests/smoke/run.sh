#!/usr/bin/env bash
# One black-box run of the real window, on a display, a bus and a home folder of its own.
#
#   tests/smoke/run.sh        CALLWAITING_WINDOW names the program (default: the debug build); pictures go to tests/smoke/out
#
# The program is a debug build: `cargo build -p callwaiting-window`, after ui/ was built. A release build can't be driven.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

absent=()
for tool in xvfb-run dbus-run-session WebKitWebDriver tauri-driver node python3 import xwininfo; do
  command -v "$tool" >/dev/null 2>&1 || absent+=("$tool")
done
[ -d "$here/node_modules/selenium-webdriver" ] || absent+=("tests/smoke/node_modules (npm install)")
export CALLWAITING_WINDOW=${CALLWAITING_WINDOW:-${CARGO_TARGET_DIR:-$HOME/.cache/callwaiting/target}/debug/callwaiting-window}
[ -x "$CALLWAITING_WINDOW" ] || absent+=("$CALLWAITING_WINDOW (cargo build -p callwaiting-window)")
if [ ${#absent[@]} -gt 0 ]; then
  printf 'The window cannot be tested here. Missing: %s\n' "$(IFS=,; printf '%s' "${absent[*]}" | sed 's/,/, /g')" >&2
  echo "script/setup test installs what can be installed." >&2
  exit 1
fi

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
mkdir -p "$here/out"
# Nothing of this machine's desktop reaches the window, and nothing of the window stays.
env -u WAYLAND_DISPLAY -u DISPLAY -u DBUS_SESSION_BUS_ADDRESS HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" \
  XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" CALLWAITING_DATA="$home/clinic data" NO_AT_BRIDGE=1 \
  xvfb-run -a -s "-screen 0 1400x900x24" dbus-run-session -- bash -c '
    # As after signing in to a desktop: the keychain is there and open.
    if command -v gnome-keyring-daemon >/dev/null 2>&1; then
      export CALLWAITING_SMOKE_KEYCHAIN=1
      printf "\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
    fi
    exec node "$@"' bash "$here/window.mjs" "$here/out"
