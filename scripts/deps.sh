#!/usr/bin/env bash
# What a bare Debian (12, 13, sid) needs to build and run somnspice: packages, and the source of the *installed* ngspice (for
# cmpp and the code-model headers), which becomes .deps/ngspice. Safe to run again.
#   scripts/deps.sh [tests]      tests: what only the tests need, too
#   scripts/deps.sh nightly      and what those of the night need: a browser, node
#   scripts/deps.sh package      and what scripts/package.sh needs
#   scripts/deps.sh site         only what scripts/site.sh needs
# Only packages need root: who is not root is told the one command for the administrator. The source is, first found first:
#   SOMN_NGSPICE_SOURCE=DIR      an ngspice source tree
#   .deps/ngspice*               one already unpacked there, of the installed version
#   apt-get source               of the installed version, by this machine's own lists
# Without any the build goes on, but has no code model.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  build-essential ca-certificates ccache cmake dpkg-dev ninja-build pkg-config               # tools
  bison flex ngspice libngspice0 libngspice0-dev                                             # the host simulator
  libboost-dev libcli11-dev libeigen3-dev libexpat1-dev libfmt-dev libhdf5-dev               # libraries
  librandom123-dev libtomlplusplus-dev nlohmann-json3-dev zlib1g-dev
  gnuplot-nox libopenmpi-dev openmpi-bin                                                     # figures, mpirun
  pybind11-dev python3-dev python3-numpy                                                     # the Python module
  esbuild                                                                                    # interactive pages
)
site=(doxygen furo python3 python3-myst-parser python3-sphinx)
if [ "${1:-}" = site ]; then packages=("${site[@]}"); fi
if [ "${1:-}" = tests ] || [ "${1:-}" = nightly ]; then
  packages+=("${site[@]}" catch2 git groff-base hdf5-tools valgrind xschem graphviz python3-igraph python3-networkx
             mypy python3-matplotlib python3-pandas python3-pytest python3-tqdm python3-xarray
             python3-ipykernel python3-nbconvert python3-neo python3-pint python3-scipy)
fi
if [ "${1:-}" = nightly ]; then packages+=(chromium nodejs npm); fi
if [ "${1:-}" = package ]; then packages+=(file); fi  # of CPack

missing=()
for p in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "deps: packages are missing; an administrator installs them by" >&2
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  echo "deps: installing ${missing[*]}"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "${missing[@]}" >/dev/null
fi

if [ "${1:-}" = site ]; then exit 0; fi

# --- the source of the installed ngspice -----------------------------------------------------------------------------
version=$(ngspice -v 2>/dev/null | sed -nE 's/.*ngspice-([0-9.]*[0-9]\+?).*/\1/p' | head -n 1 || true)
package=$(dpkg-query -W -f='${Version}' libngspice0)

is_source() { [ -e "$1/src/xspice/cmpp/main.c" ]; }
has_version() { is_source "$1" && grep -qF "m4_define([ngspice_major_version], [$version])" "$1/configure.ac"; }

# a deb-src list derived from this machine's own one-line and deb822 sources
source_list() {
  { find /etc/apt -maxdepth 2 -name '*.list' -exec grep -hE '^deb[[:space:]]' {} + | sed -E 's/^deb[[:space:]]/deb-src /' || true
    find /etc/apt -maxdepth 2 -name '*.sources' -print0 | xargs -0 -r -I{} sh -c 'cat "{}"; echo' | awk '
      function flush(  u, s, nu, ns, i, j, options) {
        options = key == "" ? "" : "[signed-by=" key "] "
        nu = split(uris, u, " "); ns = split(suites, s, " ")
        if (types ~ /(^| )deb( |$)/) for (i = 1; i <= nu; i++) for (j = 1; j <= ns; j++)
          print "deb-src " options u[i] " " s[j] " " components
        types = uris = suites = components = key = ""
      }
      /^[[:space:]]*$/ { flush(); next }
      { line = $0; sub(/^[^:]*:[[:space:]]*/, "", line) }
      /^Types:/ { types = line } /^URIs:/ { uris = line } /^Suites:/ { suites = line }
      /^Components:/ { components = line } /^Signed-By:[[:space:]]*\// { key = line }
      END { flush() }'
  } | grep -E '[[:space:]]main([[:space:]]|$)' | grep -iE 'debian'
}

# into .deps/ngspice-PACKAGE_VERSION; all that apt writes is below a folder of its own, so that it needs no root
fetch_source() {
  local options
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  source_list >"$work/sources.list" || return 1
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" .deps
  options=(-qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
           -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update || return 1
  (cd "$work" && apt-get "${options[@]}" source --download-only "ngspice=$package" >/dev/null) || return 1
  (cd "$work" && dpkg-source --no-check -x ngspice_*.dsc tree >/dev/null) || return 1
  rm -rf ".deps/ngspice-$package"
  mv "$work/tree" ".deps/ngspice-$package"
}

found=
if [ -n "${SOMN_NGSPICE_SOURCE:-}" ]; then
  found=$(realpath -m "$SOMN_NGSPICE_SOURCE")
  if ! is_source "$found"; then
    echo "deps: SOMN_NGSPICE_SOURCE=$SOMN_NGSPICE_SOURCE is no ngspice source tree: it has no src/xspice/cmpp/main.c" >&2
    exit 1
  fi
  has_version "$found" || echo "deps: $found is not of ngspice $version, which is installed: its code model will not fit" >&2
else
  for folder in ".deps/ngspice-$package" .deps/ngspice .deps/ngspice-*; do
    if has_version "$folder"; then found=$(realpath "$folder"); break; fi
  done
  if [ -z "$found" ]; then
    echo "deps: fetching the source of ngspice $package"
    if fetch_source; then found=$PWD/.deps/ngspice-$package; fi
  fi
fi
if [ -z "$found" ]; then
  echo "deps: no source of ngspice $package could be had. All but the code model will be built; for it, unpack that source" >&2
  echo "deps: (tag ngspice-${package%%[+-]*} of https://git.code.sf.net/p/ngspice/ngspice) and run SOMN_NGSPICE_SOURCE=<its folder> scripts/deps.sh" >&2
  exit 0
fi
case $found in "$PWD/.deps/"*) link=${found#"$PWD/.deps/"} ;; *) link=$found ;; esac
if [ "$link" != ngspice ]; then mkdir -p .deps; ln -sfn "$link" .deps/ngspice; fi
echo "deps: ready (ngspice $package, source $found)"
