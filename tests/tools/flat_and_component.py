"""A film as a flat subcircuit and as one component in the same circuit, on the same time grid in plain ngspice.

usage: flat_and_component.py SOMN LIB_FOLDER CASES_FOLDER CASE...
CASE:  LAW[+LAW=FRACTION...]:JUNCTIONS[:WORD...]    of the words
  dc sine pulse         the drive (sine)
  pins3 pins16          further pins, behind 1 kohm each
  rc                    behind a resistor, with a capacitor at the source's pin
  mos                   switched by a MOSFET
  uic                   without operating point
  cap                   capacitances of 1 fF and 0.1 fF times what makes them matter
  plain                 without
  gear                  method=gear
  fine                  a tenth of the largest step
  adaptive              steps controlled by errors, as everybody runs it, against flat on the grid above: see below
  SETTING=VALUE         of the law

Both use one .include each; nothing else differs. Time-step control from errors is off (lte=0, chgtol huge), TMAX fixed.
Currents of all pins are compared: the largest difference over the largest current of any pin; the iterations, too.
With `adaptive`, at reltol 1e-3: the component's root mean square distance from flat with ten times smaller steps is at
most that of flat, and it takes at most twice flat's iterations.
"""
import json
import os
import re
import subprocess
import sys
import tempfile


BOX = {57: "17 um", 284: "35 um", 2131: "84 um"}
LIMIT = 1e-6  # on the same grid
LATER = 0.01  # charge that has passed, of its largest: where the step guard of regenerative states, or the ends of phases,
# give other times, a jump lies between other rows


def run(command, folder):
    return subprocess.run(command, cwd=folder, env={**os.environ, "HOME": folder}, capture_output=True, text=True, timeout=600)


def film(folder, somn, law, mix, n_junctions, n_pins, settings):
    box = float(BOX[n_junctions].split()[0])
    contacts = []
    if n_pins > 2:
        places = [(0.05 * box, 0.5 * box), (0.95 * box, 0.5 * box)]
        side = 4 if n_pins > 6 else 2
        grid = [(box * (i + 0.5) / side, box * (j + 0.5) / side) for i in range(side) for j in range(side)]
        places += grid[: n_pins - 2]
        names = ["source", "drain"] + [f"pin{k}" for k in range(n_pins - 2)]
        contacts = ["--electrodes", "points", "--points", "; ".join(f"{n}: {x:.4g} um, {y:.4g} um" for n, (x, y) in zip(names, places))]
    made = run([somn, "generate", "wires", "--seed", "3", "--density", "0.1 /um2", "--box", BOX[n_junctions], *contacts, "--quiet", "-o", "film.graphml"], folder)
    assert made.returncode == 0, made.stderr
    options = ["--model", law] + [w for s in settings for w in ("--set", s)] + [w for m in mix for w in ("--mix", m)]
    for kind, file in (("--subckt", "flat.lib"), ("--component", "component.lib")):
        made = run([somn, "netlist", "film.graphml", *options, kind, "film", "--quiet", "-o", file], folder)
        assert made.returncode == 0, made.stderr
    with open(os.path.join(folder, "flat.lib")) as text:
        flat = text.read().replace(" m={m})", " lte=0 h_max=0.9 m={m})")
    with open(os.path.join(folder, "flat.lib"), "w") as text:
        text.write(flat)
    with open(os.path.join(folder, "component.lib")) as text:
        component = text.read().replace(" m={m})", " lte=0 h_max=0.9 m={m})")
    with open(os.path.join(folder, "component.lib"), "w") as text:
        text.write(component)
    return re.search(r"\.subckt film (.*) params", component).group(1).split()


def source(words, volt, t_stop):
    if "dc" in words:
        return f"dc {volt}"
    if "pulse" in words:
        return f"pulse(0 {volt} {0.05 * t_stop} {0.01 * t_stop} {0.01 * t_stop} {0.4 * t_stop} {0.6 * t_stop})"
    return f"sin(0 {volt} {1.3 / t_stop})"


