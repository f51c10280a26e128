"""Every law behind a resistor, as A-device, from somn.lib and from somn_pure.lib, for tests that run many decks in one
ngspice: what is asked of the code model is held against the twin made of plain elements."""
import os, re, subprocess

# law: parameters, amplitude [V] and period [s] of a sine that moves the state, the parameter of the initial state and a
# second value of it, resistance in series [ohm] far below the junction's
JUNCTIONS = {
    "break": ("redraw=0 beta_gap=3e9 rate_gap=4e-19 rate_wire=1e5", 3, 1, "x0", 0.6, 1e3),
    "drift": ("window=1", 1.2, 1, "r_init", 6e3, 100),
    "pershin": ("", 3, 100e-9, "r_init", 3e3, 100),
    "rate": ("", 0.6, 1, "g0", 0.5, 10),
    "synapse": ("", 1.5, 0.1, "w0", 0.2, 100),
    "team": ("r_off=2e3", 2, 1, "x0", 1e-9, 10),
    "team iv=exponential": ("r_off=2e3 iv=1", 2, 1, "x0", 1e-9, 10),
    "threshold": ("", 1.5, 4e-3, "w0", 0.3, 10),
    "tunnel": ("", 0.03, 6, "lambda0", 5e-3, 100),
    "vteam": ("x0=1e-9", 0.25, 1e-7, "x0", 2e-9, 1),
    "vts": ("", 1.5, 2e-6, "x0", 0.2, 100),
    "yakopcic": ("", 0.45, 0.1, "x0", 0.3, 10),
}
BENT = {"yakopcic"}  # i is not G v: .disto would need its second and third derivative


class Deck:
    """One junction: v1 in, r1 to node out, the junction x1 to ground."""

    def __init__(self, law, library, values="", elements="", options=(), multiplier=""):
        self.settings, self.amplitude, self.period, self.initial, self.second, self.series = JUNCTIONS[law]
        subckt = "somn_" + law.split()[0]
        self.text = "\n".join([
            f"{law} {library}", f".include {library}",
            f"v1 in 0 dc {0.4 * self.amplitude:g} ac 1 distof1 1 sin(0 {self.amplitude} {1 / self.period!r})",
            f"r1 in out {self.series}", f"x1 out 0 {subckt} {self.settings} {values} {multiplier}", elements,
            *(f".options {o}" for o in options), ".end", ""])


def ngspice(folder, control, timeout=600):
    """Runs one ngspice on commands; the decks that they `source` are in the folder. Returns code and output."""
    with open(os.path.join(folder, "main.cir"), "w") as f:
        f.write("commands\n.control\n" + control + "\nquit 0\n.endc\n.end\n")
    r = subprocess.run(["ngspice", "-b", "main.cir"], cwd=folder, capture_output=True, text=True, errors="replace",
                       timeout=timeout, env={**os.environ, "HOME": os.path.abspath(folder)})
    return r.returncode, r.stdout + r.stderr


def printed(text):
    """{mark: numbers} of the lines between `echo MARK name` and the next."""
    result, mark = {}, None
    for line in text.splitlines():
        if line.startswith("MARK "): mark = line[5:].strip(); result[mark] = []
        elif mark is not None:
            m = re.match(r"\S+ = (\S+)$", line.strip())
            if m: result[mark] += [float(x) for x in m[1].split(",") if re.match(r"[-+0-9.a-z]+$", x)]
    return result


def column(path):
    rows = [list(map(float, line.split())) for line in open(path) if line.strip()]
    return [r[0] for r in rows], [r[1] for r in rows]


def at(times, values, t):
    low, high = 0, len(times) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if times[middle] <= t else (low, middle)
    d = times[high] - times[low]
    return values[low] + (values[high] - values[low]) * ((t - times[low]) / d if d > 0 else 0)
