#!/usr/bin/env bash
# Examples with a film as one component check themselves against the flat twin in the same deck, and fail where the two differ.
set -eu
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cp -r "$SOMN_SOURCE_DIR"/examples/40_film_between_opamps "$SOMN_SOURCE_DIR"/examples/41_films_in_circuits "$work"
passes() {  # deck in its folder
  cd "$work/${1%/*}"
  printf 'codemodel %s\n' "$SOMN_BUILD_DIR"/lib/somn.cm "$SOMN_BUILD_DIR"/lib/somn_network.cm >.spiceinit
  HOME=$PWD ngspice -b "${1##*/}" >log 2>&1 && grep -qx passed log
}
for deck in 40_film_between_opamps/integrator.sp 41_films_in_circuits/reservoir.sp ${SOMN_NIGHTLY:+41_films_in_circuits/ring.sp 41_films_in_circuits/neuron.sp}; do
  passes $deck || { echo "$deck"; tail -n 20 log; exit 1; }
done
cd "$work"
sed -i 's/^rf2 sum2 out2 1meg/rf2 sum2 out2 0.99meg/' 40_film_between_opamps/integrator.sp
sed -i 's/^r2_7 e07b 0 1meg/r2_7 e07b 0 0.98meg/' 41_films_in_circuits/reservoir.sp
for deck in 40_film_between_opamps/integrator.sp 41_films_in_circuits/reservoir.sp; do
  if passes $deck; then echo "a difference is not noticed: $deck"; exit 1; fi
done
