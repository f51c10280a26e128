#!/usr/bin/env python3
"""wasm_twins.py BUILD ENGINE: each law of somn_pure.lib in ngspice's WebAssembly build (ENGINE, eecircuit-engine.mjs),
against the same twin in the installed ngspice (which other tests hold against the code model): the current of one period
within 2e-3 of its largest value. And the period of a relaxation oscillator of `vts`."""
import json, os, re, subprocess, sys, tempfile
from junction_decks import JUNCTIONS, Deck, at, column, ngspice

TOLERANCE = 2e-3
RUNNER = """
import { readFileSync } from 'node:fs';
const { Simulation } = await import(process.argv[2]);
const simulation = new Simulation();
await simulation.start();
const results = {};
for (const file of process.argv.slice(3)) {
  simulation.setNetList(readFileSync(file, 'utf8'));
  const run = await simulation.runSim();
  const errors = simulation.getError().filter((line) => !line.startsWith('Note'));
  if (errors.length) throw new Error(`${file}: ${errors.join(' ')}`);
  results[file] = Object.fromEntries(run.data.map((column) => [column.name, Array.from(column.values)]));
}
results.version = /ngspice-[0-9.]+/.exec(simulation.getInitInfo() + simulation.getInfo())?.[0] ?? 'unknown';
process.stdout.write(JSON.stringify(results), () => process.exit(0));
"""
# Dimensionless vts (Table of presets) behind a resistance, with a capacitance: rises to v_set, falls to v_hold, again.
OSCILLATOR = """relaxation
.include somn_pure.lib
v1 in 0 1.5
r1 in p 0.05
c1 p 0 1
x1 p 0 somn_vts_dimensionless
.options reltol=1e-6
.tran 1e-3 3 0 1e-4 uic
.save v(p)
.end
"""


def in_wasm(folder, engine, decks):
    library = open(os.path.join(folder, "somn_pure.lib")).read()
    files = []
    for name, text in decks.items():
        files.append(os.path.join(folder, name.replace(" ", "_") + ".wasm.cir"))
        with open(files[-1], "w") as f:  # no files there: the library stands in the deck
            f.write(text.replace(".include somn_pure.lib", library))
    runner = os.path.join(folder, "runner.mjs")
    with open(runner, "w") as f:
        f.write(RUNNER)
    r = subprocess.run(["node", runner, engine, *files], capture_output=True, text=True, timeout=1500)
    if r.returncode:
        sys.exit(f"FAILED: the engine ended with {r.returncode}: {r.stderr[-2000:]}")
    results = json.loads(r.stdout)
    print(f"{results['version']} in WebAssembly")
    return {name: results[file] for name, file in zip(decks, files)}


def transient(law):
    period = JUNCTIONS[law].period
    deck = Deck(law, "somn_pure.lib", options=("reltol=1e-5",)).text
    return deck.replace("\n.end\n", f"\n.tran {period / 500!r} {period!r} 0 {period / 2000!r}\n.save i(v1)\n.end\n")


def period_of(times, values):
    """Mean time between upward crossings of the middle."""
    middle = (max(values) + min(values)) / 2
    ups = [t0 + (t1 - t0) * (middle - a) / (b - a)
           for t0, t1, a, b in zip(times, times[1:], values, values[1:]) if a < middle <= b]
    return (ups[-1] - ups[0]) / (len(ups) - 1)


def main(build, engine):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(f"{build}/lib/somn_pure.lib", os.path.join(folder, "somn_pure.lib"))
        decks = {law: transient(law) for law in JUNCTIONS}
        wasm = in_wasm(folder, engine, {**decks, "relaxation": OSCILLATOR})
        for k, (name, text) in enumerate({**decks, "relaxation": OSCILLATOR}.items()):
            with open(os.path.join(folder, f"{k}.cir"), "w") as f:
                f.write(text)
            vector = "v(p)" if name == "relaxation" else "i(v1)"
            code, output = ngspice(folder, f"source {k}.cir\nrun\nset wr_singlescale\nwrdata {k}.txt {vector}")
            if code or not os.path.exists(os.path.join(folder, f"{k}.txt")):
                print(f"FAILED: {name}: ngspice ended with {code}\n{output[-1000:]}"); failed += 1; continue
            times, values = column(os.path.join(folder, f"{k}.txt"))
            other = next(v for n, v in wasm[name].items() if n.lower() == vector or n.lower().startswith("v1#"))
            if name == "relaxation":
                a, b = period_of(times, values), period_of(wasm[name]["time"], other)
                error, said = abs(a - b) / a, f"period {b:.6f}, {a:.6f} in the installed ngspice"
            else:
                error = max(abs(at(wasm[name]["time"], other, t) - v) for t, v in zip(times, values)) / max(map(abs, values))
                said = f"{len(other)} points"
            bad = not error <= (1e-4 if name == "relaxation" else TOLERANCE)
            failed += bad
            print(f"{'FAILED: ' if bad else ''}{name}: off by {error:.2e} ({said})")
    sys.exit(bool(failed))


main(sys.argv[1], sys.argv[2])
