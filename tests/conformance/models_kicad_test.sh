#!/usr/bin/env bash
# somn.kicad_sym has both kinds of simulation fields with the parameters of `somn models --json`; docs/kicad.md tells the
# truth: its commands run as written (the export of step 2 is the committed tests/data/kicad/first.cir), the numbers are those
# of the page; with somn_pure.lib under the library's name too.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export prefix=$work/prefix HOME=$work
cmake --install "$SOMN_BUILD_DIR" --prefix "$prefix" >"$work/log" || { cat "$work/log"; exit 1; }
cd "$work" || exit 1
"$SOMN" models --json >models.json
python3 - "$SOMN_SOURCE_DIR" "$prefix" <<'PY'
import json, re, shutil, subprocess, sys
source, prefix = sys.argv[1:]
passed = failed = 0
def check(ok, what):
    global passed, failed
    passed, failed = passed + ok, failed + (not ok)
    if not ok: print("FAILED:", what)

def parse(text):  # S-expression: nested lists of strings
    stack = [[]]
    for quoted, bare in re.findall(r'"((?:[^"\\]|\\.)*)"|([()]|[^\s()"]+)', text):
        if bare == "(": stack.append([])
        elif bare == ")": stack[-2].append(stack.pop())
        else: stack[-1].append(bare or quoted)
    return stack[0][0]
def parts(node, tag): return [n for n in node if isinstance(n, list) and n[0] == tag]
def numbers(text): return [(n, float(v)) for n, _, v in (w.partition("=") for w in text.split())]

library = parse(open(f"{prefix}/share/somnspice/kicad/somn.kicad_sym").read())
symbols = {s[1]: s for s in parts(library, "symbol")}
laws = {"somn_" + law["name"]: law for law in json.load(open("models.json"))}
subcircuits = re.findall(r"^\.subckt (\S+) p n ", open(f"{prefix}/lib/ngspice/somn.lib").read(), re.M)
check(library[:2] == ["kicad_symbol_lib", ["version", "20211014"]] and list(symbols) == list(laws), f"one symbol per law: {list(symbols)}")
for name, symbol in symbols.items():
    fields = {p[1]: p[2] for p in parts(symbol, "property")}
    value = lambda p: float(p["range"].split("|").index(p["default"]) if isinstance(p["default"], str) else p["default"])
    expected = [(p["name"], value(p)) for p in laws[name]["parameters"]]
    check(name in subcircuits, f"{name} is in somn.lib")
    model, _, given = fields["Spice_Model"].partition(" ")
    check(model == name and numbers(given) == expected, f"{name}: Spice_Model {fields['Spice_Model']}")
    check(fields["Sim.Name"] == name and numbers(fields["Sim.Params"]) == expected, f"{name}: Sim.Params {fields['Sim.Params']}")
    constants = {"Spice_Primitive": "X", "Spice_Netlist_Enabled": "Y", "Spice_Lib_File": "somn.lib", "Spice_Node_Sequence": "1 2",
                 "Sim.Device": "SUBCKT", "Sim.Library": "somn.lib", "Sim.Pins": "1=p 2=n"}
    check({k: fields.get(k) for k in constants} == constants, f"{name}: simulation fields {fields}")
    pins = [(parts(p, "number")[0][1], parts(p, "name")[0][1], float(parts(p, "at")[0][2]) > 0)
            for unit in parts(symbol, "symbol") for p in parts(unit, "pin")]
    check(pins == [("1", "p", True), ("2", "n", False)], f"{name}: pins {pins}")

page = open(f"{source}/docs/kicad.md").read()
printed = "".join(re.findall(r"```text\n(.*?)```", page, re.S)).splitlines()
steps = re.findall(r"```sh\n(.*?)```", page, re.S)
def run(script): return subprocess.run(["bash", "-e", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
first = run(steps[0])
check(len(steps) == 2 and first.returncode == 0, f"step 1: {first.stdout}")
shutil.copy(f"{source}/tests/data/kicad/first.cir", "first")
def values(text): return {n: float(v) for n, v in re.findall(r"^(\w+) += +(\S+)$", text, re.M)}
def run_netlist(what, tolerance):
    result = run("cd first\n" + steps[1])
    page, seen = values("\n".join(printed)), values(result.stdout)
    check(result.returncode == 0 and len(page) == 3, f"{what}: exit {result.returncode}")
    for name, value in page.items():
        check(name in seen and abs(seen[name] - value) <= tolerance * abs(value), f"{what}: the page says {name} = {value}\n{result.stdout[-2000:]}")
run_netlist("step 3", 0)

netlist = open("first/first.cir").read()
schematic = parse(open("first/first.kicad_sch").read())
for symbol in parts(schematic, "symbol"):
    fields = {p[1]: p[2] for p in parts(symbol, "property")}
    if fields["Reference"].startswith("MR"):
        line = re.search(rf"^X{fields['Reference']} (\S+) (\S+) (.*)$", netlist, re.M)
        check(line and line[3] == fields["Spice_Model"], f"{fields['Reference']}: KiCad copies Spice_Model into the netlist")

shutil.copy(f"{prefix}/lib/ngspice/somn_pure.lib", "first/somn.lib")
open("first/.spiceinit", "w").write("")
open("first/first.cir", "w").write(re.sub(r"@a\.(\w+)\.a1\[state\]", r"v(\1.x)", netlist))
run_netlist("somn_pure.lib as somn.lib", 1e-6)
print(f"{passed} passed, {failed} failed, 0 skipped")
sys.exit(failed > 0)
PY
