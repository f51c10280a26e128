#!/usr/bin/env bash
# The three forms of every law, A-device, somn.lib and somn_pure.lib, under one sine drive: mean difference of the
# currents, over their maximum, at most 1e-3 at ngspice's default tolerances with 1000 points a period, 1e-6 with
# reltol 1e-6 and 20000 points. `break` latches: its twin takes 3e-5 of a phase to switch and integrates each phase to
# reltol, errors that add up over the breaks: 3e-2 and 1e-3 of the charge.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
echo "codemodel $SOMN_BUILD_DIR/lib/somn.cm" >.spiceinit
python3 - "$SOMN_BUILD_DIR" <<'PY'
import os, subprocess, sys
sys.path.insert(0, os.environ["SOMN_SOURCE_DIR"] + "/tests/tools")
from law_cases import CASES, LAWS, of_model, of_subcircuit
lib = sys.argv[1] + "/lib"

def run(law, settings, amplitude, period, reltol, points):
    name, given = f"{law} {settings}", of_model(law, settings)
    model = f".model m somn_{law}" + (f"({given})" if given else "")
    subckt, numbers = of_subcircuit(law, settings)
    values = {}
    for form in ("a", "lib", "pure"):
        device = {"a": f"a1 %gd(p 0) m\n{model}", "lib": f".include {lib}/somn.lib\nx1 p 0 {subckt} {numbers}",
                  "pure": f".include {lib}/somn_pure.lib\nx1 p 0 {subckt} {numbers}"}[form]
        deck = f"""{name}
v1 p 0 sin(0 {amplitude} {1 / period})
{device}
.options reltol={reltol} method=trap
.save i(v1) v(p)
.tran {period / points} {1.2 * period} 0 {period / points}
.control
run
set numdgt=12
wrdata {form}.txt i(v1)
quit 0
.endc
.end
"""
        open("deck.cir", "w").write(deck)
        result = subprocess.run(["ngspice", "-b", "deck.cir"], capture_output=True, text=True, env={**os.environ, "HOME": "."})
        rows = [list(map(float, l.split())) for l in open(f"{form}.txt")][0:] if os.path.exists(f"{form}.txt") else []
        if os.path.exists(f"{form}.txt"): os.remove(f"{form}.txt")
        rows = [r for r in rows if r]
        if not rows or rows[-1][0] < 1.199 * period:
            print(f"FAILED: {name}, {form}: no result\n{result.stdout[-500:]}{result.stderr[-800:]}")
            return None
        values[form] = rows
    return values

def at(rows, t):
    low, high = 0, len(rows) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if rows[middle][0] <= t else (low, middle)
    a, b = rows[low], rows[high]
    return a[1] + (b[1] - a[1]) * (t - a[0]) / (b[0] - a[0]) if b[0] > a[0] else a[1]

def charge(rows):
    total, result = 0.0, []
    for before, row in zip([rows[0]] + rows, rows):
        total += 0.5 * (before[1] + row[1]) * (row[0] - before[0])
        result.append((row[0], total))
    return result

# A law that jumps is compared by its charge: a jump that comes a little later is a little wrong.
def distance(law, a, b, period):
    if "latched" in CASES[law]: a, b = charge(a), charge(b)
    times = [period * (0.011 + 1.18 * k / 500) for k in range(500)]
    size = max(abs(at(a, t)) for t in times)
    return sum(abs(at(a, t) - at(b, t)) for t in times) / 500 / size

failed = passed = 0
print(f"{'law':36} {'lib':>9} {'pure':>9}   (mean difference of the current / its maximum; reltol 1e-3, 1e-6)")
for law, (settings, amplitude, period) in ((law, case) for law in LAWS for case in CASES[law]["twin"]):
    line = f"{law + ' ' + settings:36}"
    bounds = CASES[law].get("latched", (1e-3, 1e-6))
    for reltol, points, bound in ((1e-3, 1000, bounds[0]), (1e-6, 20000, bounds[1])):
        values = run(law, settings, amplitude, period, reltol, points)
        if values is None: failed += 1; continue
        d_lib, d_pure = distance(law, values["a"], values["lib"], period), distance(law, values["a"], values["pure"], period)
        line += f" {d_lib:9.1e} {d_pure:9.1e}"
        if d_lib <= bound and d_pure <= bound: passed += 1
        else: failed += 1; line += " FAILED"
    print(line, flush=True)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PY
