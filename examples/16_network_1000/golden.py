#!/usr/bin/env python3
"""Golden values of network.cir: the equations of the 1025 junctions, Kirchhoff's laws by numpy, no simulator.

  golden.py [STEPS]      steps of the voltage pulse (default 1000); needs numpy; takes the topology from the deck

At constant voltage each junction relaxes exponentially. A step of the exponential midpoint rule does that with the
voltages of half a step later (second order); steps grow as the cube of their number after each change of the source.
"""
import re
import sys

import numpy

text = open("network.cir").read()
pairs = re.findall(r"^x\d+ (\S+) (\S+) somn_rate$", text, re.M)
names = sorted({n for pair in pairs for n in pair} - {"n0", "drain"})
index = {name: k for k, name in enumerate(names + ["n0", "drain"])}
p, n = (numpy.array([index[pair[side]] for pair in pairs]) for side in (0, 1))
free = len(names)


def solve(g, source):
    """Voltages of the junctions and the current into the drain."""
    conductance = 1.014708e-3 * (1 - g) + 2.723494e-3 * g
    laplacian = numpy.zeros((free + 2, free + 2))
    for row, column, sign in ((p, p, 1), (n, n, 1), (p, n, -1), (n, p, -1)):
        numpy.add.at(laplacian, (row, column), sign * conductance)
    u = numpy.zeros(free + 2)
    u[free] = source
    u[:free] = numpy.linalg.solve(laplacian[:free, :free], -laplacian[:free, free] * source)
    return u[p] - u[n], -(laplacian[free + 1] @ u)


def relax(g, v, h):
    up, down = 2.555173332603e-6 * numpy.exp(34.92155165 * abs(v)), 64.88388863 * numpy.exp(-5.590601017 * abs(v))
    rest = up / (up + down)
    return rest + (g - rest) * numpy.exp(-(up + down) * h)


def advance(g, start, end, duration, steps, growth=1):
    times = duration * (numpy.arange(steps + 1) / steps) ** growth
    for t, h in zip(times, numpy.diff(times)):
        first, middle = (start + (end - start) * x / duration for x in (t, t + h / 2))
        half = relax(g, solve(g, first)[0], h / 2)
        g = relax(g, solve(half, middle)[0], h)
    return g


steps = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
g = numpy.zeros(len(pairs))
print(f"{len(pairs)} junctions; i_start {solve(g, 0.5)[1]:.9e} A")
g = advance(g, 0.5, 0.5, 10e-3, steps // 10)
g = advance(g, 0.5, 5, 1e-6, steps // 10)
g = advance(g, 5, 5, 200e-3, steps, 3)
print(f"i_peak {solve(g, 5)[1]:.9e} A, {(g > 0.5).sum()} junctions beyond g = 1/2")
g = advance(g, 5, 0.5, 1e-6, steps // 10)
g = advance(g, 0.5, 0.5, 20e-3 - 2e-6, steps // 5)
print(f"i_end {solve(g, 0.5)[1]:.9e} A")
