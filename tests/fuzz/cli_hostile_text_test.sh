#!/usr/bin/env bash
# Text that would be more than text, in every field of every file that strangers bring, times everything that draws,
# reports and netlists: no command of it runs, and nothing breaks out of its quotes. Every payload would leave a file
# "pwned" somewhere below the working folder. The number of lines of a script, a deck or a table is that of the same
# file with plain text; SVG and GraphML are well-formed XML, pages have no element that is not ours.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
mkdir home && echo 'system("touch '"$work"'/pwned_by_gnuplotrc")' >home/.gnuplot
HOME=$work/home exec python3 - "$SOMN" <<'PYTHON'
import csv, glob, html.parser, io, json, os, shutil, subprocess, sys, xml.dom.minidom
from xml.sax.saxutils import escape

somn, work = sys.argv[1], os.getcwd()
touch = f"touch {work}/pwned"
payloads = [
    f"a\n!{touch}\nb", f"a\nsystem('{touch}')\n", f"a\r!{touch}\r", f"`{touch}`", f"$({touch})", f"x; {touch}; y",
    f"| {touch}", f"|{touch}", f"< {touch}", f"<{touch}", f"'.system('{touch}').'", f'".system("{touch}")."', f"\\' `{touch}` \\\" '",
    f"a\n.control\nshell {touch}\n.endc\n", f"a\n*#shell {touch}\n", f"a\n.include /etc/passwd\n+ x\n", "$HOME {x} @x ~a{b} ^{/Symbol a} _ & %s %n %d",
    "</title></text></h1><script>alert(1)</script><img src=x onerror=alert(1)>", "]]> --> <!-- <![CDATA[ &amp; &#x0; &lt;", "a\x1b[2J\x7f\u2028\x85b\\",
    "a,\"b\",c\n1,2,3", "\\U+0041 \\101 \\", "[run]\nt_stop = \"9 s\"\n", "''' \"\"\" # x", 'a xmlns="b id="c" href="#d" url(#e) xlink:href', "table1 'x' \"network_nodes.csv\" y \"network_junctions.csv\" z",
]
failures, n_checks = [], 0


def check(what, holds):
    global n_checks
    n_checks += 1
    if not holds:
        failures.append(what)
        print("FAILED:", what[:600])


def pwned():
    return [os.path.join(d, f) for d, _, files in os.walk(work) for f in files if f.startswith("pwned")]


def run(*arguments, codes=(0,), where="."):
    done = subprocess.run([somn, *arguments], cwd=where, capture_output=True, timeout=300, stdin=subprocess.DEVNULL)
    said = (done.stdout + done.stderr).decode("utf8", "replace")
    check(f"{arguments[:4]!r} ends in {codes}, not {done.returncode}: {said[-400:]}", done.returncode in codes)
    check(f"nothing that a terminal obeys is printed by {arguments[:4]!r}", b"\x1b" not in done.stdout + done.stderr)
    check(f"no command runs: {arguments!r}", not pwned())
    for file in pwned():
        os.remove(file)
    return said


class Page(html.parser.HTMLParser):
    void = {"meta", "img", "br", "hr", "link", "input"}

    def __init__(self):
        super().__init__()
        self.open, self.names, self.ok = [], set(), True

    def handle_starttag(self, name, attributes):
        self.names.add(name)
        self.ok = self.ok and not any(key.startswith("on") for key, _ in attributes)
        if name not in self.void:
            self.open.append(name)

    def handle_startendtag(self, name, attributes):
        self.names.add(name)

    def handle_endtag(self, name):
        self.ok = self.ok and bool(self.open) and self.open.pop() == name


def page_of(path):
    page = Page()
    page.feed(open(path, encoding="utf8").read())
    return page


def lines(path):
    return open(path, encoding="utf8", newline="").read().replace("\r", "\n").count("\n")


def check_files(folder, plain=None):
    for path in sorted(glob.glob(folder + "/**/*", recursive=True)):
        if not os.path.isfile(path):
            continue
        twin = plain and path.replace(folder, plain, 1)
        if path.endswith((".svg", ".graphml")):
            try:
                xml.dom.minidom.parse(path)
            except Exception as error:
                check(f"{path!r} is XML: {error}", False)
        if path.endswith(".html"):
            page = page_of(path)
            # the interactive page has our script, under a policy that names its hash: hostile text adds no element to it
            allowed = page_of(twin).names if twin and path.endswith("view.html") else page.names - {"script", "img", "iframe"}
            if not twin and path.endswith("view.html"):
                allowed = page.names - {"img", "iframe"}
            check(f"{path!r} is a page of ours", page.ok and not page.open and page.names <= allowed)
        if path.endswith(".csv") and os.path.basename(path) not in ("trains.csv", "signal.csv", "signals.csv"):  # ours
            try:
                rows = [row for row in csv.reader(open(path, encoding="utf8", newline="")) if row and not row[0].startswith("#")]
                check(f"{path!r} has rows of one length", len({len(row) for row in rows}) <= 1)
            except (csv.Error, UnicodeDecodeError) as error:
                check(f"{path!r} is a table: {error}", False)
        if path.endswith((".gp", ".cir", ".sp", ".md")) and twin and os.path.exists(twin):
            check(f"{path!r} has the lines of its plain twin", lines(path) == lines(twin))
        if path.endswith(".json"):
            json.load(open(path, encoding="utf8"))


