#!/usr/bin/env bash
# A network placed in hand-written decks, in plain ngspice: beside a MOSFET and an opamp, twice, with three terminals,
# its states saved; the same numbers as the network's own deck; islands and dead ends.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
echo "codemodel $SOMN_BUILD_DIR/lib/somn.cm" >.spiceinit
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
simulate() { HOME=$work ngspice -b -r "$1.raw" "$1.cir" >"$1.log" 2>&1; [ -s "$1.raw" ] || tail -n 5 "$1.log"; }
cat >raw.py <<'PY'
import array, re
def read(name):
    raw = open(name, "rb").read(); cut = raw.index(b"Binary:\n"); head = raw[:cut].decode()
    n = int(re.search(r"No. Variables: *(\d+)", head)[1]); data = array.array("d"); data.frombytes(raw[cut + 8:])
    names = [re.sub(r"^v\((@.*)\)$", r"\1", line.split()[1]) for line in head[head.index("Variables:\n") + 11:].strip().splitlines()]
    return {name: data[k::n] for k, name in enumerate(names)}
PY
graphml() { python3 - "$@" <<'PY'
# NAME "u v, u v, ..." "electrode=node ..." : a network by hand
import sys
name, edges, electrodes = sys.argv[1:]
edges = [e.split() for e in edges.split(",")]
electrode = {n: e for e, n in (x.split("=") for x in electrodes.split())}
nodes = range(1 + max(int(n) for e in edges for n in e))
open(name, "w").write('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
  '<key id="e" for="node" attr.name="electrode" attr.type="string"/><graph edgedefault="undirected">' +
  "".join(f'<node id="n{n}">' + (f'<data key="e">{electrode[str(n)]}</data>' if str(n) in electrode else "") + "</node>" for n in nodes) +
  "".join(f'<edge source="n{u}" target="n{v}"/>' for u, v in edges) + "</graph></graphml>")
PY
}

# --- the same network as a deck and placed: the same circuit, the same numbers ---------------------------------------
"$SOMN" generate wires --density "0.1 /um2" --box "40 um" --seed 4 -o film.graphml --quiet
"$SOMN" netlist film.graphml --set spread.v_set=5% --drive dc:9V --series-resistance 1Mohm --t-stop 400ns --t-sample 0.5ns -o own.cir --quiet
"$SOMN" netlist film.graphml --set spread.v_set=5% --subckt film -o film.lib --quiet
last=$(grep -o '^a[0-9]*' film.lib | tail -n 1)
cat >placed.cir <<SPICE
* the film between the same source and ground
.include film.lib
.options reltol=1e-04
v_drive drive 0 dc 9
r_series drive s 1e6
x1 s 0 0 film
.save i(v_drive) @a.x1.a0[state] @a.x1.$last[state] v(x1.n5)
$(grep '^.tran' own.cir)
.end
SPICE
simulate own; simulate placed
check "placed and own agree" 'python3 - <<PY
import bisect
from raw import read
own, placed = read("own.raw"), read("placed.raw")
pairs = [("time", "time"), ("i(v_drive)", "i(v_drive)"), ("@a0[state]", "@a.x1.a0[state]"), ("@'$last'[state]", "@a.x1.'$last'[state]")]
assert min(len(own["time"]), len(placed["time"])) > 500
def at(raw, name, t):  # on the line between two points
    k = min(max(bisect.bisect_left(raw["time"], t), 1), len(raw["time"]) - 1)
    t0, t1, y0, y1 = raw["time"][k - 1], raw["time"][k], raw[name][k - 1], raw[name][k]
    return y0 + (t - t0) / (t1 - t0) * (y1 - y0)
for a, b in pairs[1:]:  # every circuit has steps of its own: the same curve, within 10 reltol
    size = max(map(abs, own[a])); worst = max(abs(at(own, a, t) - at(placed, b, t)) for t in [1e-9 * k for k in range(1, 400)]) / (size or 1)
    print(f"{a}: {worst:.1e} of {size:.3g}")
    assert worst < 1e-3, (a, worst)
