#!/usr/bin/env bash
# Examples with a film as one component check themselves against the flat twin in the same deck.
set -eu
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cp -r "$SOMN_SOURCE_DIR"/examples/40_film_between_opamps "$work"
cd "$work"/40_film_between_opamps
printf 'codemodel %s\n' "$SOMN_BUILD_DIR"/lib/somn.cm "$SOMN_BUILD_DIR"/lib/somn_network.cm >.spiceinit
HOME=$PWD ngspice -b integrator.sp >log 2>&1 || { tail -n 20 log; exit 1; }
grep -qx passed log
# and fail where the two are apart
sed -i 's/^rf2 sum2 out2 1meg/rf2 sum2 out2 0.99meg/' integrator.sp
if HOME=$PWD ngspice -b integrator.sp >log 2>&1; then echo "a difference of 1 % is not noticed"; exit 1; fi
