#!/usr/bin/env python3
"""Netlists of 4 000, 16 000 and 50 000 junctions: CPU seconds of writing them, and of ngspice reading them.

Wire networks at 0.1 /um2, law vts, junction capacitances and ground capacitances: with one model, or with a spread of
v_set, r_off and tau in 256 models; as a deck, or as a subcircuit that a deck of three lines places. `write` is the whole
command `somn netlist` on a GraphML file; `parse` is `ngspice -b` of the same text without its analysis (codemodel, parse,
devices made), less that of an empty deck; `states` is what saving the states of 4096 or of all junctions adds to it.
Best of three runs.

usage: netlist_bench.py BUILD_DIR [BOX_UM ...]
"""
import os, re, resource, subprocess, sys, tempfile

BUILD = os.path.abspath(sys.argv[1])
BOXES = sys.argv[2:] or ["113", "226", "400"]
SPREAD = ["--set", "spread.v_set=20%", "--set", "spread.r_off=50%", "--set", "spread.tau=10%"]

def cpu(command, cwd):
    """CPU seconds of the fastest of three runs."""
    def once():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=cwd, env={**os.environ, "HOME": cwd}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return min(once() for _ in range(3))

def parse(folder, text):
    open(f"{folder}/parse.cir", "w").write(text)
    return cpu(["ngspice", "-b", "parse.cir"], folder)

with tempfile.TemporaryDirectory() as folder:
    open(f"{folder}/.spiceinit", "w").write(f"codemodel {BUILD}/lib/somn.cm\n")
    somn = f"{BUILD}/bin/somn"
    nothing = parse(folder, "* nothing\nv1 s 0 1\nr1 s 0 1\n.end\n")
    print(f"{'junctions':>9} {'nodes':>7} {'models':>6} {'form':10} {'MB':>5} {'write':>6} {'parse':>6} {'us/junction':>11} {'states 4096':>11} {'states all':>10}")
    for box in BOXES:
        subprocess.run([somn, "generate", "wires", "--density", "0.1 /um2", "--length", "10 um", "--length-sd", "1 um",
                        "--box", f"{box} um", "-o", "net.graphml", "--quiet"], cwd=folder, check=True)
        for spread in ([], SPREAD):
            for form in ("deck", "subcircuit"):
                what = ["--subckt", "film"] if form == "subcircuit" else ["--drive", "dc:9V", "--t-stop", "1us", "--record", "states:all"]
                write = cpu([somn, "netlist", "net.graphml", *spread, *what, "-o", "net.cir", "--quiet"], folder)
                text = open(f"{folder}/net.cir").read()
                junctions, models = len(re.findall(r"^a\d+ ", text, re.M)), text.count("\n.model ")
                nodes = len(re.findall(r"^cg\d+ ", text, re.M)) + (form == "deck")
                states = ""
                if form == "deck":
                    lines = [l for l in text.splitlines() if not l.startswith((".tran", ".print", ".end"))]
                    bare = "\n".join(l for l in lines if not l.startswith(".save")) + "\n.end\n"
                    seconds = parse(folder, bare) - nothing
                    everything = parse(folder, "\n".join(lines) + "\n.end\n") - nothing
                    some = subprocess.run([somn, "netlist", "net.graphml", *spread, *what[:-1], "states:4096", "-o", "-", "--quiet"],
                                          cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()
                    some = parse(folder, "\n".join(l for l in some if not l.startswith((".tran", ".print"))) + "\n") - nothing
                    states = f"{some - seconds:11.2f} {everything - seconds:10.2f}"
                else:
                    seconds = parse(folder, "* placed\n.include net.cir\nv1 s 0 9\nx1 s 0 0 film\n.end\n") - nothing
                print(f"{junctions:9} {nodes:7} {models:6} {form:10} {len(text) / 1e6:5.1f} {write:6.2f} {seconds:6.2f} "
                      f"{1e6 * seconds / junctions:11.1f} {states}", flush=True)
