#!/usr/bin/env bash
# Installs what a bare Debian 12 needs to build, test and run somnspice: Debian packages, and the source of the
# *installed* ngspice (for cmpp and the code-model headers) unpacked under .deps/. Nothing else; safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  build-essential ca-certificates ccache cmake dpkg-dev git ninja-build pkg-config python3   # tools
  bison flex ngspice libngspice0 libngspice0-dev                                             # the host simulator
  catch2 libboost-dev libboost-graph-dev libcli11-dev libeigen3-dev libfmt-dev               # libraries
  libexpat1-dev libhdf5-dev libopenmpi-dev librandom123-dev libtomlplusplus-dev nlohmann-json3-dev
  gnuplot-nox hdf5-tools openmpi-bin valgrind xschem                                         # figures, mpirun
  graphviz python3-igraph python3-networkx                                                   # test oracles
)
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
for p in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "deps: installing ${missing[*]}"
  as_root apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "${missing[@]}" >/dev/null
fi

# --- the source of the installed ngspice -----------------------------------------------------------------------------
version=$(dpkg-query -W -f='${Version}' libngspice0)
source_dir=.deps/ngspice-$version
if [ ! -e "$source_dir/src/xspice/cmpp/main.c" ]; then
  echo "deps: fetching the source of ngspice $version"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  # a temporary deb-src list derived from this machine's own one-line and deb822 sources
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
  } | grep -E '[[:space:]]main([[:space:]]|$)' | grep -iE 'debian' >"$work/sources.list"
  mkdir -p "$work/lists/partial"
  apt_options=(-qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
               -o Dir::State::lists="$work/lists" -o APT::Sandbox::User=root)
  as_root apt-get "${apt_options[@]}" update
  (cd "$work" && as_root apt-get "${apt_options[@]}" source --download-only "ngspice=$version" >/dev/null)
  mkdir -p .deps
  (cd "$work" && dpkg-source --no-check -x ngspice_*.dsc tree >/dev/null)
  rm -rf "$source_dir"
  mv "$work/tree" "$source_dir"
fi
ln -sfn "ngspice-$version" .deps/ngspice
echo "deps: ready (ngspice $version)"
