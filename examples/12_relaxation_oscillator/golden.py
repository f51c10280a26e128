#!/usr/bin/env python3
"""Golden values of oscillator.cir: the circuit's two equations in classical Runge-Kutta, no simulator.

  golden.py [STEPS]      steps per RC (default 100000); unit of time RC = 100 us, of voltage 1 V, of resistance 1 Mohm

  dV/dt = V_s - V - G(x) V,   dx/dt = (s(u) - x)/tau,   as in models/vts; V_s = 5, r_on = 1e-3, r_off = 1, tau = 0.01
"""
import math
import sys

V_SET, V_HOLD, DELTA, TAU, SOURCE = 1.0, 0.3, 0.02, 0.01, 5.0


def loop_width():  # W s - 2 delta ln((1 + s)/(1 - s)) = v_set - v_hold, s = sqrt(1 - 4 delta/W)
    low, high = 4 * DELTA * (1 + 1e-9), 4.0
    for _ in range(200):
        w = (low + high) / 2
        s = math.sqrt(1 - 4 * DELTA / w)
        low, high = (w, high) if w * s - 2 * DELTA * math.log((1 + s) / (1 - s)) < V_SET - V_HOLD else (low, w)
    return w


WIDTH = loop_width()


def rates(v, x):
    s = 1 / (1 + math.exp(-(abs(v) - (V_SET + V_HOLD) / 2 + WIDTH * (x - 0.5)) / DELTA))
    return SOURCE - v - 1e3**x * v, (s - x) / TAU


steps = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
h, v, x = 1 / steps, 0.0, 0.0
crossings, v_max, v_min = [], 0.0, 9.0
for n in range(int(1.6 * steps)):
    a1, b1 = rates(v, x)
    a2, b2 = rates(v + h / 2 * a1, x + h / 2 * b1)
    a3, b3 = rates(v + h / 2 * a2, x + h / 2 * b2)
    a4, b4 = rates(v + h * a3, x + h * b3)
    before, v = v, v + h / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
    x += h / 6 * (b1 + 2 * b2 + 2 * b3 + b4)
    if before < 0.8 <= v:
        crossings.append((n + (0.8 - before) / (v - before)) * h)
    if n > steps:
        v_max, v_min = max(v_max, v), min(v_min, v)
print(f"period {crossings[-1] - crossings[-2]:.9f} RC, v_max {v_max:.9f} V, v_min {v_min:.9f} V")
charge = 0.5 * math.log((2.5 - V_HOLD) / (2.5 - V_SET))
on = SOURCE * 1e-3 / 1.001
discharge = 1e-3 / 1.001 * math.log((V_SET - on) / (V_HOLD - on))
print(f"ideal relay: {charge:.9f} + {discharge:.9f} = {charge + discharge:.9f} RC")
