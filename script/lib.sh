# shellcheck shell=bash
# What run, test, setup and bench share: where things are, how progress is told, how a step is remembered.
# Sourced, never run. Deliberately absent: anything that installs or builds.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/callwaiting
# Outside the checkout, so that a second clone builds in seconds.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
# A stamp belongs to one checkout: two clones have two ui/node_modules.
stamps=$cache/stamps/$(printf %s "$root" | cksum | cut -d' ' -f1)
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$cache/node/node_modules/.bin:$PATH"
export PYTHONDONTWRITEBYTECODE=1
windows=x86_64-pc-windows-gnu

if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
else bold='' dim='' red='' green='' plain=''; fi

say() { printf '%s\n' "$*"; }
note() { printf '      %s\n' "$*"; }
die() { printf '%s%s%s\n' "$red" "$*" "$plain" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# 5 s, 3 min 07 s
span() {
  if [ "$1" -lt 60 ]; then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

# progress TOTAL: from here on, `step TEXT` prints [n/TOTAL] TEXT and how long the whole has run.
progress() { step_count=$1 step_number=0 step_began=$SECONDS; }
step() {
  step_number=$((step_number + 1))
  printf '%s[%d/%d]%s %s %s(after %s)%s\n' "$bold" "$step_number" "$step_count" "$plain" "$*" \
    "$dim" "$(span $((SECONDS - step_began)))" "$plain"
}

# Root runs it, everybody else asks sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else die "This needs root and there is no sudo. Run as root: $*"; fi
}

# digest PATH…: one hash over names and contents. Files that git ignores do not count.
digest() {
  (cd "$root" && {
    if [ -e .git ] && have git; then git ls-files -co --exclude-standard -- "$@"
    else find "$@" -type f -not -path '*/node_modules/*' -not -path '*/dist/*'; fi
  } | LC_ALL=C sort -u | while IFS= read -r file; do [ ! -f "$file" ] || sha256sum "$file"; done | sha256sum | cut -d' ' -f1)
}

# unchanged NAME DIGEST / remember NAME DIGEST: has this step been done for exactly this input?
unchanged() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
remember() { mkdir -p "$stamps" && printf '%s\n' "$2" >"$stamps/$1"; }

# web_packages FOLDER: what the lock file says, once for each state of it. Not `npm ci`: a lock file made on one platform
# may lack other platforms' optional binaries, which ci calls an error. Without saving, install changes no tracked file,
# checks every hash, and takes every version from the lock; tests/tidy checks that the lock belongs to its package.json.
web_packages() {
  local folder=$1 now
  now=$(digest "$folder/package.json" "$folder/package-lock.json")
  if [ -d "$root/$folder/node_modules" ] && unchanged "npm-${folder//\//-}" "$now"; then
    note "$folder: packages are there"
    return
  fi
  note "$folder: npm install"
  (cd "$root/$folder" && npm install --no-save --no-audit --no-fund --loglevel=error)
  remember "npm-${folder//\//-}" "$now"
}

# build_ui: the web files that window and browser load, only when a source changed.
build_ui() {
  local now
  [ -f "$root/ui/package.json" ] || { note "ui/ is not there yet"; return; }
  now=$(digest ui)
  if [ -f "$root/ui/dist/index.html" ] && unchanged ui-build "$now"; then
    note "ui: nothing changed since the last build"
    return
  fi
  (cd "$root/ui" && npm run --silent build)
  remember ui-build "$now"
}