def deck(words, pins, volt, t_stop, dt, series, control):
    lines = ["* flat and component", ".include film.lib"]
    ends, measured = [], []
    behind = max(series, 1.0)
    for k, pin in enumerate(pins):
        ends.append(f"p{k}")
        measured.append(f"i(vm{k})")
        outer = {0: "in", 1: "0"}.get(k, "0" if pin == "substrate" else f"q{k}")
        lines.append(f"vm{k} {outer} p{k} 0")
        if outer.startswith("q"):
            lines.append(f"rq{k} q{k} 0 {1e3 * behind if k % 2 else 10 * behind}")
    lines.append(f"v1 drive 0 {source(words, volt, t_stop)}")
    if "mos" in words:
        lines += ["m1 drive gate in 0 nch l=1u w=1000u", f"vgate gate 0 {2 * abs(volt) + 3}", ".model nch nmos(vto=0.7 kp=1e-4)"]
    else:
        lines.append(f"r1 drive in {behind}")
    if "rc" in words:
        lines.append(f"c1 in 0 {0.02 * t_stop / behind}")
    lines += ["x1 " + " ".join(ends) + " film", ".save " + " ".join(measured)]
    method = " method=gear" if "gear" in words else ""
    lines.append(f".options reltol=1e-9 chgtol=1e9 abstol=1e-16 vntol=1e-12 itl4=100{method}")
    uic = " uic" if "uic" in words else ""
    lines += [".control", *control(measured, f"tran {dt} {t_stop} 0 {dt}{uic}"), "quit 0", ".endc", ".end"]
    return "\n".join(lines) + "\n"


def transient(measured, tran):
    return ["set numdgt=15", "set wr_singlescale", "set norefvalue", tran, "wrdata rows.txt " + " ".join(measured), "rusage traniter", "rusage trantime"]


def ngspice(folder, library, text):
    with open(os.path.join(folder, "film.lib"), "w") as out, open(os.path.join(folder, library)) as lib:
        out.write(lib.read())
    with open(os.path.join(folder, "deck.cir"), "w") as out:
        out.write(text)
    rows = os.path.join(folder, "rows.txt")
    if os.path.exists(rows):
        os.remove(rows)
    done = run([os.environ.get("NGSPICE", "ngspice"), "-b", "deck.cir"], folder)
    if not os.path.exists(rows):
        return None, done.stdout + done.stderr
    with open(rows) as text:
        return [[float(word) for word in line.split()] for line in text], done.stdout + done.stderr


def iterations(text):
    found = re.search(r"Transient iterations\s*=\s*(\d+)", text)
    return int(found.group(1)) if found else 0


def one_case(somn, libs, cases, case):
    parts = case.split(":")
    law, *mix = parts[0].split("+")
    n_junctions, words = int(parts[1]), parts[2:]
    with open(os.path.join(cases, law, "tests", "cases.json")) as text:
        known = json.load(text)
    volt, t_stop, dt, *series = known["grid"][str(n_junctions)]
    if "fine" in words:
        dt /= 10
    settings = [f"{k}={v}" for k, v in known.get("settings", {}).items()] + [w for w in words if "=" in w]
    if "cap" in words:
        settings += ["capacitance=" + os.environ.get("CAPACITANCE", "1fF"), "ground_capacitance=0.1fF"]
    if "plain" in words:
        settings += ["capacitance=0", "ground_capacitance=0"]
    n_pins = 3 if "pins3" in words else 16 if "pins16" in words else 2
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, ".spiceinit"), "w") as out:
            out.write(f"codemodel {libs}/somn.cm\ncodemodel {libs}/somn_network.cm\n")
        pins = film(folder, somn, law, mix, n_junctions, n_pins, settings)
        if "adaptive" in words:
            return adaptive_case(folder, words, pins, volt, t_stop, dt, series[0] if series else 1.0)
        text = deck(words, pins, volt, t_stop, dt, series[0] if series else 1.0, transient)
        flat, said_flat = ngspice(folder, "flat.lib", text)
        component, said = ngspice(folder, "component.lib", text)
    if flat is None or len(flat) < 10:
        return None, 0, f"flat: no rows\n{said_flat[-1500:]}"
    if component is None:
        return None, 0, f"component: no rows\n{said[-1500:]}"
    size = max(abs(i) for row in flat for i in row[1:])
    apart = []
    for a, b in zip(flat, component):
        if abs(a[0] - b[0]) > 1e-9 * t_stop:
            break  # from here on the grids differ
        apart.append(max(abs(i - j) for i, j in zip(a[1:], b[1:])) / size)
    later = 0
    if len(apart) < len(flat):
        one, other = charges(flat), charges(component)
        size = max(abs(q) for row in one for q in row[1:])
        later = max(abs(p - q) / size for a in one for p, q in zip(a[1:], at(other, a[0])))
    n = iterations(said_flat) / len(flat)
    text = f"{max(apart):.1e} in {len(apart)} rows of {len(flat)}" + (f", charges {later:.1e} where times are others, component {len(component)} rows" if later else "")
    return max(apart), later, f"{text}; iterations a point {n:.2f} {iterations(said) / len(component) - n:+.2f}"


