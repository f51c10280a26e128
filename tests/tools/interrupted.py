"""Runs, sweeps and reports that are killed, or lose their disk or a program, at random moments: after --resume the folder
is that of a command which nobody disturbed, and nothing else is left.

interrupted.py --somn PROGRAM --moments N --seed S [--keep]

A moment is one SIGKILL (of the command, of one of its children, of all), one full disk (root only), or one missing or
failing program. Compared: every file, byte for byte; trace.h5 by h5diff (it holds times of day); of stats.json the counts,
not seconds and memory.
"""
import argparse, filecmp, glob, json, os, random, shutil, signal, subprocess, sys, tempfile, time

RUN = """title = "interrupted"
[network]
ensemble = "wires"
seed = 2
density = "0.1 /um2"
box = "40 um"
[model]
name = "{law}"
[drive]
{drive}
[run]
engine = "{engine}"
method = "{method}"
t_stop = "{t_stop}"
t_sample = "{t_sample}"
checkpoint = "20 ms"
record = ["source", "events", "states:4", "nodes:3"]
[output]
formats = ["csv", "hdf5", "raw"]
"""
TINY = """[network]
file = "few.edges"
[model]
name = "threshold"
spread = {{ v_threshold = 0.1 }}
[drive]
kind = "triangle"
amplitude = "3 V"
frequency = "50 Hz"
series_resistance = "1 kohm"
[run]
engine = "{engine}"
t_stop = "20 ms"
t_sample = "20 us"
rtol = 1e-3
"""
SWEEP = """experiment = "tiny.toml"
[sweep]
grid = {{ "drive.amplitude" = ["0.2 V", "1 V", "2 V", "4 V"] }}
seeds = [1, 2]
direction = "{direction}"
keep = "{keep}"
[measures]
events = "/junction_events/n_up"
[[figure]]
name = "current"
x = "drive.amplitude"
y = ["mean_current_A"]
[[finding]]
name = "a current flows"
measure = "mean_current_A"
expected = [0, 1]
"""


def write(name, text):
    with open(name, "w") as f:
        f.write(text)


def experiments():
    write("few.edges", "# nodes 6 edges 8 source 0 drain 5\n0 1\n0 2\n1 2\n1 3\n2 4\n3 4\n3 5\n4 5\n")
    write("euler.toml", RUN.format(law="tunnel", engine="native", method="euler", drive='amplitude = "1.8 V"',
                                   t_stop="40 s", t_sample="1 ms"))
    write("adaptive.toml", RUN.format(law="vts", engine="native", method="adaptive", t_stop="8 us", t_sample="10 ns",
                                      drive='amplitude = "9 V"\nseries_resistance = "1 Mohm"'))
    write("both.toml", TINY.format(engine="both"))
    write("amp.toml", TINY.format(engine="native").replace('"3 V"', '"1 uA"').replace('series_resistance = "1 kohm"\n', ""))
    write("tiny.toml", TINY.format(engine="native"))
    write("up.toml", SWEEP.format(direction="both", keep="all"))
    write("light.toml", SWEEP.format(direction="down", keep="light"))
    write("none.toml", SWEEP.format(direction="both", keep="none"))
    return {"euler": ["run", "euler.toml"], "adaptive": ["run", "adaptive.toml", "--report"],
            "both": ["run", "both.toml", "--report"], "amp": ["run", "amp.toml", "--report"],
            "up": ["sweep", "up.toml", "-j", "2"], "light": ["sweep", "light.toml", "-j", "2"],
            "none": ["sweep", "none.toml", "-j", "1"]}


def is_equal(a, b):
    if a.endswith("trace.h5"):
        return subprocess.run(["h5diff", a, b], capture_output=True).returncode == 0
    if a.endswith("stats.json"):
        x, y = json.load(open(a)), json.load(open(b))
        work = ("wall_s", "cpu_s", "peak_rss_B")
        other = [f"{k}: {x[k]}, {y[k]}" for k in x if k not in work and x[k] != y[k]]
        if other:
            print(f"  {b}: {other}", flush=True)
        return not other
    if a.endswith("transcript.txt") or a.endswith("report.html"):  # seconds of the solver stand in them
        return os.path.getsize(b) > 0
    return filecmp.cmp(a, b, shallow=False)


def files(folder):
    return sorted(os.path.relpath(os.path.join(d, f), folder) for d, _, fs in os.walk(folder) for f in fs)


