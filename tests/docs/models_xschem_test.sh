#!/usr/bin/env bash
# docs/xschem.md tells the truth: its commands run as written, the numbers they print are those of the page and of the
# closed forms. Then every symbol: xschem netlists it with the law's parameters and pins, ngspice runs it.
set -u
if ! command -v xschem >/dev/null; then
  echo "SKIPPED: everything, xschem is not installed (scripts/deps.sh)"
  echo "0 passed, 0 failed, 1 skipped"
  exit 0
fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export prefix=$work/prefix HOME=$work
unset DISPLAY
cmake --install "$SOMN_BUILD_DIR" --prefix "$prefix" >"$work/log" || { cat "$work/log"; exit 1; }
cd "$work" || exit 1
"$SOMN" models --json >models.json
python3 - "$SOMN_SOURCE_DIR/docs/xschem.md" <<'PY'
import json, math, re, subprocess, sys
passed = failed = 0
def check(ok, what):
    global passed, failed
    passed, failed = passed + ok, failed + (not ok)
    if not ok: print("FAILED:", what)
def run(script, folder="."):
    r = subprocess.run(["bash", "-e", "-c", script], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    return r.returncode, r.stdout

page = open(sys.argv[1]).read()
commands, printed = re.findall(r"```sh\n(.*?)```", page, re.S), re.findall(r"```text\n(.*?)```", page, re.S)
status, log = run("".join(commands))
check(len(commands) == 3 and status == 0, f"the three steps: exit {status}\n{log}")
for line in "".join(printed).splitlines(): check(line in log.splitlines(), f"the page prints {line!r}\n{log[-2000:]}")

V, r_series, r_on, r_off, r_init, rate, t = 1.3, 1e3, 100, 16e3, 11e3, 1e-14 * 100 / 1e-8**2, 0.1
r_total = math.sqrt((r_series + r_init) ** 2 - 2 * (r_off - r_on) * rate * V * t)
closed = {"v_m": V * (1 - r_series / r_total), "x_drift": (r_series + r_off - r_total) / (r_off - r_on),
          "w_threshold": 1 - math.exp(-t / 0.1 * math.tanh(2 * (V - 0.8)))}
measured = dict(re.findall(r"^(\w+) += +(\S+)$", log, re.M))
for name, value in closed.items():
    check(abs(float(measured.get(name, "nan")) / value - 1) < 1e-6, f"{name} is {measured.get(name)}, closed form {value}")

laws = json.load(open("models.json"))
sheet = "G {}\nV {}\nS {}\nE {}\n"
for k, law in enumerate(laws):
    sheet += f"C {{somn_{law['name']}}} {100 * k} 0 0 0 {{name=x{k}}}\n"
    for y, net in ((-30, f"p{k}"), (30, "0")): sheet += f"C {{devices/lab_pin}} {100 * k} {y} 0 0 {{name=l{k}{y} lab={net}}}\n"
open("first/all.sch", "w").write(sheet)
status, log = run("xschem -r --rcfile xschemrc -x -q -n -s all.sch", "first")
netlist = re.sub(r"\n\+", " ", open("first/all.spice").read())
deck = "all\n.include somn.lib\n"
for k, law in enumerate(laws):
    line = next((l for l in netlist.splitlines() if l.startswith(f"x{k} ")), "")
    words = line.split()
    check(words[1:4] == [f"p{k}", "0", "somn_" + law["name"]], f"pins and subcircuit of {law['name']}: {line}")
    value = lambda p: float(p["range"].split("|").index(p["default"]) if isinstance(p["default"], str) else p["default"])
    expected = [(p["name"], value(p)) for p in law["parameters"]]
    given = [(n, float(v)) for n, _, v in (w.partition("=") for w in words[4:])]
    check(given == expected, f"parameters of {law['name']}: {given} instead of {expected}")
    deck += f"v{k} p{k} 0 0.1\n{line}\n.save i(v{k}) @a.x{k}.a1[i]\n"
check(".subckt somn_" not in netlist, "an empty subcircuit would shadow the library's")
deck += ".control\nop\n" + "".join(f"let i{k} = @a.x{k}.a1[i]\nlet j{k} = -i(v{k})\necho CURRENT {k} $&i{k} $&j{k}\n" for k in range(len(laws)))
open("first/all.cir", "w").write(deck + "quit 0\n.endc\n.end\n")
status, log = run("ngspice -b all.cir", "first")
currents = re.findall(r"^CURRENT \d+ (\S+) (\S+)$", log, re.M)
check(len(currents) == len(laws), f"every symbol runs in ngspice\n{log[-2000:]}")
for (inner, outer), law in zip(currents, laws):
    check(float(inner) > 0 and abs(float(inner) - float(outer)) < 1e-6 * float(inner), f"current of {law['name']}: {inner}, of its source {outer}")
print(f"{passed} passed, {failed} failed, 0 skipped")
sys.exit(failed > 0)
PY
