#!/usr/bin/env python3
"""Golden values of the loop decks: the laws as their papers print them, classical Runge-Kutta, no simulator.

  golden.py [STEPS [LAW ...]]      STEPS per period (default 20000); the kinks of the laws make it second order

For each law two periods of v = V0 sin(2 pi t/T). Printed: the area of the second loop's positive lobe (integral of i dv
over v > 0), its negative lobe, the largest and the smallest conductance i/v of that period.
"""
import math
import sys

exp = math.exp


def drift(x, v):  # Strukov 2008, eq. 5-7
    m = 100.0 * x + 16e3 * (1 - x)
    return 1e-14 * 100.0 / 10e-9**2 * v / m, 1 / m


def pershin(r, v):  # Pershin, Di Ventra, arXiv:1204.2600, alpha = 0
    return 2e12 * (v - math.copysign(1.6, v) if abs(v) > 1.6 else 0.0), 1 / r


def rate(g, v):  # Miranda, Milano, Ricciardi 2020, set of the grid graph 2022
    up, down = 2.555173332603e-6 * exp(34.92155165 * abs(v)), 64.88388863 * exp(-5.590601017 * abs(v))
    return up * (1 - g) - down * g, 1.014708e-3 * (1 - g) + 2.723494e-3 * g


def synapse(w, v):
    return 100.0 * (max(v - 1, 0) * (1 - w) - max(-v - 1, 0) * w), 0.1e-6 + (0.1e-3 - 0.1e-6) * w


def threshold(w, v):
    up = (1 - w) * math.tanh(2 * (v - 0.8)) if v > 0.8 else 0.0
    down = w * math.tanh(3 * (-v - 0.8)) if v < -0.8 else 0.0
    return (up - down) / 1e-3, 1e-6 + (1e-3 - 1e-6) * w


def tunnel(flux, v):  # Hochstetter 2021, DC set
    a, size = abs(v), abs(flux)
    f = 0.0
    if a > 0.01:
        f = math.copysign(a - 0.01, v)
    elif a < 0.005 and flux:
        f = -10 * (0.005 - a) * math.copysign(1, flux)
    d = max(0.0, (0.01 - size) * 5 / 0.01)
    r = 2 / 0.17 * d / math.sqrt(0.81) * exp(10.19 * 0.81**2 * d) / 4.71307e-5
    return f, 1 / (r + 1 / 7.77e-5) + 7.77e-8


def team(x, v):  # Kvatinsky 2013; x in nm; Xyce's set with i_on = -i_off
    r = 50 + 950 * x / 3
    i = v / r
    return (math.copysign(8e-4 * (abs(i) / 115e-6 - 1) ** 3, i) if abs(i) > 115e-6 else 0.0), 1 / r


def vteam(x, v):  # Kvatinsky 2015; x in nm, set of MemTorch
    f = 5e5 * (v / 0.02 - 1) if v > 0.02 else -10e9 * (v / -0.2 - 1) ** 3 if v < -0.2 else 0.0
    return f, 1 / (50 + 950 * x / 3)


def vts(x, v):
    s = 1 / (1 + exp(-(math.hypot(v, 1e-3) - 1e-3 - 0.65 + WIDTH * (x - 0.5)) / 0.02))
    return (s - x) / 20e-9, 1e-7 * 1e3**x


def yakopcic(x, v):  # Yakopcic 2013, eq. 1-7
    g = 4000 * (exp(v) - exp(0.16)) if v > 0.16 else -4000 * (exp(-v) - exp(0.15)) if v < -0.15 else 0.0
    f = 1.0
    if v >= 0 and x >= 0.3:
        f = exp(-(x - 0.3)) * ((0.3 - x) / 0.7 + 1)
    if v < 0 and x <= 0.5:
        f = exp(5 * (x - 0.5)) * x / 0.5
    return g * f, 0.17 * x * (math.sinh(0.05 * v) / v if v else 0.05) + 1e-9


def vts_width():  # W s - 2 delta ln((1 + s)/(1 - s)) = v_set - v_hold, s = sqrt(1 - 4 delta/W)
    low, high = 0.08 + 1e-9, 4.0
    for _ in range(200):
        w = (low + high) / 2
        s = math.sqrt(1 - 0.08 / w)
        low, high = (w, high) if w * s - 0.04 * math.log((1 + s) / (1 - s)) < 0.7 else (low, w)
    return w


WIDTH = vts_width()

# law, x(0), bounds of the state, V0 [V], T [s]
RUNS = [
    (drift, 5e3 / 15.9e3, (0, 1), 0.6, 1.0),
    (pershin, 2e3, (1e3, 10e3), 3.0, 10e-9),
    (rate, 0.0, (0, 1), 0.5, 0.2),
    (synapse, 0.2, (0, 1), 1.5, 0.1),
    (team, 1.5, (0, 3), 0.4, 40.0),
    (threshold, 0.1, (0, 1), 2.0, 4e-3),
    (tunnel, 0.0, (-0.015, 0.015), 0.05, 1.0),
    (vteam, 1.5, (0, 3), 0.25, 1e-6),
    (vts, 0.0, (0, 1), 1.5, 10e-6),
    (yakopcic, 0.11, (0, 1), 0.45, 0.01),
]


def integrate(law, x, bounds, amplitude, period, steps):
    omega, h = 2 * math.pi / period, period / steps
    lobes, extremes = [0.0, 0.0], [0.0, math.inf]
    low, high = bounds

    def v_at(k):  # half steps; the zeros of the sine exactly
        return 0.0 if k % steps == 0 else amplitude * math.sin(math.pi * k / steps)

    before = 0.0
    for n in range(2 * steps):
        v0, v1, v2 = v_at(2 * n), v_at(2 * n + 1), v_at(2 * n + 2)
        k1 = law(x, v0)[0]
        k2 = law(min(max(x + h / 2 * k1, low), high), v1)[0]
        k3 = law(min(max(x + h / 2 * k2, low), high), v1)[0]
        k4 = law(min(max(x + h * k3, low), high), v2)[0]
        x = min(max(x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4), low), high)
        g = law(x, v2)[1]
        now = g * v2 * amplitude * omega * math.cos(omega * (n + 1) * h)
        if n >= steps:
            lobes[0 if v0 + v2 > 0 else 1] += h / 2 * (before + now)
            extremes = [max(extremes[0], g), min(extremes[1], g)]
        before = now
    return lobes + extremes + [x]


if __name__ == "__main__":
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    for law, *run in RUNS:
        if len(sys.argv) > 2 and law.__name__ not in sys.argv[2:]:
            continue
        up, down, g_max, g_min, x = integrate(law, *run, steps)
        print(f"{law.__name__:10} lobe_up {up:.9e} lobe_down {down:.9e} g_max {g_max:.9e} g_min {g_min:.9e} end {x:.6g}")
