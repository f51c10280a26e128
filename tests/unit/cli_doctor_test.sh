#!/usr/bin/env bash
# somn doctor says where each part is, names a missing one with its remedy, and its exit code is that of decks in ngspice.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; cat out; fi; }
doctor() { env "$@" "$SOMN" doctor >out 2>err; code=$?; }

doctor A=b
check "all there (exit $code)" '[ $code = 0 ] && [ ! -s err ] && grep -qE "^ngspice +ngspice [0-9].* CIDER.* OSDI.* KLU.*/somn_ngspice_worker$" out'
check "the code model and its host" 'grep -qE "^code model +/.*somn\.cm, built for ng[0-9]" out'
check "the pages are told of" 'grep -qE "^pages +(interactive, built in|MISSING: .*esbuild)" out'
doctor PATH=/nonexistent SOMN_MPI_PLUGIN=/plugin.so
check "no gnuplot is no reason for a code (exit $code)" '[ $code = 0 ] && grep -qE "^gnuplot +MISSING: .*apt-get install gnuplot-nox" out'
check "the plugin that was named" 'grep -qE "^MPI +MISSING: .*/plugin.so" out'
ln -s loop loop  # what cannot be looked at, for root too
doctor SOMN_MPI_PLUGIN="$work/loop/plugin.so"
check "a plugin where nobody can look (exit $code)" '[ $code = 0 ] && [ ! -s err ] && grep -qE "^MPI +MISSING: .*/loop/plugin.so" out'
doctor SOMN_CODE_MODEL=/nonexistent/somn.cm
check "no code model (exit $code)" '[ $code = 1 ] && grep -qE "^code model +MISSING: .*/nonexistent/somn.cm.*build it" out && grep -qE "^ngspice +ngspice [0-9]" out'
printf 'somn-host:ng12-osdi-klu\0' >other.cm
doctor SOMN_CODE_MODEL="$work/other.cm"
check "a code model for another ngspice (exit $code)" '[ $code = 1 ] && grep -q "^code model .*built for ng12-osdi-klu.*rebuild it" out'
doctor SOMN_NGSPICE_LIBRARY=/nonexistent/libngspice.so
check "no such libngspice (exit $code)" '[ $code = 1 ] && grep -qE "^ngspice +MISSING: ngspice cannot be loaded.*/nonexistent/libngspice.so.*SOMN_NGSPICE_LIBRARY" out'
echo "no library" >text.so
doctor SOMN_NGSPICE_LIBRARY="$work/text.so"
check "what is no library (exit $code)" '[ $code = 1 ] && grep -qE "^ngspice +MISSING: ngspice cannot be loaded.*/text.so" out'
mkdir "an other"; ln -s "$(ldconfig -p | sed -n "s/.*libngspice.so.0 .*=> //p" | head -n 1)" "an other/libngspice.so"
doctor SOMN_NGSPICE_LIBRARY="an other/libngspice.so"
check "another libngspice, by a relative path with a space (exit $code)" '[ $code = 0 ] && grep -qE "^ngspice +ngspice [0-9].*SOMN_NGSPICE_LIBRARY=an other/libngspice.so" out'
doctor SOMN_NGSPICE_WORKER=/nonexistent/worker
check "no worker (exit $code)" '[ $code = 1 ] && grep -qE "^ngspice +MISSING: .*/nonexistent/worker" out && grep -q ^gnuplot out'

echo "$passed passed, $failed failed"
[ $failed = 0 ]
