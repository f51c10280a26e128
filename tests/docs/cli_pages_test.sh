#!/usr/bin/env bash
# Every page tells the truth: links and their anchors lead somewhere, console transcripts run and print what they say ("..."
# stands for anything), TOML and JSON blocks are such, shell blocks parse, commands have the options they are given, tables made
# from the code are equal to it, architecture.md names every folder, and nothing cites what the reader does not have.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export PATH=$(dirname "$SOMN"):$PATH
ln -s "$SOMN_SOURCE_DIR/examples" "$work/examples"
cd "$work" || exit 1
cat >check.py <<'PY'
import glob, json, os, re, shlex, subprocess, sys, tomllib
root = sys.argv[1]
passed = failed = 0
def check(ok, what):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok: print("FAILED:", what)
def run(command):
    r = subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return r.returncode, r.stdout.strip()

patterns = ["*.md", "docs/*.md", "docs/notebooks/*.md", "models/*/page.md", "examples/*/README.md", "src/analyses/*/page.md", "paper/*.md"]
pages = {os.path.relpath(p, root): open(p).read() for q in patterns for p in sorted(glob.glob(os.path.join(root, q)))}
fence = re.compile(r"^(`{3,})([^\n]*)\n(.*?)^\1\s*$", re.M | re.S)

