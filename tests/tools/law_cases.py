"""The cases of every law (models/<law>/tests/cases.json, described in tests/include/law_cases.hpp), with the laws' tables."""
import json, os, subprocess

LAWS = {law["name"]: law for law in json.loads(
    subprocess.run([os.environ["SOMN"], "models", "--json"], capture_output=True, text=True, check=True).stdout)}
CASES = {name: json.load(open(f"{os.environ['SOMN_SOURCE_DIR']}/models/{name}/tests/cases.json")) for name in LAWS}


def words(law, settings):
    """[(name, value, index)]: of a choice its word and index, of a number twice the same"""
    ranges = {p["name"]: p["range"].split("|") for p in LAWS[law]["parameters"] if "|" in p["range"]}
    pairs = [w.split("=") for w in settings.split()]
    return [(k, f'"{v}"' if k in ranges else v, str(ranges[k].index(v)) if k in ranges else v) for k, v in pairs]


def of_model(law, settings):
    """settings of a .model line, presets among them"""
    return " ".join(f"{k}={word}" if k != "preset" else f'preset="{word}"' for k, word, _ in words(law, settings))


def of_subcircuit(law, settings):
    """name and settings of a subcircuit"""
    all_words = words(law, settings)
    preset = "".join(f"_{word}" for k, word, _ in all_words if k == "preset")
    return f"somn_{law}{preset}", " ".join(f"{k}={index}" for k, _, index in all_words if k != "preset")