assert max(own["@a0[state]"]) <= 1 and max(abs(x) for x in placed["v(x1.n5)"]) > 0.01
PY'

# --- two different networks, one of three terminals, among a MOSFET, an opamp, R and C -------------------------------
graphml gated.graphml "0 2,2 1,2 3,3 4,4 1" "source=0 drain=1 gate=4"
"$SOMN" netlist gated.graphml --model synapse --set capacitance=1pF --set beta=1e5 --subckt gated -o gated.lib --quiet
"$SOMN" netlist film.graphml --model threshold --mix synapse=0.3 --set spread.v_threshold=10% --subckt film2 -o film2.lib --quiet
check "pins are the electrodes, and the substrate where there is a capacitance to it" \
  'grep -qx ".subckt gated source drain gate substrate params: m=1" gated.lib && grep -qx ".subckt film2 source drain params: m=1" film2.lib'
cat >bench.cir <<'SPICE'
* a MOSFET drives a film; a gated network sets the gain of an opamp; a third instance shares the first subcircuit
.include film2.lib
.include gated.lib
.model nm nmos level=1 vto=1 kp=1e-3
.subckt opamp p n out
g1 0 m p n 1
r1 m 0 1e5
c1 m 0 1e-9
e1 out 0 m 0 1
.ends opamp
vdd dd 0 12
vin g 0 pulse(0 5 1u 0.1u 0.1u 20u 40u)
m1 d g 0 0 nm w=10u l=1u
va dd aa 0
x1 aa d film2
cl d 0 1e-12
x3 dd e film2
re e 0 1e4
vref ref 0 1
vs s vm 0
vd vm0 y 0
vg gg gi 0
vb 0 sub 0
x2 s vm0 gi sub gated
vgate gg 0 sin(0 0.5 50k)
rin ref vm 1e4
xop 0 vm y opamp
.save i(va) i(vs) i(vd) i(vg) i(vb) v(d) v(y) v(vm) @a.x1.a0[state] @a.x2.a1[state] @a.x2.a1[i] @a.x3.a0[state] v(x2.n2) v(e)
.tran 0.1u 60u 0 0.1u
.end
SPICE
simulate bench
check "the circuit runs to its end, and Kirchhoff holds at the pins" 'python3 - <<PY
from raw import read
r = read("bench.raw")
assert r["time"][-1] >= 60e-6 * (1 - 1e-9) and all(x == x for c in r.values() for x in c)
size = max(abs(x) for x in r["i(vs)"])
# out of the network: source, drain; into it: gate, substrate
worst = max(abs(s + d - g - b) for s, d, g, b in zip(r["i(vs)"], r["i(vd)"], r["i(vg)"], r["i(vb)"]))
print(f"sum of pin currents {worst:.1e} of {size:.1e} A")
assert size > 1e-6 and worst < 1e-6 * size, (worst, size)
w = r["@a.x2.a1[state]"]
assert max(w) - min(w) > 1e-3 and 0 <= min(w) and max(w) <= 1, (min(w), max(w))
print(*(f"{k}: {min(r[k]):.3g} to {max(r[k]):.3g} V" for k in ("v(d)", "v(y)", "v(vm)", "v(e)")), sep=", ")
assert max(r["v(d)"]) > 11.9 and min(r["v(d)"]) < 1  # the MOSFET pulls the film down and lets go
assert abs(r["v(vm)"][-1]) < 1e-3 and max(abs(x) for x in r["v(y)"]) > 1  # the opamp holds its input by the network
PY'