def graphml(text, all_fields=True):
    x = escape("".join(c for c in text if c in "\n\r\t" or c >= " "), {'"': "&quot;", "\n": "&#10;", "\r": "&#13;"})
    other = x if all_fields else "plain"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="e" for="graph" attr.name="ensemble" attr.type="string"/><key id="p" for="graph" attr.name="{x}1" attr.type="string"/>
<key id="x" for="node" attr.name="x_m" attr.type="double"/><key id="y" for="node" attr.name="y_m" attr.type="double"/>
<key id="el" for="node" attr.name="electrode" attr.type="string"/>
<key id="v" for="edge" attr.name="{x}2" attr.type="double"/><key id="n" for="edge" attr.name="{x}3" attr.type="string"/>
<graph id="{x}" edgedefault="undirected"><data key="e">{x}</data><data key="p">{x}</data>
<node id="{x}a"><data key="x">0</data><data key="y">0</data><data key="el">source</data></node>
<node id="{x}b"><data key="x">1e-6</data><data key="y">1e-6</data><data key="el">{x}</data></node>
<node id="{x}c"><data key="x">2e-6</data><data key="y">0</data><data key="el">drain</data></node>
<edge source="{x}a" target="{x}b"><data key="v">1</data><data key="n">{other}</data></edge>
<edge source="{x}b" target="{x}c"><data key="v">2</data><data key="n">{other}</data></edge>
<edge source="{x}a" target="{x}c"><data key="v">3</data><data key="n">{other}</data></edge>
</graph></graphml>"""


def toml(text):  # a JSON string is one of TOML, but for DEL
    return json.dumps(text).replace("\x7f", "\\u007f")


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf8", newline="") as file:
        file.write(text)


def experiment(text):
    return f"""title = {toml(text)}
[network]
file = "net.graphml"
[model]
name = "threshold"
[drive]
kind = "sine"
amplitude = "3 V"
frequency = "100 Hz"
[run]
engine = "ENGINE"
t_stop = "30 ms"
t_sample = "0.1 ms"
"""


def tables(folder, x):
    def table(name, header, rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([header, *rows])
        write(f"{folder}/{name}.csv", out.getvalue())
    table("trains", ["time_s", "unit"], [[k * k * 1e-3 % 0.7, x + str(k % 2)] for k in range(60)])
    table("signal", ["time_s", x], [[k * 1e-3, (k * k) % 17] for k in range(300)])
    table("signals", ["time_s", x + "1", x + "2"], [[k * 1e-3, (k * k) % 17, (k * k * k) % 13] for k in range(300)])


def sweep(x):
    return f"""title = {toml(x)}