def as_written(folder):
    for library in ("flat.lib", "component.lib"):
        with open(os.path.join(folder, library)) as text:
            plain = text.read().replace(" lte=0 h_max=0.9", "")
        with open(os.path.join(folder, library), "w") as out:
            out.write(plain)


def distance(rows, reference):
    size = max(abs(i) for row in reference for i in row[1:])
    apart = [max(abs(i - j) for i, j in zip(row[1:], at(rows, row[0]))) / size for row in reference]
    return (sum(x * x for x in apart) / len(apart)) ** 0.5


def adaptive_case(folder, words, pins, volt, t_stop, dt, series):
    reference, said = ngspice(folder, "flat.lib", deck(words, pins, volt, t_stop, dt / 10, series, transient))
    if reference is None:
        return None, 0, f"reference: no rows\n{said[-1500:]}"
    as_written(folder)
    text = re.sub(r"\.options .*", ".options reltol=1e-3", deck(words, pins, volt, t_stop, t_stop / 50, series, transient))
    found = []
    for library in ("flat.lib", "component.lib"):
        rows, said = ngspice(folder, library, text)
        if rows is None:
            return None, 0, f"{library}: no rows\n{said[-1500:]}"
        found.append((distance(rows, reference), iterations(said)))
    (flat, n_flat), (component, n) = found
    is_good = component <= flat and n <= 2 * n_flat
    return 0 if is_good else 1, 0, f"adaptive: flat {flat:.2e} in {n_flat} iterations, component {component:.2e} in {n}"


def charges(rows):
    """Each current's integral up to every row"""
    result = [[rows[0][0]] + [0.0] * (len(rows[0]) - 1)]
    for a, b in zip(rows, rows[1:]):
        result.append([b[0]] + [q + 0.5 * (b[0] - a[0]) * (i + j) for q, i, j in zip(result[-1][1:], a[1:], b[1:])])
    return result


def at(rows, t):
    """Values at a time, on the line between two rows"""
    k = next((k for k, row in enumerate(rows) if row[0] >= t), len(rows) - 1)
    if k == 0 or rows[k][0] <= t:
        return rows[k][1:]
    weight = (t - rows[k - 1][0]) / (rows[k][0] - rows[k - 1][0])
    return [a + weight * (b - a) for a, b in zip(rows[k - 1][1:], rows[k][1:])]


def main():
    somn, libs, cases = (os.path.abspath(path) for path in sys.argv[1:4])
    names = sys.argv[4:]
    failed = 0
    for case in names:
        apart, later, text = one_case(somn, libs, cases, case)
        is_good = apart is not None and apart <= LIMIT and later <= LATER
        failed += not is_good
        print(f"{'ok    ' if is_good else 'FAILED'} {case}: {text}", flush=True)
    sys.exit(1 if failed else 0)


main()
