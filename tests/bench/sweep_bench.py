#!/usr/bin/env python3
"""Throughput of `somn sweep`: 200 runs with 1 and 2 workers, 1 and 2 MPI ranks; and what the program's start costs.

    tests/bench/sweep_bench.py build/bin/somn [RUNS]

Prints wall time, runs per second, and the factor over one worker; the load of the machine stands beside it, since on a
busy machine these factors say more about the others. All four index files must be the same."""
import os, pathlib, subprocess, sys, tempfile, time

somn = str(pathlib.Path(sys.argv[1]).resolve())
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 200
environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")

EXPERIMENT = """
[network]
ensemble = "wires"
box = "25 um"
[drive]
kind = "dc"
amplitude = "5 V"
series_resistance = "1 Mohm"
[run]
t_stop = "2 us"
t_sample = "10 ns"
rtol = 1e-3
"""
SWEEP = """
experiment = "film.toml"
[sweep]
grid = {{ "drive.amplitude" = ["4 V", "6 V", "8 V", "10 V"] }}
seeds = {}
"""


def wall(command, folder):
    begin = time.monotonic()
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begin


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "film.toml").write_text(EXPERIMENT)
    (folder / "sweep.toml").write_text(SWEEP.format(list(range(1, runs // 4 + 1))))
    sweep = [somn, "sweep", "sweep.toml", "--quiet", "-o"]
    print(f"{runs} runs, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    indices, first = [], None
    for name, command in [("-j 1", [*sweep, "j1", "-j", "1"]), ("-j 2", [*sweep, "j2", "-j", "2"]),
                          ("mpirun -n 1", ["mpirun", "-n", "1", *sweep, "n1"]),
                          ("mpirun -n 2", ["mpirun", "--oversubscribe", "-n", "2", *sweep, "n2"])]:
        seconds = wall(command, folder)
        first = first or seconds
        print(f"{name:12} {seconds:7.2f} s  {runs / seconds:6.2f} runs/s  {first / seconds:5.2f} x")
        indices.append((folder / command[command.index("-o") + 1] / "points.csv").read_bytes())
    print("the four index files are", "the same" if len(set(indices)) == 1 else "DIFFERENT")
    seconds = min(wall([somn, "--version"], folder) for _ in range(50))
    print(f"somn --version: {1e3 * seconds:.1f} ms (best of 50)")
