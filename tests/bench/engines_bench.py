#!/usr/bin/env python3
"""ngspice against the native engine, strictly paired: one network, law (tunnel, 1.8 V, 0.2 s), rtol and record.

CPU seconds of each engine's own statistics (user and system), with steps, rejected steps and Newton iterations; then
`somn compare --halving`, which measures how far each engine is from its own finer run.

usage: engines_bench.py BUILD_DIR NETWORK.edges ...
"""
import json, os, subprocess, sys, tempfile

SOMN = os.path.abspath(sys.argv[1]) + "/bin/somn"
for network in map(os.path.abspath, sys.argv[2:]):
    with tempfile.TemporaryDirectory() as folder:
        open(f"{folder}/e.toml", "w").write(f"""[network]
file = "{network}"
[model]
name = "tunnel"
[drive]
kind = "dc"
amplitude = "1.8 V"
[run]
engine = "both"
t_stop = "0.2 s"
t_sample = "1 ms"
""")
        subprocess.run([SOMN, "run", "e.toml", "-o", "out", "--quiet"], cwd=folder, check=False)
        for engine in ("ngspice", "native"):
            s = json.load(open(f"{folder}/out/{engine}/stats.json"))
            print(f"{os.path.basename(network):20} {engine:8} {s['steps']:6} steps {s['rejected']:6} rejected "
                  f"{s['newton_iterations']:6} iterations {s['cpu_s']:8.2f} CPU s", flush=True)
        subprocess.run([SOMN, "compare", "out/ngspice", "out/native", "--halving"], cwd=folder, check=False)
