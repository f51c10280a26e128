#!/usr/bin/env bash
# The README tells the truth: its console commands run and print what it says ("..." stands for anything), its links exist.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export PATH=$(dirname "$SOMN"):$PATH
ln -s "$SOMN_SOURCE_DIR/examples" "$work/examples"
cd "$work" || exit 1
python3 - "$SOMN_SOURCE_DIR" <<'PY'
import os, re, subprocess, sys
root = sys.argv[1]
pages = [os.path.join(root, page) for page in ("README.md", "docs/networks.md")]
passed = failed = 0
def check(ok, what):
    global passed, failed
    passed, failed = passed + ok, failed + (not ok)
    if not ok: print("FAILED:", what)
for page in pages:
    for link in re.findall(r"\]\(([^)#:]+)\)", open(page).read()):
        check(os.path.exists(os.path.join(os.path.dirname(page), link)), f"{page}: link {link}")
for block in re.findall(r"```console\n(.*?)```", "".join(open(page).read() for page in pages), re.S):
    for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", block, re.M):
        command += " --set run.t_stop='1 us' --set analysis.t_start='0 s'" if command.startswith("somn run") else ""
        run = subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        check(run.returncode == 0, f"{command}: exit {run.returncode}\n{run.stdout}")
        if expected.strip() != "...": check(run.stdout.strip() == expected.strip(), f"{command} printed\n{run.stdout}")
check(os.path.exists("out/report.html"), "the report of the README's run")
for script in ("scripts/demo.sh", "scripts/test.sh"): check(os.access(os.path.join(root, script), os.X_OK), script)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PY
