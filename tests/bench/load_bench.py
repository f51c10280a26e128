#!/usr/bin/env python3
"""Milliseconds of an ngspice iteration with our junctions against plain resistors on the same square grid, paired: each
round runs all decks in turn, the table has the medians of the rounds.

usage: load_bench.py [--ngspice PROGRAM] [--rounds 3] [--klu] [--laws vts,threshold] JUNCTIONS CODE_MODEL [CODE_MODEL ...]
Several code models: a column each (before, after). Times are ngspice's own (rusage), of the transient; CPU."""
import argparse, os, re, statistics, subprocess, tempfile

parser = argparse.ArgumentParser()
parser.add_argument("--ngspice", default="ngspice")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--points", type=int, default=60)
parser.add_argument("--klu", action="store_true")
parser.add_argument("--laws", default="vts,threshold,tunnel")
parser.add_argument("junctions", type=int)
parser.add_argument("code_models", nargs="+")
args = parser.parse_args()

PERIOD = {"vts": 400e-9, "threshold": 4e-3, "tunnel": 6.0, "synapse": 0.1, "rate": 1.0, "stanford": 1e-6, "yakopcic": 0.1}
VOLTAGE = {"vts": 1.2, "threshold": 1.5, "tunnel": 0.03, "synapse": 1.5, "rate": 0.6, "stanford": 1.0, "yakopcic": 0.45}
n = max(2, round((args.junctions / 2) ** 0.5))
edges = [(r * n + c, r * n + c + 1) for r in range(n) for c in range(n - 1)] + [(r * n + c, r * n + c + n) for r in range(n - 1) for c in range(n)]
node = lambda k: "0" if k == n * n - 1 else f"n{k}"


def deck(law):
    period, voltage = PERIOD[law], VOLTAGE[law] * n
    def of(form):
        body = "\n".join(f"r{k} {node(a)} {node(b)} 1e4" if form == "resistors" else f"a{k} %gd({node(a)} {node(b)}) m" for k, (a, b) in enumerate(edges))
        return "\n".join([f"{law} {form}", f"v1 n0 0 sin(0 {voltage} {1 / period})", body] + [f".model m somn_{law}"] * (form != "resistors") +
            [".save i(v1)", ".options noacct" + (" klu" if args.klu else ""), f".tran {period / args.points} {period / 4} 0 {period / args.points / (10 if form == 'resistors' else 1)}", ".control",
             "set norefvalue", "run", "rusage all", "quit 0", ".endc", ".end", ""])
    return of


def run(text, code_model):
    with tempfile.TemporaryDirectory() as folder:
        open(f"{folder}/.spiceinit", "w").write(f"codemodel {os.path.abspath(code_model)}\n")
        open(f"{folder}/deck.cir", "w").write(text)
        out = subprocess.run([args.ngspice, "-b", "deck.cir"], cwd=folder, env={**os.environ, "HOME": folder}, capture_output=True, text=True)
    text = (out.stdout + out.stderr).lower()
    value = lambda name: float(re.search(rf"{name} = ([\d.e+-]+)", text)[1])
    return 1e3 * value("transient analysis time") / value("transient iterations"), value("accepted timepoints"), value("transient iterations")


print(f"{len(edges)} junctions, {'KLU' if args.klu else 'Sparse'}, {args.rounds} rounds, ms per iteration (points, iterations), times resistors")
for law in args.laws.split(","):
    forms = [("resistors", args.code_models[0])] + [("junctions", cm) for cm in args.code_models]
    rows = [[run(deck(law)(form), cm) for form, cm in forms] for _ in range(args.rounds)]
    medians = [statistics.median(row[k][0] for row in rows) for k in range(len(forms))]
    cells = [f"{m:8.3f} ({rows[0][k][1]:.0f}, {rows[0][k][2]:.0f})" + (f" x{m / medians[0]:5.2f}" if k else "") for k, m in enumerate(medians)]
    print(f"{law:10}" + " | ".join(cells), flush=True)
