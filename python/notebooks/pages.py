"""Executes the notebooks beside this file and writes each as a page, FOLDER/NAME.md, with its pictures, FOLDER/NAME_K.png.

    PYTHONPATH=build/python python3 python/notebooks/pages.py docs/notebooks

A cell is a block of Python; what it printed is a block of text behind it, its picture an image.
"""
import base64
import pathlib
import re
import sys

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor


def texts(output):
    """What one output of a cell says, as text; pictures apart."""
    if output["output_type"] == "stream":
        return output["text"] if output["name"] == "stdout" else ""
    return "" if "image/png" in output["data"] else output["data"].get("text/plain", "")


def page(notebook, name, folder):
    parts, n_pictures = [], 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(cell["source"])
            continue
        parts.append(f"```python\n{cell['source']}\n```")
        said = "\n".join(filter(None, (texts(output).rstrip() for output in cell["outputs"])))
        if said:
            parts.append(f"```text\n{said}\n```")
        for output in cell["outputs"]:
            if "image/png" not in output.get("data", {}):
                continue
            n_pictures += 1
            (folder / f"{name}_{n_pictures}.png").write_bytes(base64.b64decode(output["data"]["image/png"]))
            caption = re.match(r"# (.*)", notebook["cells"][0]["source"])[1]
            parts.append(f"![{caption}, picture {n_pictures}]({name}_{n_pictures}.png)")
    parts.append(f"*This page is [{name}.ipynb](../../python/notebooks/{name}.ipynb), executed.*")
    return "\n\n".join(parts) + "\n"


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(pathlib.Path(__file__).parent.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        ExecutePreprocessor(timeout=600).preprocess(notebook, {"metadata": {"path": str(path.parent)}})
        (folder / f"{path.stem}.md").write_text(page(notebook, path.stem, folder), encoding="utf-8")


main()
