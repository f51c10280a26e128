#!/usr/bin/env bash
# valgrind and the sanitizers on the code model inside a real ngspice: every law, operating point, sweep, AC, transient,
# noise, a second run with altermod, an illegal parameter.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
verdict() { if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $2"; tail -n 30 "$3"; fi; }

python3 - >deck.cir <<'PY'
import os, sys
sys.path.insert(0, os.environ["SOMN_SOURCE_DIR"] + "/tests/tools")
from law_cases import CASES, LAWS
print("every law\nv1 s 0 dc 0.5 ac 1 sin(0 1.5 1meg)\nc1 m 0 1p")
for k, law in enumerate(LAWS):
    print(f"a{k} %gd({'m 0' if k % 2 else 's m'}) {law}\n.model {law} somn_{law}({CASES[law]['busy']})")
print(f""".save v(m) @a0[state] @a{len(LAWS) - 1}[state]
.control
op
dc v1 -1 1 0.5
ac dec 2 1 1k
noise v(m) v1 dec 1 1 10
tf v(m) v1
pz s 0 m 0 vol pol
sens v(m)
op
tran 10n 2u
altermod {next(iter(LAWS))} lte=1.5
tran 10n 1u uic
quit 0
.endc
.end""")
PY
printf 'illegal\nv1 p 0 1\na1 %%gd(p 0) m\n.model m somn_vts(tau=-1)\n.op\n.end\n' >illegal.cir

echo "codemodel $SOMN_BUILD_DIR/lib/somn.cm" >.spiceinit
sed 's/^c1 .*/&\n.options noopiter maxord=1/' deck.cir >options.cir
for deck in deck options illegal; do
  HOME=$work valgrind --error-exitcode=9 --leak-check=no -q ngspice -b $deck.cir >$deck.log 2>&1
  result=$?
  [ $deck = illegal ] && [ $result = 1 ] && result=0 # ngspice says that there is nothing to print
  grep -q "somn.cm\|somn_" <(grep "^==" $deck.log) && result=9
  verdict $result "valgrind, $deck.cir" $deck.log
done

# the same sources once more with sanitizers; their runtime must come before ngspice
host=$(ls -d "$SOMN_BUILD_DIR"/code-model/*/ | grep -v -- -network/ | head -n 1)
ngspice_source=$SOMN_SOURCE_DIR/.deps/ngspice
[ -d "$ngspice_source" ] || { echo "skipped: no ngspice source for the sanitizers (1 skip)"; ngspice_source=; }
if [ -n "$ngspice_source" ]; then
  gcc -g -O1 -w -fPIC -shared -fsanitize=address,undefined -fno-sanitize-recover=undefined -DSOMN_HOST_TAG='"sanitized"' \
    -I"$host/config" -I"$host" -I"$ngspice_source/src/include" -I"$SOMN_SOURCE_DIR/models" "$host"/somn_*/cfunc.c \
    "$host"/somn_*/ifspec.c "$SOMN_SOURCE_DIR/models/glue/first_step.c" "$ngspice_source/src/xspice/icm/dlmain.c" "$ngspice_source/src/misc/dstring.c" -lm -o sanitized.cm
  verdict $? "the code model with sanitizers compiles" /dev/null
  echo "codemodel $work/sanitized.cm" >.spiceinit
  LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)" ASAN_OPTIONS=detect_leaks=0 \
    HOME=$work ngspice -b deck.cir >sanitized.log 2>&1
  result=$?
  grep -q "ERROR: AddressSanitizer\|runtime error" sanitized.log && result=9
  verdict $result "sanitizers, deck.cir" sanitized.log
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ]
