#!/usr/bin/env bash
# m=3 on an instance is three instances, for every law, in both libraries: operating point, .ac, transient; directly,
# through a subcircuit that is placed with m=3, in a .model card, and nested (2 times 3) with ngbehavior=hs.
set -u
cd "$SOMN_SOURCE_DIR/tests/tools" && exec python3 - "$SOMN_BUILD_DIR" <<'PY'
import sys, tempfile
from junction_decks import JUNCTIONS, Deck, ngspice, printed
library = sys.argv[1] + "/lib"
passed = failed = 0
PLACED = {  # lines in place of x1, and how many junctions they are
    "one": ("x1 out 0 {law} {p}", 1),
    "three": ("x1 out 0 {law} {p}\nx2 out 0 {law} {p}\nx3 out 0 {law} {p}", 3),
    "m=3": ("x1 out 0 {law} {p} m=3", 3),
    "subcircuit": (".subckt outer a b\nxi a b {law} {p}\n.ends outer\nx1 out 0 outer m=3", 3),
    "nested": (".subckt outer a b\nxi a b {law} {p} m=3\n.ends outer\nx1 out 0 outer m=2", 6),
    "six": ("x1 out 0 {law} {p} m=2\nx2 out 0 {law} {p} m=4", 6),
}
def values(folder, prefix):
    code, text = ngspice(folder, prefix + "set numdgt=12\n" + "\n".join(lines))
    return printed(text) if code == 0 else {}
with tempfile.TemporaryDirectory() as folder:
    open(folder + "/.spiceinit", "w").write(f"set ngbehavior=hs\ncodemodel {library}/somn.cm\n")
    for name in ("somn", "somn_pure"):
        lines = []
        for law in JUNCTIONS:
            for how, (text, n) in PLACED.items():
                d = Deck(law, f"{library}/{name}.lib", options=["reltol=1e-6 abstol=1e-15 vntol=1e-9"])
                body = d.text.replace(f"x1 out 0 somn_{law.split()[0]} {d.settings}", text.format(law="somn_" + law.split()[0], p=d.settings))
                assert how == "one" or body != d.text
                # r/n in series: the same voltages, n times the current
                body = body.replace(f"r1 in out {d.series}", f"r1 in out {d.series / n!r}")
                file = f"{law.replace(' ', '_')}_{how}_{name}.cir".replace("=", "")
                open(f"{folder}/{file}", "w").write(body)
                step = d.period / 2000
                lines += [f"echo MARK {law}/{how}", f"source {file}", "op", "print i(v1)", f"ac lin 1 {1 / d.period:g} {1 / d.period:g}",
                          "let x = real(i(v1))", "print x", f"tran {step:g} {600 * step:g} 0 {step:g}", "let n = length(time) - 1",
                          "let y = i(v1)", "print y[n]", "destroy all", "remcirc"]
        seen = values(folder, "")
        for law in JUNCTIONS:
            one = seen.get(f"{law}/one", [])
            for how, (_, n) in PLACED.items():
                x = seen.get(f"{law}/{how}", [])
                ok = len(x) == len(one) == 3 and all(abs(a / (n * b) - 1) < 1e-6 for a, b in zip(x, one))
                passed, failed = passed + ok, failed + (not ok)
                if not ok and failed < 20: print(f"FAILED: {name}, {law}, {how}: {x}, one is {one}")
    d = "model card\nv1 p 0 0.1\na1 %gd(p 0) m1\n.model m1 somn_synapse(m=3)\n.save all @a1[i] @a1[g]\n.end\n"
    open(folder + "/card.cir", "w").write(d)
    lines = ["source card.cir", "op", "echo MARK card", "print i(v1) @a1[i] @a1[g]"]
    g = 3 * (1e-7 + 0.5 * (1e-4 - 1e-7))
    x = values(folder, "").get("card", [])
    ok = len(x) == 3 and all(abs(a / b - 1) < 1e-9 for a, b in zip(x, (-0.1 * g, 0.1 * g, g)))
    passed, failed = passed + ok, failed + (not ok)
    if not ok: print(f"FAILED: .model card: {x}, conductance {g}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PY
