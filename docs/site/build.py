#!/usr/bin/env python3
"""The documentation as a site: docs/site/build.py FOLDER makes FOLDER/html.

The pages are those of the repository, as they are. They are copied into FOLDER/source in the same tree, so that their links
hold; a link to a folder becomes one to its page, a list of the laws and one of the analyses are made, Sphinx (MyST, Furo)
does the rest. The reference of the headers is Doxygen's, in FOLDER/html/api. Any warning ends with an error.
"""
import glob, os, re, shutil, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# The order of the sidebar. Every page of docs/ stands in one of these lists.
SECTIONS = {
    "Use": ["docs/networks", "docs/data-files", "docs/experiment-file", "docs/sweeps", "docs/viewer", "docs/compare", "docs/analysis-json", "docs/adiabatic", "docs/computing", "docs/python", "docs/cxx-library", "docs/concepts"],
    "In SPICE": ["docs/ngspice", "docs/component", "docs/kicad", "docs/xschem", "docs/code-model", "models/README"],
    "Analyses": ["src/analyses/README"],
    "Notebooks": ["docs/notebooks/*"],
    "Physics": ["docs/physics", "docs/no-go", "docs/results"],
    "Examples": ["examples/*/README"],
    "How far to trust it": ["docs/validation", "docs/calibration", "docs/performance", "docs/native", "docs/machines"],
    "Work on it": ["CONTRIBUTING", "docs/architecture", "docs/adding-a-law", "docs/adding-an-analysis", "docs/ngspice-notes", "CHANGELOG"],
}
LISTS = {"models": ("Laws of junctions", "models/*/page.md"), "src/analyses": ("Analyses", "src/analyses/*/page.md")}
FENCE = re.compile(r"(^(```+).*?^\2[^\n]*$)", re.M | re.S)
LINK = re.compile(r"(\[(?:[^\[\]]|\[[^\]]*\])*\]\()([^)\s]+)(\))")


def pages():
    patterns = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/*.md", "docs/notebooks/*.md", "models/*/page.md", "examples/*/README.md", "src/analyses/*/page.md"]
    return sorted(os.path.relpath(p, ROOT) for pattern in patterns for p in glob.glob(os.path.join(ROOT, pattern)))


def title(page):
    return re.search(r"^# (.*)$", open(os.path.join(ROOT, page)).read(), re.M)[1]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def staged(page, source):
    """The text of a page, its links mended and what they name copied."""
    folder = os.path.dirname(page)

    def mend(match):
        target, _, anchor = match[2].partition("#")
        if re.match(r"[a-z]+:", match[2]) or not target:
            return match[0]
        path = os.path.normpath(os.path.join(folder, target))
        if not os.path.exists(os.path.join(ROOT, path)):
            sys.exit(f"{page}: the link {match[2]} leads nowhere")
        if os.path.isdir(os.path.join(ROOT, path)):
            inside = [f for f in ("README.md", "page.md") if os.path.exists(os.path.join(ROOT, path, f))]
            if path in LISTS:
                inside = ["README.md"]
            if not inside:  # a folder of sources: no page on the site
                return match[1][1:-2]
            path = os.path.join(path, inside[0])
        elif not path.endswith(".md"):
            copy = os.path.join(source, path)
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            shutil.copy(os.path.join(ROOT, path), copy)
        path = "index.md" if path == "README.md" else path
        return match[1] + os.path.relpath(path, folder or ".") + ("#" + anchor if anchor else "") + match[3]

    text = open(os.path.join(ROOT, page)).read()
    parts = FENCE.split(text)  # text, block, fence, text, ...
    for k in range(0, len(parts), 3):
        parts[k] = LINK.sub(mend, parts[k])
    del parts[2::3]
    # Pygments has no lexer for a transcript with "..." in it that never errs
    return re.sub(r"^```console$", "```text", "".join(parts), flags=re.M)


def contents():
    def block(name, entries, hidden):
        option = ":hidden:\n" if hidden else ""
        return f"```{{toctree}}\n:caption: {name}\n:glob:\n{option}\n" + "\n".join(entries) + "\n```\n"
    def exists(entry):
        return entry in (f"{folder}/README" for folder in LISTS) or glob.glob(os.path.join(ROOT, entry + ".md"))
    sections = {name: list(filter(exists, entries)) for name, entries in SECTIONS.items()}
    return "\n\n" + "".join(block(name, entries, True) for name, entries in sections.items())


def main():
    out = os.path.abspath(sys.argv[1])
    source, html = os.path.join(out, "source"), os.path.join(out, "html")
    shutil.rmtree(source, ignore_errors=True)
    shutil.rmtree(html, ignore_errors=True)
    listed = {e for entries in SECTIONS.values() for e in entries}
    for page in pages():
        write(os.path.join(source, "index.md" if page == "README.md" else page), staged(page, source))
        if re.fullmatch(r"docs/[^/]*", page) and page[:-3] not in listed:
            sys.exit(f"{page} stands in no section of docs/site/build.py")
    for folder, (name, pattern) in LISTS.items():
        entries = [os.path.relpath(p, ROOT) for p in sorted(glob.glob(os.path.join(ROOT, pattern)))]
        lines = "".join(f"- [{title(e)}]({os.path.relpath(e, folder)})\n" for e in entries)
        tree = "\n".join(os.path.relpath(e, folder)[:-3] for e in entries)
        write(os.path.join(source, folder, "README.md"), f"# {name}\n\n{lines}\n```{{toctree}}\n:hidden:\n\n{tree}\n```\n")
    front = os.path.join(source, "index.md")
    write(front, open(front).read() + contents())
    shutil.copy(os.path.join(ROOT, "docs/site/conf.py"), source)
    subprocess.run(["sphinx-build", "-q", "-W", "--keep-going", "-j", "auto", "-b", "html", source, html], check=True)
    reference(html, out)


def reference(html, out):
    """Doxygen's pages of the public headers."""
    headers = sorted(glob.glob(os.path.join(ROOT, "**/include/somn/**/*.hpp"), recursive=True))
    headers = [h for h in headers if os.path.relpath(h, ROOT).split(os.sep)[0] in ("src", "netgen", "models")]
    settings = open(os.path.join(ROOT, "docs/site/Doxyfile")).read()
    filter_ = f"{sys.executable} {os.path.join(ROOT, 'docs/site/header_comments.py')}"
    settings += f"\nINPUT = {' '.join(headers)}\nSTRIP_FROM_PATH = {' '.join(sorted({h.split('/somn/')[0] for h in headers}))}"
    settings += f"\nINPUT_FILTER = \"{filter_}\"\nOUTPUT_DIRECTORY = {out}\nHTML_OUTPUT = {os.path.join(html, 'api')}\n"
    ran = subprocess.run(["doxygen", "-"], input=settings, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if ran.returncode != 0 or "warning:" in ran.stdout:
        sys.exit("doxygen:\n" + ran.stdout)


if __name__ == "__main__":
    main()
