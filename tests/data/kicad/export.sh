#!/usr/bin/env bash
# The steps that made first.cir from first.kicad_sch: eeschema 6.0.11 of Debian 12, File > Export > Netlist..., tab Spice
# with "Reformat passive symbol values" off, Export Netlist, Save. Needs the packages kicad, xvfb and xdotool, which no
# test needs. usage: export.sh RESULT.cir
# The clicks are pixels of a screen of 1400 x 1000 without a window manager, with KiCad's default settings.
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd) result=$(realpath "$1")
if [ -z "${SOMN_INSIDE_XVFB:-}" ]; then
  SOMN_INSIDE_XVFB=1 exec xvfb-run -a -s "-screen 0 1400x1000x24" bash "$0" "$1"
fi
work=$(mktemp -d)
export HOME=$work KICAD_CONFIG_HOME=$work/settings
mkdir -p "$work/settings/6.0"
echo "(sym_lib_table)" >"$work/settings/6.0/sym-lib-table"
cp "$source/first.kicad_sch" "$work"
cd "$work"
eeschema first.kicad_sch >log 2>&1 &
eeschema=$!
trap 'kill $eeschema 2>/dev/null || true; rm -rf "$work"' EXIT

wait_for() { timeout 60 xdotool search --sync --onlyvisible --name "$1" >/dev/null; sleep 2; }
click() { xdotool mousemove "$1" "$2" click 1; sleep 1; }
wait_for "Configure KiCad Settings Path"
click 923 592  # OK: start with default settings
wait_for "Schematic Editor"
sleep 3
click 18 12    # File
click 60 215   # Export
xdotool key Right Down Return
wait_for "Export Netlist"
click 665 332  # Spice
click 850 533  # Export Netlist
wait_for "Save Netlist File"
click 1143 822 # Save
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s first.cir ] && break; sleep 1; done
cp first.cir "$result"