# --- links and anchors: GitHub's names of headings
def anchors(text):
    names = {}
    for heading in re.findall(r"^#{1,6} (.*)$", fence.sub("", text), re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        names[name if name not in names else f"{name}-{names[name]}"] = names.get(name, 0) + 1
    return names
for page, text in pages.items():
    for link in re.findall(r"\]\(([^)\s]+)\)", fence.sub("", text)):
        if re.match(r"[a-z]+:", link): continue
        target, _, anchor = link.partition("#")
        path = os.path.normpath(os.path.join(os.path.dirname(page), target)) if target else page
        check(os.path.exists(os.path.join(root, path)), f"{page}: link {link}")
        if anchor and path in pages: check(anchor in anchors(pages[path]), f"{page}: {path} has no heading #{anchor}")

# --- code blocks
helps = {}
def help_of(words):
    """The help of `somn SUB [NAME]` that these words call."""
    depth = 2 if words[1] in ("analyse", "generate", "percolation", "adiabatic") and len(words) > 2 and re.match(r"[a-z]", words[2]) else 1
    key = tuple(words[:depth + 1])
    if key not in helps: helps[key] = run(shlex.join(key) + " --help")
    return helps[key]
def check_command(line, where):
    """A line that calls somn: that command exists and has these options."""
    if not re.match(r"(build/bin/)?somn [a-z]+( |$)", line) or "<" in line: return
    if re.match(r"somn (analyse|generate) [A-Z]+ .*", line): return  # any of them
    try: words = shlex.split(line.split("|")[0])
    except ValueError as e: return check(False, f"{where}: {e}")
    words[0] = "somn"
    status, help_text = help_of(words)
    check(status == 0, f"{where}: no command {' '.join(words[:3])}")
    for option in (w.split("=")[0] for w in words if w.startswith("--")):
        check(option in help_text, f"{where}: {words[0]} {words[1]} has no option {option}")
    for word in words:
        if word.startswith("examples/"): check(os.path.exists(os.path.join(root, word)), f"{where}: no {word}")
for page, text in pages.items():
    for span in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", fence.sub("", text)): check_command(span, page)
    for _, language, block in fence.findall(text):
        language = language.split()[0] if language.strip() else ""
        where = f"{page}: block {block[:60]!r}"
        if language == "toml":
            try: tomllib.loads(block)
            except tomllib.TOMLDecodeError as e: check(False, f"{where}: {e}")
            else: check(True, "")
        elif language == "json":
            for whole in (block, "{" + block + "}"):  # or a part of an object
                try: json.loads(whole); break
                except json.JSONDecodeError: pass
            else: check(False, f"{where}: no JSON")
        elif language in ("sh", "bash"):
            check(subprocess.run(["bash", "-n"], input=block, text=True, stderr=subprocess.DEVNULL).returncode == 0, where)
        if language in ("", "sh", "bash", "console"):
            for line in re.sub(r"\\\n", " ", block).splitlines():
                line = re.sub(r"\s#.*$", "", line.strip().removeprefix("$ "))
                check_command(line, where)
here = os.getcwd()
for number, (page, text) in enumerate(pages.items()):  # each in a folder of its own
    folder = os.path.join(here, str(number))
    os.makedirs(folder)
    os.symlink(os.path.join(root, "examples"), os.path.join(folder, "examples"))
    os.chdir(folder)
    for block in re.findall(r"^```console\n(.*?)^```", text, re.S | re.M):
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", block, re.M):
            command += " --set run.t_stop='1 us' --set analysis.t_start='0 s'" if command.startswith("somn run") else ""
            if (shown := re.fullmatch(r"cat ([\w.]+)", command)) and not os.path.exists(shown[1]):
                open(shown[1], "w").write(expected)  # a file that the page shows is there from then on
            status, printed = run(command)
            check(status == 0, f"{page}: {command}: exit {status}\n{printed}")
            if expected.strip() != "...": check(printed == expected.strip(), f"{page}: {command} printed\n{printed}")
    if page == "README.md": check(os.path.exists("out/report.html"), "the report of the README's run")
os.chdir(here)

# --- what is made from the code
for file, page in (("experiment", "docs/experiment-file.md"), ("sweep", "docs/sweeps.md"), ("findings", "docs/sweeps.md"), ("comparison", "docs/compare.md")):
    status, tables = run(f"somn schema {file} --markdown")
    match = re.search(rf"(<!-- from somn schema {file} --markdown -->\n)(.*?)(<!-- end -->)", pages[page], re.S)
    if match and os.environ.get("SOMN_UPDATE_DOCS"):
        pages[page] = pages[page][:match.start(2)] + tables + "\n" + pages[page][match.start(3):]
        open(os.path.join(root, page), "w").write(pages[page])
    check(match and match[2].strip() == tables, f"{page}: the tables are not those of somn schema {file} --markdown; SOMN_UPDATE_DOCS=1 renews them")
results = [re.split(r"(?<!\\)\|", line)[1:-1] for line in pages["docs/results.md"].splitlines() if line.startswith("| ") and not line.startswith(("| finding", "| ---"))]
check(len(results) > 100, f"docs/results.md has {len(results)} rows")
for row in results:
    if row[10].strip() == "**no**": check(row[11].strip() not in ("", "–"), f"docs/results.md: {row[0]} disagrees with the published value and does not say why")
folders = [os.path.relpath(p, root) for p in glob.glob(os.path.join(root, "src/*/")) ]
architecture = pages["docs/architecture.md"]
for folder in [*folders, "netgen", "models"]: check(os.path.basename(folder.rstrip("/")) in architecture, f"docs/architecture.md does not name {folder}")

# --- what the reader does not have
outside = r"PHYSIC[S]|NGSPICE\.md|NGSPICE [0-9]|ANALYSIS [0-9]|ANALYSIS\.md|INTERFACE[S]|CONVENTIONS\.md|user.s documen[t]|(?<![A-Za-z$}])/wor[k]/"
for folder, names, files in os.walk(root):
    names[:] = [n for n in names if not n.startswith(".") and not n.startswith("build") and n not in ("data", "__pycache__")]
    for name in files:
        path = os.path.join(folder, name)
        if name == "cli_pages_test.sh" or not re.search(r"\.(md|[ch]pp|[ch]|sh|py|toml|cir|def|in|txt|cff|lib|sp)$", name): continue
        for n, line in enumerate(open(path, errors="replace"), 1):
            if re.search(outside, line): check(False, f"{os.path.relpath(path, root)}:{n} cites what the reader does not have: {line.strip()}")
# every script can be run and stands on a page, and what the container and the workflow run are scripts
scripts = {os.path.relpath(path, root) for path in glob.glob(os.path.join(root, "scripts/*"))}
for script in sorted(scripts):
    check(script.endswith("Dockerfile") or os.access(os.path.join(root, script), os.X_OK), f"{script} cannot be run")
    check(any(script in text for text in pages.values()), f"no page names {script}")
for file in ("scripts/Dockerfile", ".github/workflows/tests.yml"):
    text = open(os.path.join(root, file)).read() if os.path.exists(os.path.join(root, file)) else ""
    named = set(re.findall(r"scripts/\w+\.sh", text))
    check(named and named <= scripts, f"{file} runs {named - scripts or 'no script'}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PY
python3 check.py "$SOMN_SOURCE_DIR"
