#!/usr/bin/env python3
"""Weights of reservoir.sp: `train.py` runs the film of that deck alone, and prints the lines of its read-out."""
import os
import re
import subprocess

PINS = [f"e{k:02d}" for k in range(1, 15)]


def solved(a, b):
    """x of a x = b, by Gauss's elimination"""
    m, n = [row + [y] for row, y in zip(a, b)], len(b)
    for i in range(n):
        p = max(range(i, n), key=lambda k: abs(m[k][i]))
        m[i], m[p] = m[p], m[i]
        for k in range(n):
            if k != i:
                factor = m[k][i] / m[i][i]
                m[k] = [x - factor * y for x, y in zip(m[k], m[i])]
    return [m[i][n] / m[i][i] for i in range(n)]


deck = open("reservoir.sp").read()
deck = re.sub(r"^(x2|r2_|b1|b2|\+|\.include film16_flat).*\n", "", deck, flags=re.M)
control = f".control\nset wr_singlescale\ntran 1m 0.2 0 2m\nwrdata train.data v(target) {' '.join(f'v({p})' for p in PINS)}\nquit 0\n.endc\n.end\n"
deck = re.sub(r"^\.save.*\n", "", deck, flags=re.M)
with open("train.sp", "w") as out:
    out.write(deck[: deck.index(".control")] + control)
subprocess.run(["ngspice", "-b", "train.sp"], check=True, stdout=subprocess.DEVNULL)
rows = [[float(word) for word in line.split()] for line in open("train.data")]
os.remove("train.sp"), os.remove("train.data")
late = [(b[0] - a[0], [1.0] + a[2:], a[1]) for a, b in zip(rows, rows[1:]) if a[0] > 0.1]
n = len(PINS) + 1
square = [[sum(h * x[i] * x[j] for h, x, _ in late) for j in range(n)] for i in range(n)]
ridge = 1e-7 * sum(square[i][i] for i in range(n)) / n
for i in range(n):
    square[i][i] += ridge
weights = solved(square, [sum(h * x[i] * y for h, x, y in late) for i in range(n)])
for k, end in ((1, ""), (2, "b")):
    print(f"b{k} out{end} 0 v = {weights[0]:.4g}")
    for pin, w in zip(PINS, weights[1:]):
        print(f"+ {w:+.4g}*v({pin}{end})")
