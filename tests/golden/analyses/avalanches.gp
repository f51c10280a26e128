# Avalanches
# Made by somnspice; draw it again, after any change, with `gnuplot -d avalanches.gp` in this folder.
set terminal svg size 960,680 enhanced font "Helvetica,14" background "#ffffff"
set output './avalanches.svg'
table1 = './avalanches_figure.csv'
set encoding utf8
set datafile separator comma
set datafile columnheaders
set border 3 linewidth 1 linecolor "#333333"
set tics nomirror out scale 0.5 textcolor "#333333"
set key noautotitle Left reverse textcolor "#333333" samplen 2 spacing 1.15
set xlabel textcolor "#333333"

set multiplot
set logscale xy
set format y "10^{%T}"
set key top right Right noreverse
set ytics 1e-12, 10, 1
pick(q, c, s) = strcol("quantity") eq q && strcol("curve") eq c && strcol("series") eq s ? column("x") : NaN
set xrange [0.8:18]
set lmargin at screen 0.085
set rmargin at screen 0.495
set tmargin at screen 0.98
set bmargin at screen 0.56
set format x ""
set xlabel ""
set label 99 'probability density' at screen 0.016, graph 0.5 center rotate by 90 textcolor "#333333"
set yrange [*:30]
plot table1 using (pick("sizes", "density", "shuffled")):"y" with linespoints pointtype 6 pointsize 0.4 linewidth 1.5 linecolor "#9a9a9a" title "intervals shuffled", \
     "" using (pick("sizes", "density", "measured")):"y" with points pointtype 7 pointsize 0.6 linecolor "#0072b2" title "measured"
unset arrow
set lmargin at screen 0.085
set rmargin at screen 0.495
set tmargin at screen 0.5
set bmargin at screen 0.1
set format x "%g"
set xlabel "avalanche size S (events)"
set label 99 'fraction at or above' at screen 0.016, graph 0.5 center rotate by 90 textcolor "#333333"
set yrange [*:1.3]
plot table1 using (pick("sizes", "ccdf", "shuffled")):"y" with fsteps linewidth 2 linecolor "#9a9a9a", \
     "" using (pick("sizes", "ccdf", "measured")):"y" with fsteps linewidth 2 linecolor "#0072b2"
unset arrow
set xrange [0.8:18]
set lmargin at screen 0.575
set rmargin at screen 0.985
set tmargin at screen 0.98
set bmargin at screen 0.56
set format x ""
set xlabel ""
unset label 99
set yrange [*:30]
plot table1 using (pick("durations", "density", "shuffled")):"y" with linespoints pointtype 6 pointsize 0.4 linewidth 1.5 linecolor "#9a9a9a" title "intervals shuffled", \
     "" using (pick("durations", "density", "measured")):"y" with points pointtype 7 pointsize 0.6 linecolor "#0072b2" title "measured"
unset arrow
set lmargin at screen 0.575
set rmargin at screen 0.985
set tmargin at screen 0.5
set bmargin at screen 0.1
set format x "%g"
set xlabel "avalanche duration T (bins)"
unset label 99
set yrange [*:1.3]
plot table1 using (pick("durations", "ccdf", "shuffled")):"y" with fsteps linewidth 2 linecolor "#9a9a9a", \
     "" using (pick("durations", "ccdf", "measured")):"y" with fsteps linewidth 2 linecolor "#0072b2"
unset arrow
unset multiplot
