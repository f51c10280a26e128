#!/usr/bin/env bash
# Builds one version of ngspice, its program and libngspice, without touching the installed one: for scripts/matrix.sh and for
# those whose Debian has none that they want.
#   scripts/ngspice.sh VERSION DIR      42 to 47; DIR/bin/ngspice, DIR/lib/libngspice.so and DIR/source, for NGSPICE_SOURCE_DIR
#   SOMN_NGSPICE_SOURCES                folder that already holds ngspice-VERSION; else its tag comes by git
# With OSDI and KLU, without CIDER, graphics and readline. One change: where SOMN_KLU is in the environment, decks that name no
# solver get KLU, so that every deck of the tests can run with it as it stands.
set -euo pipefail
version=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
if [ -e "$dir/complete" ]; then exit 0; fi

missing=()
for p in autoconf automake libtool bison flex build-essential; do
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "ngspice: packages are missing; an administrator installs them by: apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

rm -rf "$dir/source"
if [ -d "${SOMN_NGSPICE_SOURCES:-}/ngspice-$version" ]; then
  cp -a "$SOMN_NGSPICE_SOURCES/ngspice-$version" "$dir/source"
else
  git clone -q --depth 1 --branch "ngspice-$version" https://git.code.sf.net/p/ngspice/ngspice "$dir/source"
fi
task=$dir/source/src/spicelib/analysis/cktntask.c
sed -i -E 's/(tsk->TSKkluMODE *= *)CKTkluOFF/\1getenv("SOMN_KLU") != NULL/; 1i #include <stdlib.h>' "$task"
grep -q SOMN_KLU "$task" || { echo "ngspice: $task does not look as expected" >&2; exit 1; }
(cd "$dir/source" && ./autogen.sh >"$dir/autogen.log" 2>&1)

compiler=cc
if command -v ccache >/dev/null; then compiler="ccache cc"; fi
for kind in program library; do
  options=(--prefix="$dir" --with-pic --disable-static --disable-debug --enable-xspice --enable-osdi --enable-klu --disable-openmp --without-x --with-readline=no)
  if [ $kind = library ]; then options+=(--with-ngshared); fi
  mkdir -p "$dir/$kind"
  echo "ngspice: building $version, $kind"
  (cd "$dir/$kind" && ../source/configure CC="$compiler" CFLAGS="${CFLAGS:--O2} -w" CXXFLAGS="${CFLAGS:--O2} -w" "${options[@]}" &&
   make -j"${SOMN_JOBS:-2}" && make install) >"$dir/$kind.log" 2>&1 || { tail -n 20 "$dir/$kind.log" >&2; exit 1; }
done
touch "$dir/complete"
