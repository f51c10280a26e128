#!/usr/bin/env bash
# The code model at plain ngspice's prompt: DC sweep, AC, alter, altermod, a second circuit, an illegal parameter.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
echo "codemodel $SOMN_BUILD_DIR/lib/somn.cm" >.spiceinit
failed=0 passed=0
# expect NAME DECK: the deck prints "RESULT name value expected" lines; each must agree to 1e-5
expect() {
  printf '%s\n' "$2" >deck.cir
  HOME=$work ngspice -b deck.cir >log 2>&1
  python3 - "$1" <<'PY'
import re, sys
results = re.findall(r"RESULT (\S+) (\S+) (\S+)", open("log").read())
bad = [r for r in results if abs(float(r[1]) - float(r[2])) > 1e-5 * abs(float(r[2])) + 1e-15]
if not results or bad: print("FAILED:", sys.argv[1], bad or open("log").read()[-600:])
sys.exit(bool(bad) or not results)
PY
  if [ $? = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

expect "DC sweep: the state stays at its initial value, for every instance and point" "dc sweep
v1 p 0 0
a1 %gd(p 0) m1
a2 %gd(p 0) m2
a3 %gd(p 0) m1
.model m1 somn_threshold(w0=0.5)
.model m2 somn_threshold(w0=0.25)
.save i(v1) @a1[i] @a2[i] @a3[i] @a1[state] @a2[state]
.control
dc v1 -2 2 0.5
let i1 = @a1[i]
let i2 = @a2[i]
let i3 = @a3[i]
let s1 = @a1[state]
let s2 = @a2[state]
let it = i(v1)
let r_a1 = i1[8]
echo RESULT a1 \$&r_a1 1.001e-3
let r_a1neg = i1[1]
echo RESULT a1neg \$&r_a1neg -7.5075e-4
let r_a2 = i2[8]
echo RESULT a2 \$&r_a2 5.015e-4
let r_a3 = i3[8]
echo RESULT a3 \$&r_a3 1.001e-3
let r_s1 = s1[5]
echo RESULT s1 \$&r_s1 0.5
let r_s2 = s2[5]
echo RESULT s2 \$&r_s2 0.25
let r_sum = it[8]
echo RESULT sum \$&r_sum -2.5035e-3
quit 0
.endc
.end"

expect "AC: conductance at the frozen state, in series with a resistor" "ac
v1 s 0 dc 0.5 ac 1
r1 s p 1k
a1 %gd(p 0) m
.model m somn_threshold(w0=0.5)
.control
ac lin 1 1k 1k
let vp = abs(v(p))
let r_vp = vp
echo RESULT vp \$&r_vp 0.6664445185
quit 0
.endc
.end"

# final_state NAME EXPECTED: control lines that run the transient and print the state at its end
final_state() {
  printf 'tran 1u 1m 0 1u\nlet n = length(@a1[state]) - 1\nlet s = @a1[state]\nlet r_%s = s[n]\necho RESULT %s $&r_%s %s' "$1" "$1" "$1" "$2"
}

expect "alter and altermod between runs; a rate parameter within a run" "alter
v1 p 0 1.3
a1 %gd(p 0) m
.model m somn_threshold
.options reltol=1e-6
.save v(p) @a1[state]
.control
$(final_state first 0.53307851)
alter v1 dc = 2.0
$(final_state altered 0.62606558)
altermod m w0=0.2
altermod m tau=2e-3
$(final_state altermod 0.51079858)
quit 0
.endc
.end"

printf 'second\nv1 p 0 1\nr1 p q 3k\na1 %%gd(q 0) m\n.model m somn_vts(r_off=1k r_on=10)\n.end\n' >second.cir
expect "an operating point, then a second circuit" "two circuits
v1 p 0 1
r1 p q 1k
a1 %gd(q 0) m
.model m somn_vts(r_off=1k r_on=10)
.control
op
let vq = v(q)
echo RESULT vq \$&vq 0.5
source second.cir
op
let vq = v(q)
echo RESULT second \$&vq 0.25
quit 0
.endc
.end"

printf 'bad\nv1 p 0 1\na1 %%gd(p 0) m\n.model m somn_vts(delta=-1)\n.op\n.end\n' >bad.cir
HOME=$work ngspice -b bad.cir >log 2>&1
if grep -q "somn error: somn_vts: delta = -1 V is outside its legal range (0, inf)" log; then passed=$((passed + 1)); else
  failed=$((failed + 1)); echo "FAILED: an illegal parameter is named"; tail -n 5 log; fi

echo "$passed passed, $failed failed"
[ $failed = 0 ]
