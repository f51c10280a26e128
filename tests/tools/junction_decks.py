"""Every law behind a resistor, as A-device, from somn.lib and from somn_pure.lib, for tests that run many decks in one
ngspice: what is asked of the code model is held against the twin made of plain elements."""
import collections, os, re, subprocess

from law_cases import CASES, LAWS, of_subcircuit

# settings; amplitude [V] and period [s] of a sine that moves the state; a second value of the initial parameter;
# resistance in series [ohm] far below the junction's
Junction = collections.namedtuple("Junction", "law settings amplitude period second series")
JUNCTIONS = {f"{law} {case[0]}" if k else law: Junction(law, *case) for law in LAWS for k, case in enumerate(CASES[law]["resistor"])}
BENT = {law for law in LAWS if not LAWS[law]["is_ohmic"]}  # .disto would need the second and third derivative


class Deck:
    """One junction: v1 in, r1 to node out, the junction x1 to ground."""

    def __init__(self, law, library, values="", elements="", options=(), multiplier=""):
        j = JUNCTIONS[law]
        self.amplitude, self.period, self.second, self.series = j.amplitude, j.period, j.second, j.series
        self.initial = LAWS[j.law]["initial_parameter"]
        subckt, self.settings = of_subcircuit(j.law, j.settings)
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
