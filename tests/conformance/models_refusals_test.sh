#!/usr/bin/env bash
# Every illegal value, wrong choice, unknown parameter and nonsensical combination of every law is refused in plain ngspice,
# by name and with what is allowed; the ends of closed ranges are accepted.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
echo "codemodel $SOMN_BUILD_DIR/lib/somn.cm" >.spiceinit
python3 <<'PY'
import concurrent.futures, os, subprocess, sys, tempfile
sys.path.insert(0, os.environ["SOMN_SOURCE_DIR"] + "/tests/tools")
from law_cases import CASES, LAWS
def run(law, setting):
    with tempfile.TemporaryDirectory(dir=".") as folder:
        open(f"{folder}/.spiceinit", "w").write(open(".spiceinit").read())
        open(f"{folder}/d.cir", "w").write(f"refusal\nv1 p 0 0.1\na1 %gd(p 0) m\n.model m somn_{law}({setting})\n.op\n.print op i(v1)\n.end\n")
        return subprocess.run(["ngspice", "-b", "d.cir"], cwd=folder, capture_output=True, text=True, env={**os.environ, "HOME": os.path.abspath(folder)})
cases = []  # law, setting, what must be printed ("" = accepted)
for name, law in LAWS.items():
    cases += [(name, s, f"somn error: somn_{name}: {text}") for s, text in CASES[name]["refused"]]
    cases.append((name, "nonsense=1", "unrecognized parameter (nonsense)"))
    cases.append((name, 'preset="nonsense"', f"somn error: somn_{name}: preset must be one of default"))
    for p in law["parameters"] + law["code_model_parameters"]:
        key, interval = p["name"], p["range"]
        if isinstance(p["default"], str):
            cases.append((name, f'{key}="nonsense"', f"somn error: somn_{name}: {key} must be one of {interval}"))
            continue
        low, high = (float(e.strip()) for e in interval[1:-1].split(","))
        outside = [low - max(1, abs(low))] * (low > -1e300) + [high + max(1, abs(high))] * (high < 1e300)
        outside += [low] * (interval[0] == "(" and low > -1e300) + [high] * (interval[-1] == ")" and high < 1e300)
        cases += [(name, f"{key}={v:.17g}", f"{key} = {v:g}|is outside its legal range {interval}") for v in outside]
failed = 0
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for (law, setting, expected), r in zip(cases, pool.map(lambda c: run(c[0], c[1]), cases)):
        text = r.stdout + r.stderr
        if not all(part in text for part in expected.split("|")) and not expected in text:
            failed += 1
            print(f"FAILED: {law} {setting}: expected {expected!r}\n{text[-300:]}")
print(f"{len(cases) - failed} passed, {failed} failed")
sys.exit(failed > 0)
PY
