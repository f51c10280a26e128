#!/usr/bin/env python3
"""Golden values of crossbar.cir: the resistances [ohm] of four cells after 250 reads of cell (1,1), for V/2 and V/3.

dR/dt = alpha v in every cell; the cell voltages from Kirchhoff's current law at the 8 lines, each behind 100 ohm.
A read pulse has 0.1 ns edges and is 0.4 us long; the last one, over all cells, has lasted 0.5 us when it is measured.
"""

N, ALPHA, LINE, EDGE = 4, 1e7, 100.0, 0.1e-9


def solve(a, b):  # Gauss with pivots
    n = len(b)
    for k in range(n):
        p = max(range(k, n), key=lambda m: abs(a[m][k]))
        a[k], a[p], b[k], b[p] = a[p], a[k], b[p], b[k]
        for m in range(k + 1, n):
            f = a[m][k] / a[k][k]
            b[m] -= f * b[k]
            for c in range(k, n):
                a[m][c] -= f * a[k][c]
    for k in reversed(range(n)):
        b[k] = (b[k] - sum(a[k][c] * b[c] for c in range(k + 1, n))) / a[k][k]
    return b


def cell_voltages(r, rows, columns):
    a = [[0.0] * (2 * N) for _ in range(2 * N)]
    b = [v / LINE for v in rows + columns]
    for k in range(2 * N):
        a[k][k] = 1 / LINE
    for i in range(N):
        for j in range(N):
            g = 1 / r[i][j]
            a[i][i] += g
            a[N + j][N + j] += g
            a[i][N + j] -= g
            a[N + j][i] -= g
    x = solve(a, b)
    return [[x[i] - x[N + j] for j in range(N)] for i in range(N)]


def advance(r, rows, columns, duration, from_level, to_level):
    def rate(state, level):
        v = cell_voltages(state, [level * x for x in rows], [level * x for x in columns])
        return [[ALPHA * v[i][j] for j in range(N)] for i in range(N)]

    def moved(step, k):
        return [[r[i][j] + step * k[i][j] for j in range(N)] for i in range(N)]

    h, middle = duration, (from_level + to_level) / 2
    k1 = rate(r, from_level)
    k2 = rate(moved(h / 2, k1), middle)
    k3 = rate(moved(h / 2, k2), middle)
    k4 = rate(moved(h, k3), to_level)
    return moved(h / 6, [[k1[i][j] + 2 * k2[i][j] + 2 * k3[i][j] + k4[i][j] for j in range(N)] for i in range(N)])


def pulse(r, rows, columns, width):
    r = advance(r, rows, columns, EDGE, 0, 1)
    return advance(r, rows, columns, width, 1, 1)


def after_reads(rows, columns):
    r = [[10e3 if (i + j) % 2 == 0 else 90e3 for j in range(N)] for i in range(N)]
    for _ in range(250):
        r = pulse(r, rows, columns, 0.4e-6)
        r = advance(r, rows, columns, EDGE, 1, 0)
    return pulse(r, [1.0] * N, [0.0] * N, 0.5e-6 - EDGE)


if __name__ == "__main__":
    for name, share in (("h", 1 / 2), ("t", 1 / 3)):
        r = after_reads([1.0] + 3 * [share], [0.0] + 3 * [1 - share])
        print("  ".join(f"{name}{i}{j} {r[i - 1][j - 1]:.6f}" for i, j in ((1, 1), (1, 2), (2, 1), (2, 2))))