class Trial:
    def __init__(self, somn, dice, name, command, reference, seconds):
        self.somn, self.dice, self.name, self.command = somn, dice, name, command
        self.reference, self.seconds = reference, seconds
        self.log = []

    def start(self, out, resume=True, env=None):
        words = [self.somn, *self.command, "-o", out, "--quiet"] + (["--resume"] if resume else [])
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=env,
                                start_new_session=True)

    def kill(self, out):
        p = self.start(out)
        delay = self.dice.random() * self.seconds * 1.1
        end = time.monotonic() + delay
        while time.monotonic() < end and p.poll() is None:
            time.sleep(0.002)
        whom = self.dice.choice(["parent", "parent", "child", "all"])
        children = descendants(p.pid)
        victims = {"parent": [p.pid], "child": children[:1] or [p.pid], "all": [*children, p.pid]}[whom]
        for pid in victims:
            if p.poll() is None:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        if whom == "child" and children:
            p.wait(300)
        p.communicate(timeout=300)
        self.log.append(f"{whom} after {delay:.3f} s: {p.returncode}")

    def full_disk(self, out_of):
        """On a small tmpfs; then it grows."""
        disk = out_of
        size = self.dice.randrange(4, 400) * 1024
        subprocess.run(["mount", "-o", f"remount,size={size + used(disk)}", disk], check=True)
        p = self.start(os.path.join(disk, "out"))
        _, err = p.communicate(timeout=600)
        self.log.append(f"disk of {size} B: {p.returncode} {err.strip()[:160]}")
        if p.returncode not in (0, 2, 3, 4, 5):
            raise AssertionError(f"exit code {p.returncode} on a full disk: {err}")
        subprocess.run(["mount", "-o", "remount,size=400m", disk], check=True)

    def missing_program(self, out):
        env = dict(os.environ)
        kind = self.dice.choice(["no gnuplot", "failing gnuplot", "no code model"])
        tools = tempfile.mkdtemp(dir=".")
        if kind == "no gnuplot":
            env["PATH"] = tools
        elif kind == "failing gnuplot":
            write(os.path.join(tools, "gnuplot"), "#!/bin/sh\necho broken >&2\nexit 1\n")
            os.chmod(os.path.join(tools, "gnuplot"), 0o755)
            env["PATH"] = tools + ":" + env["PATH"]
        else:
            env["SOMN_CODE_MODEL"] = "/nonexistent/somn.cm"
        p = self.start(out, env=env)
        _, err = p.communicate(timeout=600)
        self.log.append(f"{kind}: {p.returncode} {err.strip()[:160]}")
        if p.returncode not in (0, 2, 3, 4, 5):
            raise AssertionError(f"{kind}: exit code {p.returncode}: {err}")

    def finish(self, out):
        p = self.start(out)
        _, err = p.communicate(timeout=900)
        if p.returncode != 0:
            raise AssertionError(f"the last --resume ended with {p.returncode}: {err}")
        if files(out) != files(self.reference):
            raise AssertionError(f"other files: {sorted(set(files(out)) ^ set(files(self.reference)))}")
        for f in files(out):
            if not is_equal(os.path.join(self.reference, f), os.path.join(out, f)):
                raise AssertionError(f"{f} differs")
        beside = [f for f in os.listdir(os.path.dirname(out) or ".") if f not in ("out",)]
        if beside:
            raise AssertionError(f"left beside it: {beside}")


def used(disk):
    s = os.statvfs(disk)
    return (s.f_blocks - s.f_bfree) * s.f_frsize


def descendants(pid):
    found = []
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            fields = open(path).read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(path.split("/")[2])
            found += [child, *descendants(child)]
    return found


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--somn", required=True)
    a.add_argument("--moments", type=int, default=200)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--only", nargs="*")
    o = a.parse_args()
    dice = random.Random(o.seed)
    work = tempfile.mkdtemp(prefix="somn_interrupted_")
    os.chdir(work)
    commands = experiments()
    names = o.only or list(commands)
    reference = {}
    for name in names:
        begin = time.monotonic()
        subprocess.run([o.somn, *commands[name], "-o", f"whole_{name}", "--quiet"], check=True)
        reference[name] = (os.path.abspath(f"whole_{name}"), time.monotonic() - begin)
    can_mount = os.geteuid() == 0
    moments = trials = failed = 0
    kinds = {}
    while moments < o.moments:
        name = names[trials % len(names)]
        trials += 1
        folder = os.path.join(work, f"trial{trials}")
        os.mkdir(folder)
        mounted = can_mount and dice.random() < 0.4 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", folder], capture_output=True).returncode == 0
        out = os.path.join(folder, "out")
        trial = Trial(o.somn, dice, name, commands[name], *reference[name])
        try:
            for _ in range(dice.randrange(1, 5)):
                kind = dice.choice(["kill", "kill", "missing", "disk" if mounted else "kill"])
                if kind == "kill":
                    trial.kill(out)
                elif kind == "missing":
                    trial.missing_program(out)
                else:
                    trial.full_disk(folder)
                moments += 1
                kinds[kind] = kinds.get(kind, 0) + 1
            trial.finish(out)
        except (AssertionError, subprocess.TimeoutExpired) as why:
            failed += 1
            print(f"FAILED: seed {o.seed}, trial {trials} ({name}): {why}\n  " + "\n  ".join(trial.log), flush=True)
        finally:
            if mounted:
                subprocess.run(["umount", "-l", folder])
        shutil.rmtree(folder, ignore_errors=True)
    print(f"seed {o.seed}: {moments} moments {kinds} in {trials} commands, {failed} failed")
    os.chdir("/")
    shutil.rmtree(work, ignore_errors=True)
    sys.exit(1 if failed else 0)


main()