experiment = "run.toml"
[sweep]
grid = {{ "drive.amplitude" = ["2 V", "3 V"] }}
seeds = [1]
[measures]
m = "/order_parameters/mean_current_A"
[[figure]]
name = "f"
title = {toml(x)}
x = "drive.amplitude"
y = ["m"]
[[finding]]
name = {toml(x)}
claim = {toml(x)}
published = {toml(x)}
note = {toml(x)}
measure = "m"
expected = [0, 1]
"""


def all_of(folder, x, engine):
    write(f"{folder}/net.graphml", graphml(x))
    write(f"{folder}/run.toml", experiment(x).replace("ENGINE", engine))
    write(f"{folder}/sweep.toml", sweep(x))
    tables(folder, x)
    here = lambda *a, codes=(0,): run(*a, codes=codes, where=folder)
    here("draw", "net.graphml", "-o", "net.svg", "--quiet")
    here("analyse", "events", "signal.csv", codes=(0, 2))
    here("inspect", "net.graphml")
    json.loads(here("inspect", "net.graphml", "--json"))
    for ending in ("dot", "csv", "edges", "graphml"):
        here("import", "net.graphml", "-o", f"net_out.{ending}", codes=(0, 2))  # 2: has no room for such a name
    here("netlist", "net.graphml", "--model", "threshold", "--drive", "dc:1V", "--t-stop", "1ms", "-o", "net.cir", "--quiet")
    here("netlist", "net.graphml", "--model", "threshold", "--subckt", "net", "-o", "net.sp", "--quiet")
    here("import", "net.cir", "-o", "back.graphml", codes=(0, 2))
    here("run", "run.toml", "-o", "out", "--report", "--quiet")
    here("sweep", "sweep.toml", "-o", "sw", "--quiet", "--jobs", "1")
    here("report", "sw")
    here("results", "sw", "-o", "results.md")
    for analysis, table, more in (("bursts", "trains", []), ("pairs", "trains", []), ("isi", "trains", []), ("events", "signal", []),
                                  ("spectrum", "signal", []), ("acf", "signal", []), ("modality", "signal", ["--column", x]),
                                  ("synchrony", "signals", [])):
        here("analyse", analysis, f"{table}.csv", "--figure", f"{analysis}.svg", *more, codes=(0, 2))
    if os.path.exists(f"{folder}/net_out.dot") and shutil.which("nop"):
        check(f"Graphviz reads {folder}", subprocess.run(["nop", "net_out.dot"], cwd=folder, capture_output=True).returncode == 0)


all_of("plain", "plain", "native")
check("the plain twin has pictures, pages and decks", all(os.path.exists("plain/" + f) for f in
      ("net.svg", "net.gp", "net.cir", "net.sp", "out/report.html", "sw/figures/f.gp", "results.md", "bursts.svg", "events.svg")))
check_files("plain")
for k, x in enumerate(payloads):
    folder = f"hostile{k}"
    all_of(folder, x, "native")
    check_files(folder, "plain")

# --- one run each in ngspice: the deck holds title and ensemble -------------------------------------------------------
for k in (0, 3, 13, 14, 15):
    folder = f"deck{k}"
    write(f"{folder}/net.graphml", graphml(payloads[k]))
    write(f"{folder}/run.toml", experiment(payloads[k]).replace("ENGINE", "ngspice"))
    run("run", "run.toml", "-o", "out", "--quiet", where=folder)
    check(f"{folder}: no line of the deck is a command", not [line for line in open(f"{folder}/out/ngspice/deck.cir").read().split("\n")
          if line.startswith((".control", ".include", "*#", "shell", "!", "system"))])

# --- names of files and folders ---------------------------------------------------------------------------------------
names = ["a b", "it's", 'quo"te', "`touch pwned`", "$(touch pwned)", ";touch pwned;", "|touch pwned", "<touch pwned", "-x", "%s%n", "&", "#", "{a}_b^c@d~e",
         "\\", "ü", "a\nb!touch pwned", "a\n!touch pwned\n", "'; touch pwned; '", "..svg", "~", "*"]
shutil.copy("plain/net.graphml", "net.graphml")
tables(".", "plain")
for name in names:
    codes = (0, 2) if "\n" in name else (0,)  # a line break is refused
    run("draw", "net.graphml", "-o", f"./{name}.svg", "--quiet", codes=codes)
    run("analyse", "spectrum", "signal.csv", "--figure", f"./{name}_s.svg", "--quiet", codes=codes)
    if codes == (0,):
        check(f"the picture {name!r} is there", os.path.exists(f"./{name}.svg"))
        again = subprocess.run(["gnuplot", "-d", f"./{name}.gp"], capture_output=True)
        check(f"and is drawn again by its script: {again.stderr!r}", again.returncode == 0 and not pwned())
    os.makedirs(f"folder {name}/in")
    shutil.copytree("plain/out", f"folder {name}/in/{name}", ignore=shutil.ignore_patterns("figures", "report.html"))
    run("report", f"folder {name}/in/{name}")
    check_files(f"folder {name}")

# --- a folder of results that somebody wrote by hand ------------------------------------------------------------------
for k, x in enumerate(payloads + ["../escaped", "/tmp/pwned_escape", "", ".", "..", "a/b"]):
    folder = f"sweep{k}"
    shutil.copytree("plain/sw", folder, ignore=shutil.ignore_patterns("figures"))
    facts = json.load(open(f"{folder}/sweep.json"))
    facts["figures"][0]["name"] = x
    json.dump(facts, open(f"{folder}/sweep.json", "w"))
    run("report", folder, codes=(5,))
    write("names/run.toml", experiment("x").replace("ENGINE", "native"))
    write("names/sweep.toml", sweep("x").replace('name = "f"', f"name = {toml(x)}"))
    run("sweep", "sweep.toml", "-o", "never", "--dry-run", codes=(2,), where="names")
    write("names/sweep.toml", sweep("x").replace("m = \"/order", f"{toml(x)} = \"/order"))
    run("sweep", "sweep.toml", "-o", "never", "--dry-run", codes=(2,), where="names")
check("no figure left its folder", not glob.glob("**/escaped*", recursive=True) and not os.path.exists("/tmp/pwned_escape.gp"))

print(f"{n_checks} checks, {len(failures)} failed")
sys.exit(1 if failures else 0)
PYTHON
