#!/usr/bin/env bash
# Files as people have them, through the program: tables in every dialect, raw files with several plots, networks with names,
# columns with other units, drives without.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fail() { echo "$1"; exit 1; }
says() { grep -qF -- "$2" "$1" || { echo "expected in $1: $2"; cat "$1"; exit 1; }; }
refused() {  # words of the message, then the command
  local code=0
  "$SOMN" "${@:2}" >out 2>err || code=$?
  [ "$code" = 2 ] || { cat err; fail "exit code $code of: somn ${*:2}"; }
  says err "$1"
}

# --- events: the same in every dialect, and never none of a file that holds some
printf 'time_s,unit\n0.001,a\n0.004,b\n0.006,a\n0.009,a\n0.015,b\n' >base.csv
isi() { "$SOMN" analyse isi "$1" --shuffles 0 --json | grep -vE '_column"|"bin_rule|"record_rule' ; }
isi base.csv >expected
sed 's/,/;/; s/\./,/' base.csv >semicolons.csv
tr ',' '\t' <base.csv >tabs.txt
tr '\n' '\r' <base.csv >cr.csv
gzip -k base.csv
sed '1s/.*/# time_s unit/; s/,/ /' base.csv >comment.txt
awk -F, 'NR==1 {print "Time (ms),Unit"} NR>1 {printf "%.1f,%s\n", 1000*$1, $2}' base.csv >ms.csv
for file in semicolons.csv tabs.txt cr.csv base.csv.gz comment.txt ms.csv; do
  isi $file >got || fail "$file"
  cmp -s expected got || { diff expected got | head; fail "$file differs"; }
done
printf 'time_s,kind\n0.1,spike\n0.2,spike\n0.4,spike\n' >spikes.csv
"$SOMN" analyse isi spikes.csv --shuffles 0 >out
says out '3 events'
printf 'time_s,kind\n0.1,down\n0.2,down\n' >downs.csv
refused 'none of the 2 events is of the kind' analyse isi downs.csv
printf '0.1\n0.2\n' >headless.txt
refused "sed -i '1i time_s' headless.txt" analyse isi headless.txt

# --- signals: the time is no signal, whatever it is called
printf 'Time (s),a,b\n' >signals.csv
awk 'BEGIN {for (k = 0; k < 300; ++k) printf "%.2f,%.6f,%.6f\n", k/100, sin(k/7), cos(k/9)}' >>signals.csv
"$SOMN" analyse synchrony signals.csv --json >out
says out '"n_units": 2'
awk -F, 'BEGIN {OFS = ","} NR == 1 {print "index", $0} NR > 1 {print NR - 1, $0}' signals.csv >counted.csv
"$SOMN" analyse synchrony counted.csv --json >out
says out '"n_units": 2'
sed '1s/Time (s)/Sweep/' signals.csv >unnamed.csv
refused 'rises in equal steps, as times do' analyse synchrony unnamed.csv
awk -F, 'BEGIN {OFS = ","} NR == 1 {print $0, "c"} NR > 1 {print $0, $1}' signals.csv >twice.csv
refused 'the time once more' analyse synchrony twice.csv
for of in isi bursts avalanches regime; do refused 'a sampled signal, no list of events' analyse $of signals.csv; done
"$SOMN" analyse isi signals.csv --column "Time (s)" --shuffles 0 >out
says out '300 events'
refused 'which column holds the values is not clear' analyse powerlaw base.csv

# --- events at one time span nothing
printf 'time_s,unit\n' >tied.csv
for k in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "0,$((k % 2))"; done >>tied.csv
"$SOMN" analyse isi tied.csv --json >out
says out '"rate_Hz": null'
"$SOMN" analyse acf tied.csv >out
says out 'all events at one time'
for of in pairs regime; do refused 'all events at one time' analyse $of tied.csv; done

# --- raw files: all plots, or one
cat >deck.cir <<'EOF'
two plots
v1 in 0 dc 1 sin(0 1 1k)
r1 in out 1k
c1 out 0 1u
.control
set filetype=ascii
tran 10u 20m
dc v1 0 1 0.1
write plots.raw tran1.v(out) dc1.v(out)
.endc
.end
EOF
ngspice -b deck.cir >log 2>&1 || true
if [ -s plots.raw ]; then
  "$SOMN" analyse modality plots.raw --surrogates 0 --components 1 >out
  says out '# 2 plots'
  says out '# plot 2:'
  "$SOMN" analyse spectrum plots.raw --plot transient --resample "10 us" --json >out
  says out 'v(out)'
  refused 'unknown plot' analyse spectrum plots.raw --plot 3
fi

# --- networks: names, electrodes by them, units of columns
printf 'source,target,v_set_mV\npadL,wire,700\nwire,padR,\n' >named.csv
"$SOMN" import named.csv --source padL --drain padR --quiet -o named.graphml
"$SOMN" inspect named.graphml >out
says out 'drain padR; source padL, joined'
refused "did you mean 'padL'?" import named.csv --source padl --drain padR -o x.graphml
cat >run.toml <<'EOF'
[network]
file = "named.csv"
source = "padL"
drain = "padR"
[model]
name = "vts"
[drive]
kind = "dc"
amplitude = "2 V"
series_resistance = "1 Mohm"
[run]
engine = "native"
t_stop = "1 us"
EOF
"$SOMN" run run.toml -o run --quiet
says run/network.graphml 'attr.name="v_set_V"'
says run/network.graphml '>0.7<'
says run/native/final_state.csv '0,0,1,'
says run/native/final_state.csv ',padL,wire'
"$SOMN" run run/experiment.toml -o again --quiet
cmp run/native/events.csv again/native/events.csv
sed -i 's/v_set_mV/v_sett_V/' named.csv
refused "did you mean 'v_set_V'?" run run.toml -o bad
printf '0,1,1\n1,0,1\n1,1,0\n' >adjacency.csv
refused 'give --source NODE --drain NODE' netlist adjacency.csv --model vts --drive dc:1V --t-stop 1us -o deck.cir
"$SOMN" netlist adjacency.csv --source 0 --drain 2 --model vts --drive dc:1V --t-stop 1us --quiet -o deck.cir
printf '1 2\n2 3\n3 1\n' >from_one.txt
"$SOMN" import from_one.txt --source 1 --drain 3 -o one.graphml 2>out
says out 'numbered from 1'
says out '3 nodes'
"$SOMN" generate wires --length 20e-3 --box 40e-3 --density 1e4 --quiet -o w.graphml
"$SOMN" generate wires --length 20e-3 --box 40e-3 --density 1e4 -o w.graphml 2>out
says out 'a bare number is in metres'

# --- drives: no volts without their unit
printf 'time,voltage\n0,0\n1e-6,1\n' >drive.csv
sed 's/kind = "dc"/kind = "file"\nfile = "drive.csv"/; /amplitude/d; s/v_sett/x/' run.toml >driven.toml
sed -i 's/v_sett_V/v_set_mV/' named.csv
refused "rename 'voltage' to v_V" run driven.toml -o driven
sed -i '1s/.*/Time (us);Voltage [mV]/; s/,/;/; s/1e-6;1/1;1000/' drive.csv
"$SOMN" run driven.toml -o driven --quiet
echo "files as people have them are read"
