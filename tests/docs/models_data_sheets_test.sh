#!/usr/bin/env bash
# One table, many files: the committed data sheets, `somn models --json`, the ngspice interface files, somn.lib and the
# symbols hold the same parameters and defaults for every law, and no law is without a page.
set -u
python3 - "$SOMN_SOURCE_DIR" "$SOMN_BUILD_DIR" "$SOMN" <<'PY'
import glob, json, os, re, subprocess, sys
source, build, somn = sys.argv[1:]
passed = failed = 0
def check(ok, what):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok: print("FAILED:", what)
laws = json.loads(subprocess.run([somn, "models", "--json"], capture_output=True, text=True, check=True).stdout)
folders = sorted(os.path.basename(os.path.dirname(p)) for p in glob.glob(f"{source}/models/*/params.def"))
check(sorted(l["name"] for l in laws) == folders, f"laws {folders} and {[l['name'] for l in laws]}")
library = open(f"{build}/lib/somn.lib").read().replace("\n+", "")
host = glob.glob(f"{build}/code-model/*/somn_vts")[0].rsplit("/", 1)[0]
for law in laws:
    name, parameters = law["name"], law["parameters"]
    made = open(f"{build}/share/somnspice/docs/{name}.md").read()
    page = f"{source}/models/{name}/page.md"
    check(os.path.exists(page) and open(page).read() == made, f"models/{name}/page.md is not what the tables make: copy build/share/somnspice/docs/{name}.md")
    interface = open(f"{host}/somn_{name}/ifspec.ifs").read()
    blocks = dict(re.findall(r"Parameter_Name: (\w+)\nDescription: \"[^\n]*\"\nData_Type: \w+\nDefault_Value: ([^\n]+)", interface))
    subckt = dict(w.split("=") for w in re.search(rf"\.subckt somn_{name} p n params:([^\n]*)", library)[1].split())
    names = [p["name"] for p in parameters + law["code_model_parameters"]]
    check(sorted(blocks) == sorted(names + ["preset"]), f"{name}: interface file has {sorted(blocks)}")
    check(sorted(subckt) == sorted(names), f"{name}: somn.lib has {sorted(subckt)}")
    for p in parameters:
        default = p["default"]
        if isinstance(default, str):
            index = p["range"].split("|").index(default)
            check(blocks[p["name"]].strip('"') == default and float(subckt[p["name"]]) == index, f"{name}: default of {p['name']}")
        else:
            check(float(blocks[p["name"]]) == default == float(subckt[p["name"]]), f"{name}: default of {p['name']}")
        check(p["meaning"] and p["source"] and re.fullmatch(r"\(\d\)", p["equation"]), f"{name}: {p['name']} lacks meaning, equation or source")
        check(p["equation"] in made.split("```")[1], f"{name}: no equation {p['equation']} in law.h, named by {p['name']}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PY
