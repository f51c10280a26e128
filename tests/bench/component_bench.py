#!/usr/bin/env python3
"""A film as one component against the flat netlist in ngspice, paired: the same network, drive and TMAX, one after the other.

usage: component_bench.py BUILD_DIR NETWORK LAW[:PARAM=VALUE...] VOLT T_STOP POINTS [--alone] [--opamp] [--grid]

NETWORK is a file for `somn netlist`, or random:JUNCTIONS (G(n, m) of mean degree 3). Printed: CPU seconds (user) and peak
memory of the ngspice process, accepted points and iterations as ngspice counts them. --alone: the component only. --opamp:
an inverting integrator around the film, of an amplifier with one pole. --grid: no control of the states' errors in either,
so that TMAX says where the points are.
"""
import os
import re
import resource
import subprocess
import sys
import tempfile

build, network, law, volt, t_stop, points = sys.argv[1:7]
flags = sys.argv[7:]
build = os.path.abspath(build)
volt, t_stop, points = float(volt), float(t_stop), int(points)
law, *settings = law.split(":")
somn = f"{build}/bin/somn"

with tempfile.TemporaryDirectory() as folder:
    def sh(*command):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, "HOME": folder}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        return text, usage.ru_utime, usage.ru_maxrss / 1024

    if network.startswith("random:"):
        m = int(network.split(":")[1])
        text, *_ = sh(somn, "generate", "random", "--nodes", str(int(2 * m / 3)), "--junctions", str(m), "--seed", "1", "--quiet", "-o", f"{folder}/net.edges")
        network = f"{folder}/net.edges"
        if not os.path.exists(network): sys.exit(text)
    options = ["--model", law] + [w for s in settings for w in ("--set", s)]
    for kind, file in (("--component", "component.lib"), ("--subckt", "flat.lib")):
        if "--alone" in flags and kind == "--subckt": continue
        text, cpu, _ = sh(somn, "netlist", os.path.abspath(network), *options, kind, "film", "-o", file)
        print(f"{kind}: {text.strip()}, written in {cpu:.1f} s")
    for file in ("component.lib", "flat.lib"):
        if "--grid" not in flags or not os.path.exists(f"{folder}/{file}"): continue
        with open(f"{folder}/{file}") as lib: text = lib.read()
        with open(f"{folder}/{file}", "w") as lib: lib.write(text.replace(" m={m})", " lte=0 h_max=0.9 m={m})"))
    with open(f"{folder}/.spiceinit", "w") as out:
        out.write(f"codemodel {build}/lib/somn.cm\ncodemodel {build}/lib/somn_network.cm\n")
    for kind in ("component", "flat"):
        if "--alone" in flags and kind == "flat": continue
        pins = re.search(r"\.subckt film (.*) params", open(f"{folder}/{kind}.lib").read()).group(1).split()
        at = {"source": "s", "drain": "0" if "--opamp" not in flags else "minus"}
        film = "x1 " + " ".join(at.get(p, "0") for p in pins) + " film"
        amplifier = ["e1 pole 0 0 minus 1e5", "rp pole out 1k", f"cp out 0 {1e-6 * t_stop}", f"cf out minus {1e-6 * t_stop}", "rf out minus 1e6"]
        deck = ["* bench", f".include {kind}.lib", f"v1 s 0 sin(0 {volt} {1 / t_stop})", film, *(amplifier if "--opamp" in flags else []),
                ".save i(v1)", ".control", f"tran {t_stop / points} {t_stop} 0 {t_stop / points}", "rusage all", "let q = -i(v1)",
                "print vecmax(q) mean(q)", "quit 0", ".endc", ".end"]
        with open(f"{folder}/deck.cir", "w") as out: out.write("\n".join(deck) + "\n")
        text, cpu, peak = sh("ngspice", "-b", "deck.cir")
        count = lambda name: (re.search(rf"{name}[^=\n]*= *(\d+)", text) or [0, "?"])[1]
        found = re.findall(r"(vecmax\(q\)|mean\(q\)) = ([-+.e\d]+)", text)
        print(f"{kind:10} {cpu:8.2f} s {peak:7.0f} MB  points {count('Transient timepoints')} accepted {count('Accepted timepoints')} iterations {count('Transient iterations')} {found}", flush=True)
        if not found: print(text[-1500:])
