#!/usr/bin/env bash
# Kills the appliance in the middle of its work, again and again, and checks that nothing it acknowledged is lost and
# nothing is booked twice.
#
#   tests/lifecycle/run.sh [ROUNDS] [--seed N] [--data DIR]     20 rounds when not given
#
# The program is $CALLWAITING_BIN, else the debug build. Listens on loopback only; takes nothing but python3.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=${CALLWAITING_BIN:-${CARGO_TARGET_DIR:-$HOME/.cache/callwaiting/target}/debug/callwaiting}
[ -x "$bin" ] || { echo "There is no program at $bin. Build it: cargo build -p callwaiting-server" >&2; exit 2; }
exec python3 "$here/lifecycle.py" --bin "$bin" "$@"