cat >alter.cir <<'SPICE'
* laws inside are reached by their names
.include gated.lib
v1 s 0 1
x1 s 0 g 0 gated
.control
op
let before = i(v1)
altermod x1:j0 w0=1
op
let after = i(v1)
let ratio = after/op1.before
echo RATIO $&ratio
quit 0
.endc
.end
SPICE
HOME=$work ngspice -b alter.cir >alter.log 2>&1
# G = g_min + (g_max - g_min) w: from w = 0.5 to 1 a factor 1e-4/(1e-7 + 0.5 (1e-4 - 1e-7))
check "altermod x1:j0 changes the law of that instance" 'python3 -c "
import re; r = float(re.search(r\"RATIO (\S+)\", open(\"alter.log\").read())[1]); assert abs(r - 1e-4/(1e-7 + 0.5*(1e-4 - 1e-7))) < 1e-5, r"'

# --- two side by side -----------------------------------------------------------------------------------------------
"$SOMN" netlist film.graphml --set spread.v_set=5% --set capacitance=1fF --set ground_capacitance=1fF --subckt filmc -o filmc.lib --quiet
for how in "x1 s 0 0 filmc m=2" "x1 s 0 0 filmc\nx2 s 0 0 filmc"; do
  printf "* %s\n.include filmc.lib\n.options reltol=1e-6\nv1 d 0 dc 9\nr1 d s 5e5\n$how\n.save i(v1) v(s)\n.tran 0.2n 40n 0 0.2n\n.end\n" side >"side$(echo "$how" | grep -c m=2).cir"
done
simulate side0; simulate side1
check "m=2 is two of them, capacitances included" 'python3 - <<PY
from raw import read
two, m = read("side0.raw"), read("side1.raw")
size, end = max(map(abs, two["i(v1)"])), len(two["time"]) - 1
assert end > 100 and two["time"][-1] == m["time"][-1]
for column in ("i(v1)", "v(s)"):
    assert abs(two[column][-1] - m[column][-1]) < 1e-5 * max(map(abs, two[column])), column
PY'

# --- islands and dead ends ----------------------------------------------------------------------------------------
graphml loose.graphml "0 2,2 1,2 3,3 4,4 3,5 6,6 7,8 9" "source=0 drain=1"
for how in drop keep shunt; do
  "$SOMN" netlist loose.graphml --model threshold --islands $how --drive sine:4V,1kHz --t-stop 2ms -o $how.cir --quiet; simulate $how
done
"$SOMN" netlist loose.graphml --model threshold --dead-ends drop --drive sine:4V,1kHz --t-stop 2ms -o live.cir --quiet; simulate live
check "decks with islands run, the current is that without; so it is without dead ends" 'python3 - <<PY
from raw import read
current = {k: read(k + ".raw") for k in ("drop", "keep", "shunt", "live")}
peak = max(abs(x) for x in current["drop"]["i(v_drive)"])
assert peak > 1e-4
for k, r in current.items():
    assert r["time"][-1] >= 2e-3 * (1 - 1e-9)
    assert abs(max(abs(x) for x in r["i(v_drive)"]) - peak) < 1e-4 * peak, k
assert "@a6[state]" in current["keep"] and "@a6[state]" not in current["drop"] and "@a2[state]" not in current["live"]
assert set(current["keep"]["@a6[state]"]) == {0.0}
PY'
check "a deck says what was left out" 'grep -q "^\* 2 parts that no path joins.*left out" drop.cir && grep -q "^\* dead ends left out: 3 junctions" live.cir'

"$SOMN" netlist loose.graphml --islands keep --dead-ends drop --drive dc:1V --t-stop 1ms -o none.cir 2>err; code=$?
check "islands are dead ends: not both" '[ $code = 2 ] && grep -q "islands are dead ends" err && [ ! -e none.cir ]'

# --- back again ---------------------------------------------------------------------------------------------------
"$SOMN" import film2.lib -o back.graphml --quiet
"$SOMN" netlist back.graphml --model threshold --subckt film2 -o again.lib --quiet
check "somn import reads a subcircuit: the same devices" '[ "$(grep -c "^a" again.lib)" = "$(grep -c "^a" film2.lib)" ] &&
  [ "$(grep "^.model" again.lib | cut -d" " -f3- | sort)" = "$(grep "^.model" film2.lib | cut -d" " -f3- | sort)" ]'
line=$(grep -n "^a7 " film2.lib | cut -d: -f1); sed -i "${line}s/%gd/%v/" film2.lib; "$SOMN" import film2.lib -o bad.graphml 2>err; code=$?
check "and says where it does not understand" '[ $code = 2 ] && grep -q "film2.lib:$line:4:" err'
echo "$passed passed, $failed failed"
[ $failed = 0 ]
