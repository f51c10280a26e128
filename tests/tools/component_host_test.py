"""The component somn_network in plain ngspice: every analysis as the flat subcircuit gives it, its outputs, its refusals.

usage: component_host_test.py SOMN LIB_FOLDER
"""
import os
import re
import subprocess
import sys
import tempfile

SOMN, LIBS = (os.path.abspath(path) for path in sys.argv[1:3])
NGSPICE = os.environ.get("NGSPICE", "ngspice")
failures = []
work = tempfile.mkdtemp()


def check(what, holds, told=""):
    if not holds:
        failures.append(what)
        print(f"FAILED: {what}\n{told[-1500:]}", flush=True)


def sh(*command):
    done = subprocess.run(command, cwd=work, env={**os.environ, "HOME": work}, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def write(name, text):
    with open(os.path.join(work, name), "w") as out:
        out.write(text)


def ngspice(lines, control, name="deck.cir"):
    write(name, "\n".join(["* deck", *lines, ".control", "set numdgt=14", "set wr_singlescale", *control, "quit 0", ".endc", ".end", ""]))
    return sh(NGSPICE, "-b", name)[1]


def rows(name="rows.txt"):
    path = os.path.join(work, name)
    if not os.path.exists(path):
        return []
    with open(path) as text:
        result = [[float(word) for word in line.split()] for line in text]
    os.remove(path)
    return result


def apart(a, b):
    if not a or len(a) != len(b):
        return float("inf")
    size = [max(abs(r[k]) for r in a) for k in range(1, len(a[0]))]
    return max(abs(x[k + 1] - y[k + 1]) / s if s else abs(y[k + 1]) for x, y in zip(a, b) for k, s in enumerate(size))


def both(what, lines, control, limit=1e-6):
    """The same deck with the flat library and with the component."""
    results = []
    for library in ("flat.lib", "film.lib"):
        told = ngspice([f".include {library}", *lines], control)
        results.append((rows(), told))
    distance = apart(results[0][0], results[1][0])
    check(f"{what}: flat and component apart by {distance:.1e}", distance <= limit, results[0][1][-700:] + results[1][1])


write(".spiceinit", f"codemodel {LIBS}/somn.cm\ncodemodel {LIBS}/somn_network.cm\n")
box = "30"
points = "source: 1 um, 15 um; drain: 29 um, 15 um; Gate: 15 um, 29 um"
code, told = sh(SOMN, "generate", "wires", "--seed", "4", "--density", "0.12 /um2", "--box", "30 um", "--electrodes", "points", "--points", points, "--quiet", "-o", "net.graphml")
check("a network", code == 0, told)
LAW = ["--model", "tunnel", "--set", "capacitance=20fF", "--set", "ground_capacitance=5fF"]
for kind, file in (("--subckt", "flat.lib"), ("--component", "film.lib")):
    code, told = sh(SOMN, "netlist", "net.graphml", *LAW, kind, "film", "--quiet", "-o", file)
    check(f"somn netlist {kind}", code == 0, told)
with open(os.path.join(work, "film.lib")) as text:
    library = text.read()
check("the same pins", re.search(r"\.subckt film .*", open(os.path.join(work, "flat.lib")).read()).group(0) == re.search(r"\.subckt film .*", library).group(0), library)

PLACED = ["vs a 0 dc 0.3 ac 1", "rs a s 1e6", "rg g 0 2e5", "cg g 0 1e-13", "x1 s 0 g 0 film"]
both("op and ac, 1 Hz to 1 GHz", PLACED, ["ac dec 5 1 1e9", "wrdata rows.txt real(v(s)) imag(v(s)) real(v(g)) imag(v(g))"])
both("dc", PLACED, ["dc vs -1 1 0.1", "wrdata rows.txt v(s) v(g) i(vs)"])
both("noise", PLACED, ["noise v(g) vs dec 5 1 1e9", "setplot noise1", "wrdata rows.txt onoise_spectrum"])
both("tf", PLACED, ["tf v(g) vs", "let f = 0", "setscale f", "wrdata rows.txt transfer_function output_impedance_at_v(g) vs#input_impedance"])
both("sens", PLACED, ["sens v(g)", "let f = 0", "setscale f", "wrdata rows.txt rs rg"])
both("op after tran", PLACED, ["tran 1m 20m", "op", "let f = 0", "setscale f", "wrdata rows.txt v(s) v(g) i(vs)"])
both("ac after tran", PLACED, ["tran 1m 20m", "ac dec 2 1 1e9", "wrdata rows.txt real(v(g)) imag(v(g))"])
TIGHT = [".options reltol=1e-7 abstol=1e-18 vntol=1e-11", "vt a 0 sin(0 1 30)", *PLACED[1:]]
both("transient by their own steps", TIGHT, ["tran 0.1m 50m 0 0.1m", "linearize v(s) v(g)", "wrdata rows.txt v(s) v(g)"], 1e-4)
both("uic", TIGHT, ["tran 0.1m 10m 0 0.1m uic", "linearize v(s) v(g)", "wrdata rows.txt v(s) v(g)"], 1e-4)
both("two instances and m", ["v1 a 0 sin(0 1 30)", "ra a s 1e6", "x1 s t g 0 film m=2", "x2 t 0 h 0 film", "rg g 0 1e5", "rh h 0 1e7"],
     ["dc v1 -1 1 0.25", "wrdata rows.txt v(s) v(t) v(g) v(h)"])
both("in a subcircuit of a subcircuit", [".subckt outer p q", "xin p q w 0 film", "rw w q 1e5", ".ends", "v1 a 0 0.4", "ra a s 1e6", "x7 s 0 outer"],
     ["dc v1 -1 1 0.25", "wrdata rows.txt v(s) i(v1)"])

DRIVEN = [".include film.lib", "v1 a 0 sin(0 3 3)", "ra a s 1e3", "rg g 0 1e5", "x1 s 0 g 0 film"]
ASKED = "@a.x1.afilm[n_on] @a.x1.afilm[n_events] @a.x1.afilm[mean_state] @a.x1.afilm[i_source] @a.x1.afilm[i_gate]"
told = ngspice(DRIVEN + [f".save v(s) v(g) i(v1) {ASKED}"], ["tran 1m 500m 0 1m", f"wrdata rows.txt i(v1) v(g) {ASKED}"])
seen = rows()
check("what is asked of it is given", len(seen) > 100 and max(r[3] for r in seen) > 0, told)
if seen:
    check("events are counted", seen[-1][4] >= max(r[3] for r in seen) > 0 and all(b[4] >= a[4] for a, b in zip(seen, seen[1:])), told)
    check("i_source is the current of the source", max(abs(r[6] + r[1]) for r in seen[1:]) < 1e-4 * max(abs(r[1]) for r in seen), str(seen[40]))
    check("i_gate is the current of the gate", max(abs(r[7] * 1e5 + r[2]) for r in seen[1:]) < 1e-3 * max(abs(r[2]) for r in seen), str(seen[40]))

# stop and resume are one run; a run repeated, too
control = ["tran 1m 450m 0 1m", "let first = v(s)[length(v(s))-1]", "reset", "stop when time > 200m", "tran 1m 450m 0 1m", "delete all", "resume",
           "let second = v(s)[length(v(s))-1]", "print tran1.first second"]
told = ngspice(DRIVEN, control)
numbers = [float(x) for x in re.findall(r"(?:first|second) = ([-+.e\d]+)", told)]
check("stopped and resumed", len(numbers) == 2 and abs(numbers[0] - numbers[1]) < 1e-3 * abs(numbers[0]) + 1e-9, told)

told = ngspice([".include film.lib", "v1 s 0 0.1", "x1 s 0 0 0 film"], ["op", "let before = -i(v1)", "altermod x1:film_network m=3", "op", "let after = -i(v1)", "print op1.before after"])
numbers = [float(x) for x in re.findall(r"(?:before|after) = ([-+.e\d]+)", told)]
check("altermod m=3", len(numbers) == 2 and abs(numbers[1] / numbers[0] - 3) < 1e-6, told)

# files
record = DRIVEN[1:]
told = ngspice([".include film2.lib", *record], ["op"])
check("a library that is not there", "film2.lib" in told)
changed = library.replace(" m={m})", ' m={m} events="events.csv" states="states.csv" states_every=10m)')
write("film3.lib", changed)
told = ngspice([".include film3.lib", *record], ["tran 1m 500m 0 1m"])
have = os.path.exists(os.path.join(work, "events.csv")) and os.path.exists(os.path.join(work, "states.csv"))
check("events and snapshots are written", have, told)
if have:
    events = open(os.path.join(work, "events.csv")).read().splitlines()
    check("as many up events as were counted", seen and sum(",up," in e for e in events) == int(seen[-1][4]), f"{len(events)} lines, {seen[-1][4]}")
    snapshots = open(os.path.join(work, "states.csv")).read().splitlines()
    check("a snapshot every ten milliseconds", len(snapshots) == 52 and snapshots[0].startswith("time_s,state_"), f"{len(snapshots)} {snapshots[0][:60]}")
    code, told = sh(SOMN, "analyse", "avalanches", "events.csv")
    check("somn analyse reads the events", code == 0, told)


def refused(what, words, lines):
    told = ngspice(lines, ["tran 0.1m 1m", "echo it went on"])
    check(what, words in told and told.count("somn error") == 1, told)


with open(os.path.join(work, "film.somn")) as text:
    network = text.read()
refused("a file that is missing", "no network file", [".include film4.lib"] + record) if write("film4.lib", library.replace("film.somn", "nowhere.somn")) is None else 0
for name, text, words in (("cut", network[: len(network) // 2], "cut short"), ("other", "<graphml/>", "no network of somn"), ("empty", "", "no network of somn"),
                          ("flipped", network.replace("tunnel", "tunnal", 1), "changed or damaged"), ("version", network.replace("network 1", "network 9", 1), "version 9")):
    write(f"{name}.somn", text)
    write(f"{name}.lib", library.replace("film.somn", f"{name}.somn"))
    refused(f"a file that is {name}", words, [f".include {name}.lib"] + record)
refused("too few pins", "2 nodes at a network of 4 pins", [f'.model k somn_network(file="film.somn")', "v1 a 0 1", "a1 %g[a 0] k"])
refused("a number out of its range", "lte is outside", [".include bad.lib"] + record) if write("bad.lib", library.replace(" m={m})", " m={m} lte=-1)")) is None else 0

# a folder with blanks and capitals, and a deck that is run from elsewhere
odd = os.path.join(work, "Odd + folder")
os.mkdir(odd)
code, told = sh(SOMN, "netlist", "net.graphml", *LAW, "--component", "film", "--quiet", "-o", os.path.join(odd, "My film.lib"))
check("a library in an odd folder", code == 0, told)
os.rename(os.path.join(odd, "My film.lib"), os.path.join(work, "my.lib"))
told = ngspice([".include my.lib", *record], ["op", "print v(s)"])
check("its network is found in that folder", "v(s) =" in told and "somn error" not in told, told)

# many in one session: made, used, taken down
write("one.cir", "\n".join(["* one", *DRIVEN, ".end", ""]))


def peak(n):
    """[MB] of a session that goes through n circuits"""
    write("many.cir", f"* many\n.control\nrepeat {n}\nsource one.cir\ntran 1m 4m\ndestroy all\nremcirc\nend\nquit 0\n.endc\n.end\n")
    process = subprocess.Popen([NGSPICE, "-b", "many.cir"], cwd=work, env={**os.environ, "HOME": work}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    check(f"{n} circuits in one session", status == 0, str(status))
    return usage.ru_maxrss / 1024


few, many = peak(20), peak(200)
print(f"20 circuits: {few:.1f} MB, 200: {many:.1f} MB")
check(f"memory of 200 circuits {many:.1f} MB, of 20 {few:.1f} MB", many - few < 6)

print(f"{len(failures)} failed")
sys.exit(1 if failures else 0)
