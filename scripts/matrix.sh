#!/usr/bin/env bash
# Runs this tree's code model, driver, decks and demo on other versions of ngspice, and prints the table of docs/machines.md:
#   scripts/matrix.sh [VERSION ...]      42 44.2 45 46 47 by default; `installed` is that of this machine
# Each version is built by scripts/ngspice.sh into SOMN_MATRIX_DIR (build-matrix) and has a build folder of its own beside,
# build-ng<VERSION>; what is there already is gone on with. Where the version has KLU every test runs a second time with it
# (SOMN_KLU, see scripts/ngspice.sh). A column is a regular expression of ctest: one more line below is one more column.
set -euo pipefail
cd "$(dirname "$0")/.."
columns=(
  'driver           ^conformance.ngspice_(junction|linear)_test$'
  'decks            ^conformance.models_examples_test$'
  'laws, 3 forms    ^conformance.models_libraries_test$'
  'analyses, pairs  ^conformance.models_orders_test$'
  'random circuits  ^property.experiment_random_circuits_test$'
)
targets=(somn somn_code_model somn_ngspice_worker somn_libraries conformance_ngspice_junction_test conformance_ngspice_linear_test
         property_experiment_random_circuits_test)
dir=${SOMN_MATRIX_DIR:-$PWD/build-matrix}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
[ $# -gt 0 ] || set -- installed 42 44.2 45 46 47
title() { sed -E 's/ {2,}.*//' <<<"$1"; }

build() { # VERSION; sets `folder`, `path`
  path=$PATH
  folder=build-ng$1
  local options=()
  if [ "$1" != installed ]; then
    scripts/ngspice.sh "$1" "$dir/$1" || return 1
    path=$dir/$1/bin:$PATH
    options=(-DCMAKE_PREFIX_PATH="$dir/$1" -DNGSPICE_SOURCE_DIR="$dir/$1/source")
  fi
  echo "matrix: building for ngspice $1" >&2
  { PATH=$path cmake --preset release -B "$folder" -DBUILD_TESTING=ON -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON "${options[@]}" &&
    PATH=$path cmake --build "$folder" -j"${SOMN_JOBS:-2}" --target "${targets[@]}"; } >"$dir/$1.build.log" 2>&1 ||
    { tail -n 20 "$dir/$1.build.log" >&2; return 1; }
}

row() { # VERSION SOLVER; prints it
  local cells="| $1 | $2 " column name
  for column in "${columns[@]}"; do
    name=$(title "$column")
    if PATH=$path ctest --test-dir "$folder" --output-on-failure -j"${SOMN_JOBS:-2}" --no-tests=error -R "${column##* }" \
       >"$dir/$1.$2.${name//[ ,]/_}.log" 2>&1; then cells+="| yes "
    else cells+="| **no** "; failed=1; fi
  done
  rm -rf "$folder/demo"
  if PATH=$path "$folder/bin/somn" run examples/01_wire_network_spikes/run.toml -o "$folder/demo" --quiet >"$dir/$1.$2.demo.log" 2>&1
  then cells+="| $(($(wc -l <"$folder/demo/ngspice/events.csv") - 1)) events, $(sha256sum <"$folder/demo/ngspice/events.csv" | cut -c 1-8) "
  else cells+="| **no** "; failed=1; fi
  echo "$cells|"
}

failed=0 head="| ngspice | solver |" line="| --- | --- |"
for column in "${columns[@]}"; do head+=" $(title "$column") |"; line+=" --- |"; done
printf '%s demo |\n%s --- |\n' "$head" "$line" >"$dir/table.md"
for version in "$@"; do
  unset SOMN_KLU
  build "$version" || { echo "| $version | **no**: does not build |" | tee -a "$dir/table.md" >&2; continue; }
  row "$version" Sparse | tee -a "$dir/table.md" >&2
  if PATH=$path "$folder/bin/somn" doctor | grep -q 'with KLU' && [ "$version" != installed ]; then
    export SOMN_KLU=1
    row "$version" KLU | tee -a "$dir/table.md" >&2
  fi
done
cat "$dir/table.md"
! grep -q '\*\*no\*\*' "$dir/table.md"
