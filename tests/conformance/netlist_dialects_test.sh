#!/usr/bin/env bash
# `somn netlist --dialect`: two junctions of every law in series, as plain elements for ngspice, LTspice and Xyce. All
# run here in an ngspice without somn.cm (the last two with what only their simulators read put back into ngspice's
# words): mean difference of the current from that of the code model, over its maximum, at most 1e-3 (the charge of a law
# that latches: its bound in cases.json).
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
printf '# nodes 3 edges 2 source 0 drain 2\n0 1\n1 2\n' >film.edges
python3 - <<'PY'
import bisect, os, re, subprocess, sys
sys.path.insert(0, os.environ["SOMN_SOURCE_DIR"] + "/tests/tools")
from law_cases import CASES, LAWS
build, failed, passed = os.environ["SOMN_BUILD_DIR"], 0, 0


def check(name, holds, what=""):
    global failed, passed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds: print("FAILED:", name, what)


def replaced(text, call, make):  # call(...) with balanced brackets
    while (at := text.find(call + "(")) >= 0:
        depth, end = 0, at + len(call)
        while True:
            depth += (text[end] == "(") - (text[end] == ")")
            if depth == 0: break
            end += 1
        text = text[:at] + make(text[at + len(call) + 1:end]) + text[end + 1:]
    return text


def in_ngspice(text, dialect):
    if dialect in ("ngspice", None): return text
    text = re.sub(r"^(b.*)=\{(.*)\}$", r"\1=\2", text, flags=re.M).replace("timeint ", "").replace("sine(", "sin(")
    text = re.sub(r"^\.print tran format=csv .*(\n\+.*)*\n", "", text, flags=re.M)
    text = re.sub(r"V\((x\d+):x\)", r"v(\1.x)", text)
    return replaced(text, "if", lambda inner: "u(" + inner[: inner.rindex(">0,1,0")] + ")")


def current(law, settings, amplitude, period, dialect):
    """Times and currents, and nothing; or None and why."""
    words = [w for pair in settings.split() for w in ("--set", pair)]
    made = subprocess.run([os.environ["SOMN"], "netlist", "film.edges", "--model", law, *words, "--drive", f"sine:{2 * amplitude}V,{1 / period}Hz",
        "--t-stop", f"{1.2 * period}s", "--quiet", "-o", "-", *(["--dialect", dialect] if dialect else [])], capture_output=True, text=True)
    if made.returncode: return None, made.stderr
    text = in_ngspice(made.stdout, dialect)
    if dialect and ("%gd" in text or "{" in text or "==" in text): return None, "not plain: " + text
    text = re.sub(r"^(\.tran \S+ \S+ 0) \S+$", rf"\1 {period / 1000}", text, flags=re.M)
    text = text.replace("\n.end\n", "\n.control\nrun\nset numdgt=12\nwrdata out.txt i(v_drive)\nquit 0\n.endc\n.end\n")
    open("deck.cir", "w").write(text)
    open(".spiceinit", "w").write("" if dialect else f"codemodel {build}/lib/somn.cm\n")
    if os.path.exists("out.txt"): os.remove("out.txt")
    log = subprocess.run(["ngspice", "-b", "deck.cir"], capture_output=True, text=True, env={**os.environ, "HOME": "."})
    if not os.path.exists("out.txt"): return None, log.stdout[-300:] + log.stderr[-600:]
    rows = [tuple(map(float, line.split())) for line in open("out.txt") if line.strip()]
    return ([row[0] for row in rows], [row[1] for row in rows]), ""


def charge(i):
    total, sums = 0.0, [0.0]
    for k in range(1, len(i[0])):
        total += 0.5 * (i[1][k] + i[1][k - 1]) * (i[0][k] - i[0][k - 1])
        sums.append(total)
    return i[0], sums


def at(i, t):
    k = min(max(bisect.bisect(i[0], t), 1), len(i[0]) - 1)
    share = (t - i[0][k - 1]) / (i[0][k] - i[0][k - 1])
    return i[1][k - 1] + share * (i[1][k] - i[1][k - 1])


for law in LAWS:
    settings, amplitude, period = CASES[law]["twin"][0]
    reference, why = current(law, settings, amplitude, period, None)
    check(f"{law}: for somn.cm", reference is not None, why)
    if reference is None: continue
    bound, is_latched = CASES[law].get("latched", [1e-3])[0], "latched" in CASES[law]
    for dialect in ("ngspice", "ltspice", "xyce"):
        i, why = current(law, settings, amplitude, period, dialect)
        if i is None: check(f"{law}: for {dialect}", False, why); continue
        a, b = (charge(reference), charge(i)) if is_latched else (reference, i)
        times = [period * (0.01 + 1.18 * k / 1000) for k in range(1000)]
        pairs = [(at(a, t), at(b, t)) for t in times]
        distance = sum(abs(x - y) for x, y in pairs) / len(pairs) / max(abs(x) for x, _ in pairs)
        check(f"{law}: for {dialect}", i[0][-1] > 1.19 * period and distance <= bound, f"{distance:.2g} apart")


def netlist(*options):
    return subprocess.run([os.environ["SOMN"], "netlist", "film.edges", "--quiet", "-o", "-", *options], capture_output=True, text=True)


deck = ["--drive", "dc:1V", "--t-stop", "1us"]
for dialect, name in (("ltspice", "LTspice"), ("xyce", "Xyce")):
    check(f"{dialect}: says that it is unverified", f"UNVERIFIED: nobody has run it in {name}" in netlist(*deck, "--dialect", dialect).stdout)
    lib = netlist("--subckt", "film", "--dialect", dialect).stdout
    check(f"{dialect}: a subcircuit", "\n.subckt film source drain" in lib and "m={m}" not in lib and lib.endswith(".ends film\n"))
check("ltspice: no dc beside a sine", "sine(0 1 5000)" in (s := netlist("--drive", "sine:1V,5kHz", "--t-stop", "1ms", "--dialect", "ltspice").stdout) and "dc 0 sin" not in s)
none = netlist(*deck, "--dialect", "ltspcie")
check("a misspelt dialect", none.returncode == 2 and "ltspice" in none.stderr, none.stderr)
chance = netlist(*deck, "--model", "vts", "--set", "c2c=0.1", "--dialect", "ngspice")
check("what the twin has not", chance.returncode == 2 and "c2c" in chance.stderr and "--dialect" in chance.stderr, chance.stderr)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PY
