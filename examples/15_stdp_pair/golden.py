#!/usr/bin/env python3
"""Golden values of stdp.cir: quadrature of the overlap of two spikes, no simulator.

  golden.py [N]      points of the midpoint rule per piece (default 200000)

xi(dt) = integral of (spike(t - dt) - spike(t) - 1 V)+ dt. The law is linear in the weight beyond its thresholds, so a pair
with dt > 0 leaves w = 1 - (1 - w0) exp(-beta xi), one with dt < 0 w = w0 exp(-beta xi): opposite changes at w0 = 1/2.
"""
import math
import sys

A_PLUS, A_MINUS, TAU_PLUS, TAU_MINUS, T_BEFORE, T_AFTER, BETA = 1.0, 0.25, 10e-3, 40e-3, 5e-3, 75e-3, 100.0


def spike(t):
    if -T_BEFORE <= t < 0:
        foot = math.exp(-T_BEFORE / TAU_PLUS)
        return A_PLUS * (math.exp(t / TAU_PLUS) - foot) / (1 - foot)
    if 0 <= t < T_AFTER:
        foot = math.exp(-T_AFTER / TAU_MINUS)
        return -A_MINUS * (math.exp(-t / TAU_MINUS) - foot) / (1 - foot)
    return 0.0


n = int(sys.argv[1]) if len(sys.argv) > 1 else 200000
for dt in (2e-3, 10e-3, 30e-3):
    xi = 0.0
    corners = sorted({-T_BEFORE, 0.0, T_AFTER, dt - T_BEFORE, dt, dt + T_AFTER})
    for low, high in zip(corners, corners[1:]):
        h = (high - low) / n
        for k in range(n):
            t = low + (k + 0.5) * h
            xi += h * max(spike(t - dt) - spike(t) - 1, 0.0)
    print(f"dt {dt * 1e3:g} ms: xi {xi:.9e} V s, change of the weight {0.5 * (1 - math.exp(-BETA * xi)):.9e}")
