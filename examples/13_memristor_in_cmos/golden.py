#!/usr/bin/env python3
"""Golden values of program.cir: the weight after each programming pulse, and the input voltage at which the cell flips.

During a pulse the transistor conducts in its triode region, k (v_gs - vto - v/2) v (1 + lambda v) = G(w) (3.3 - v), and
dw/dt = beta (3.3 - v - v_p)(1 - w): Newton for v, Runge-Kutta for w. Then the closed form of transfer.cir.
"""
import math

K, VTO, LAMBDA, BETA, V_P = 200e-6 * 10, 0.45, 0.05, 100.0, 2.0


def conductance(w):
    return 0.1e-6 + (0.1e-3 - 0.1e-6) * w


def rate(w):
    v = 0.0
    for _ in range(50):
        f = K * (1.8 - VTO - v / 2) * v * (1 + LAMBDA * v) - conductance(w) * (3.3 - v)
        slope = K * ((1.8 - VTO - v) * (1 + LAMBDA * v) + (1.8 - VTO - v / 2) * v * LAMBDA) + conductance(w)
        v -= f / slope
    return BETA * (3.3 - v - V_P) * (1 - w)


w, h = 0.2, 1e-5
for pulse in range(3):
    print(f"after {pulse} pulses: w {w:.9f}, trip {VTO + math.sqrt(1.8 * conductance(w) / (K * (1 + LAMBDA * 0.9))):.9f} V")
    for _ in range(400):
        k1 = rate(w)
        k2 = rate(w + h / 2 * k1)
        k3 = rate(w + h / 2 * k2)
        w += h / 6 * (k1 + 2 * k2 + 2 * k3 + rate(w + h * k3))
