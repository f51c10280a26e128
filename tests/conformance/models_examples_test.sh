#!/usr/bin/env bash
# Every example deck does what it says, fails when a golden value is wrong, and gives the same values when its junctions
# are placed as A-devices and by somn_pure.lib: 1e-3 as it stands, 1e-6 with tight tolerances.
#   models_examples_test.sh [DECK ...]      e.g. 12_relaxation_oscillator/oscillator.cir; all decks by default
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$work/build"
ln -s "$SOMN_BUILD_DIR/lib" "$work/build/lib"
cp -r "$SOMN_SOURCE_DIR/examples" "$work/examples"
cd "$work/examples" || exit 1
HOME=$work python3 - "$SOMN_SOURCE_DIR/tests/tools/deck_form.py" "$@" <<'PY'
import concurrent.futures, glob, os, re, subprocess, sys

tool, *decks = sys.argv[1:]
decks = decks or sorted(glob.glob("*/*.cir"))
has_pure = os.path.exists("../build/lib/somn_pure.lib")
# TMAX is divided by this for tight tolerances, 10 by default. The network takes minutes even so, and is left to the night;
# the phases of a break end with a step whatever its length.
tight = {"16_network_1000/network.cir": 2, "10_pinched_loops/break.cir": 1}
of_the_night = set() if os.environ.get("SOMN_NIGHTLY") else {"16_network_1000/network.cir"}

# where somn_pure.lib is known to differ by more (as the deck stands, tight), and why
pure_share = {
    "10_pinched_loops/break.cir": (1e-3, 1e-3),  # a phase of the code model lasts until the end of a time step
    "10_pinched_loops/tunnel.cir": (1e-3, 1e-4),  # its soft stop at zero flux leaves 4e-6 lambda_crit; R_t is steep
    "12_relaxation_oscillator/relay.cir": (2e-2, 5e-3),  # TMAX is 50 tau; only the code model shortens the steps itself
}


def run(deck, form, *options):
    """Exit status and {check: (value, expected, tolerance)} of a deck in another form."""
    folder, name = os.path.split(deck)
    if form != "subcircuit" or options:
        text = subprocess.run([sys.executable, tool, form, name, *options], cwd=folder, capture_output=True, text=True, check=True)
        name = "_".join([form, *options, name]).replace("-", "").replace("=", "")
        open(os.path.join(folder, name), "w").write(text.stdout)
    done = subprocess.run(["ngspice", "-b", name], cwd=folder, capture_output=True, text=True)
    full = dict(re.findall(r"^(\w+) = (\S+)$", done.stdout, re.M))
    checks = re.findall(r"^CHECK (\S+) \S+ (\S+) (\S+) (?:PASS|FAIL)$", done.stdout, re.M)
    values = {check: (float(full[check]), float(gold), float(tol)) for check, gold, tol in checks}
    return done.returncode, values, done.stdout[-300:] + done.stderr[-500:]


def apart(one, other, share):
    """Checks that differ by more than a share of the expected value; where zero is expected, by the deck's tolerance."""
    if one.keys() != other.keys(): return [f"checks {sorted(one)} and {sorted(other)}"]
    return [f"{name} {value!r} and {other[name][0]!r}" for name, (value, gold, tol) in one.items()
            if not abs(value - other[name][0]) <= (share * abs(gold) if gold else tol)]


def examine(deck):
    """What is wrong with a deck."""
    code, values, log = run(deck, "subcircuit")
    if code or not values: return 1, [f"exit {code}\n{log}"]
    forms, wrong, n = ["device"] + ["pure"] * has_pure, [], 1
    first = next(iter(values))
    if run(deck, "subcircuit", "--gold", f"{first}=1e30")[0] != 1: wrong.append("a wrong golden value is not noticed")
    tolerances = [(1e-3, []), (1e-6, ["--tight", str(tight.get(deck, 10))])]
    for share, options in tolerances[:1] if deck in of_the_night else tolerances:
        reference = run(deck, "subcircuit", *options)[1] if options else values
        for form in forms:
            code, other, log = run(deck, form, *options)
            if form == "device" and code: wrong.append(f"as {form} {' '.join(options)}: exit {code}\n{log}")
            most = pure_share[deck][bool(options)] if form == "pure" and deck in pure_share else share
            wrong += [f"as {form} {' '.join(options)}: {text}" for text in apart(reference, other, most)]
            n += 1
    return n + 1, wrong


passed = failed = 0
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for deck, (n, wrong) in zip(decks, pool.map(examine, decks)):
        for text in wrong: print("FAILED:", deck, text)
        passed, failed = passed + max(n - len(wrong), 0), failed + len(wrong)
print(f"{passed} passed, {failed} failed" + ("" if has_pure else "; no somn_pure.lib"))
sys.exit(failed > 0)
PY
