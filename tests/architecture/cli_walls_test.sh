#!/usr/bin/env bash
# The dependency graph of docs/architecture.md: who may include whom. The include roots enforce it when compiling; here the
# rule is written once more, against #include lines, together with what no compiler sees.
set -u
cd "$SOMN_SOURCE_DIR" || exit 1
failed=0 passed=0
allow() {  # FOLDER MODULE... : sources below FOLDER include only these <somn/MODULE/...>
  local folder=$1; shift
  local pattern; pattern=$(IFS='|'; echo "$*")
  local bad; bad=$(grep -rnE '#include <somn/' --exclude-dir=tests "$folder" --include='*.?pp' --include='*.h' | grep -vE "#include <somn/($pattern)/" || true)
  if [ -z "$bad" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $folder may include only $*:"; echo "$bad" | head -5; fi
}
allow src/core core
allow models core models
allow src/schema core schema
allow src/circuit core models circuit
allow netgen/src core netgen
allow netgen/include core netgen
allow netgen/netlist core models circuit netgen netlist
allow src/ngspice core ngspice
allow src/native core models circuit native
allow src/component core models circuit native observables component
allow src/compare core schema compare
numbers="core schema statistics"  # and what is built on them
allow src/statistics $numbers
allow src/power_laws $numbers power_laws
allow src/signals $numbers signals
allow src/spike_trains $numbers power_laws signals spike_trains
allow src/observables $numbers power_laws signals spike_trains observables
allow src/tables core schema signals spike_trains formats tables
allow src/figures core figures
allow src/formats core formats
allow src/analyses $numbers power_laws signals spike_trains observables tables figures formats analyses
allow src/view core netgen formats view
allow src/report core netgen figures formats analyses spike_trains view report
allow src/experiment statistics adiabatic core formats models circuit netgen netlist native ngspice schema observables analyses experiment
allow src/adiabatic core netgen adiabatic
allow src/fit core experiment statistics tables figures fit
allow src/sweep core schema statistics models power_laws analyses experiment sweep
allow src/workflow adiabatic core component models circuit netgen netlist native ngspice compare figures formats analyses report experiment sweep view workflow

# an analysis knows no other
for folder in src/analyses/*/; do
  name=$(basename "$folder")
  bad=$(grep -rnE '#include <somn/analyses/[a-z_]+/' "$folder" | grep -v "<somn/analyses/$name/" || true)
  if [ -z "$bad" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name includes another analysis: $bad"; fi
done

only_in() {  # WORD FOLDER
  local bad; bad=$(grep -rlE "$1" src models netgen --include='*.?pp' --include='*.h' --include='*.c' | grep -v "^$2" || true)
  if [ -z "$bad" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1 outside $2: $bad"; fi
}
only_in 'sharedspice.h' src/ngspice/worker
headers=$(grep -rl 'include <boost/graph' src models netgen --include='*.hpp' || true)
if [ -z "$headers" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: Boost.Graph in a header: $headers"; fi

# the two transcriptions of a law share its table only
bad=$(grep -nE '#include "(glue/|.*law\.h"|.*shape\.h")' models/*/native* src/native/src/* || true)
bad+=$(grep -nE '#include ".*native|#include "law_group' models/*/*.h models/glue/* || true)
if [ -z "$bad" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: one transcription includes another: $bad"; fi

# every test file is a registered test
for file in tests/*/*_test.cpp tests/*/*_test.sh models/*/tests/*; do
  name=$(basename "$file"); label=$(basename "$(dirname "$file")")
  case $file in
    models/*.json) continue ;;
    models/*) law=${file#models/}; law=${law%%/*}; label=${name%%_*}; name=${name#*_}; name=${name%%_*}_${law}_${name#*_} ;;
  esac
  if grep -q "$label.${name%_test.*}_test" "$SOMN_BUILD_DIR"/tests/CTestTestfile.cmake; then passed=$((passed + 1)); else
    failed=$((failed + 1)); echo "FAILED: $file is not registered"; fi
done

# no GPL library is linked (libngspice is BSD)
for program in "$SOMN" "$SOMN_BUILD_DIR"/libexec/somn/somn_ngspice_worker; do
  if ldd "$program" | grep -qE 'libgsl|libfftw|libplfit|libigraph|libreadline'; then failed=$((failed + 1)); echo "FAILED: $program links a GPL library"; else passed=$((passed + 1)); fi
done
# fmt::join is in fmt/ranges.h: Debian 12 has it in format.h, too, and later ones do not
without=$(grep -rlE 'fmt::join' src netgen models tests python --include='*.cpp' --include='*.hpp' | xargs -r grep -L '<fmt/ranges.h>')
if [ -z "$without" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: fmt::join without <fmt/ranges.h> in" $without; fi
# one version: CMakeLists.txt says it; the citation, the change log and the program repeat it
version=$(sed -nE 's/^project\(somnspice VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
says() {  # WHERE TEXT
  if [[ "$2" == *"$version"* ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1 says '$2', CMakeLists.txt $version"; fi
}
says CITATION.cff "$(grep '^version:' CITATION.cff)"
says CHANGELOG.md "$(grep -m1 '^## ' CHANGELOG.md)"
says "somn --version" "$("$SOMN" --version)"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
