#!/usr/bin/env python3
"""Rewrites an ngspice deck between the three ways of placing a somnspice junction; optionally tightens its tolerances.

  deck_form.py FORM DECK [--library somn.lib] [--tight FACTOR] [--gold NAME=VALUE] > result.cir

  FORM       subcircuit   a1 %gd(p n) m  +  .model m somn_vts(v_set=0.8)   ->   x1 p n somn_vts v_set=0.8
             device       the other way round; junctions with equal parameters share a model card
             pure         subcircuits of somn_pure.lib: another file in .include, no code model to load
  --library  names the subcircuits and their defaults: a deck in subcircuit form does not repeat them
  --tight    reltol = 1e-6, abstol = 1e-15, vntol = 1e-9, and TMAX of every .tran divided by FACTOR
  --gold     another golden value, for the test that a deck can fail

A deck reads only node voltages and source currents, because no name of a state survives the change: @a1[state] belongs to
the device, @a.x1.a1[state] to the subcircuit. `device` and `pure` refuse a deck with such a probe; `subcircuit` drops its
.save lines. Subcircuits of the deck itself (x lines that do not call somn_...) stay as they are.
"""
import argparse
import re
import sys

PARAMETER = re.compile(r"(\w+)\s*=\s*(\{[^}]*\}|\"[^\"]*\"|\S+)")
SUFFIXES = {"f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "meg": 1e6, "g": 1e9}


def logical_lines(text):
    """Lines with their continuations joined."""
    lines = []
    for line in text.splitlines():
        if line.startswith("+") and lines:
            lines[-1] += " " + line[1:].strip()
        else:
            lines.append(line)
    return lines


def number(text):
    value, suffix = re.fullmatch(r"([-+0-9.]+(?:e[-+]?\d+)?)(meg|[fpnumkg])?s?", text.lower()).groups()
    return float(value) * SUFFIXES.get(suffix, 1.0)


def read_library(path):
    """{subcircuit: (law, {parameter: default})} of a library of somnspice."""
    devices, law = {}, None
    for line in logical_lines(open(path).read()):
        if line.startswith(".subckt "):
            name = line.split()[1]
            defaults = dict(PARAMETER.findall(line))
        elif line.startswith(".model law "):
            law = re.match(r"\.model law (\w+)", line)[1]
        elif line.startswith(".ends") and law:
            devices[name], law = (law, defaults), None
    return devices


def to_devices(lines, devices):
    cards, result, at = {}, [], None
    for line in lines:
        words = line.split()
        name = words[3] if len(words) > 3 and line[0] in "xX" else ""
        if name.startswith("somn_"):
            law, _ = devices[name]
            given = [f"{key}={value}" for key, value in PARAMETER.findall(" ".join(words[4:]))]
            if name != law:
                given.insert(0, f'preset="{name[len(law) + 1:]}"')
            model = cards.setdefault((law, tuple(given)), f"junction{len(cards) + 1}")
            line = f"a{words[0]} %gd({words[1]} {words[2]}) {model}"
        elif words[:1] == [".include"] and "somn.lib" in line:
            at = len(result)
        result.append(line)
    models = [f".model {model} {law}" + (f"({' '.join(given)})" if given else "")
              for (law, given), model in cards.items()]
    return result[:at] + models + result[at + 1:]


def to_subcircuits(lines, devices):
    cards, result = {}, []
    for line in lines:
        card = re.match(r"\.model (\S+) (somn_\w+)\s*\(?(.*?)\)?$", line)
        device = re.match(r"a(\S+) %gd\((\S+) (\S+)\) (\S+)", line)
        if card:
            defaults = devices[card[2]][1]
            given = [f"{k}={v}" for k, v in PARAMETER.findall(card[3]) if number(v) != number(defaults[k])]
            cards[card[1]] = " ".join([card[2], *given])
        elif device:
            result.append(f"x{device[1]} {device[2]} {device[3]} {cards[device[4]]}")
        elif not (line.startswith(".save") and "@" in line):
            result.append(line)
    return result


def to_pure(lines):
    return [line.replace("somn.lib", "somn_pure.lib") for line in lines if not line.startswith("pre_codemodel")]


def tightened(lines, factor):
    result = []
    for line in lines:
        words = line.split()
        if words[:1] == [".options"]:
            line = re.sub(r"\b(reltol|abstol|vntol)=\S+", "", line)
        if words[:1] == [".tran"] and len(words) > 4:
            words[4] = f"{number(words[4]) / factor:.6g}"
            line = " ".join(words)
        result.append(line)
    return [result[0], ".options reltol=1e-6 abstol=1e-15 vntol=1e-9", *result[1:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("form", choices=("subcircuit", "device", "pure"))
    parser.add_argument("deck")
    parser.add_argument("--library", default="../../build/lib/somn.lib")
    parser.add_argument("--tight", type=float)
    parser.add_argument("--gold")
    options = parser.parse_args()
    lines = logical_lines(open(options.deck).read())
    if options.form != "subcircuit" and any("@a" in line for line in lines):
        sys.exit(f"{options.deck}: a probe @a...[...] has another name in the other forms; read voltages and currents")
    has_devices = any(re.match(r"a\S+ %gd", line) for line in lines)
    if options.form == "device":
        lines = to_devices(lines, read_library(options.library))
    elif options.form == "pure":
        lines = to_pure(lines)
    elif has_devices:
        lines = to_subcircuits(lines, read_library(options.library))
    if options.tight:
        lines = tightened(lines, options.tight)
    if options.gold:
        name, value = options.gold.split("=")
        lines.insert(lines.index("source ../golden.sp"), f"let gold_{name} = {value}")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
