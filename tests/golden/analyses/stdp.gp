# Plasticity against timing
# Made by somnspice; draw it again, after any change, with `gnuplot -d stdp.gp` in this folder.
set terminal svg size 960,500 enhanced font "Helvetica,14" background "#ffffff"
set output './stdp.svg'
table1 = './stdp_figure.csv'
set encoding utf8
set datafile separator comma
set datafile columnheaders
set border 3 linewidth 1 linecolor "#333333"
set tics nomirror out scale 0.5 textcolor "#333333"
set key noautotitle Left reverse textcolor "#333333" samplen 2 spacing 1.15
set xlabel textcolor "#333333"

set multiplot
pick(s) = strcol("series") eq s ? column("x") : NaN
set key Left reverse vertical
set lmargin at screen 0.0850
set rmargin at screen 0.9850
set tmargin at screen 0.7840
set bmargin at screen 0.1520
set key at graph 0, screen 0.9760 left top
set key maxrows 4
set xlabel 't(post) − t(pre) (ms)'
set label 99 'relative change of conductance' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor "#333333"
set arrow from 0, graph 0 to 0, graph 1 nohead dashtype 3 linewidth 1.5 linecolor "#333333"
plot table1 using (pick('permuted')*1000):(column("low")*1):(column("high")*1) with filledcurves fillcolor "#c9ced6" fillstyle solid 1.0 noborder title 'delays permuted: 95 % of the changes; p = 0.048', \
     "" using (pick('pairs')*1000):(column("y")*1) with points pointtype 7 pointsize 0.5 linecolor "#0072b2" title 'pairs', \
     "" using (pick('plus')*1000):(column("y")*1) with lines linewidth 2 linecolor "#d55e00" title 'A+ = 1.02 ± 0.051, τ = 9.5 ± 0.64 ms', \
     "" using (pick('minus')*1000):(column("y")*1) with lines linewidth 2 linecolor "#009e73" title 'A- = 0.979 ± 0.058, τ = 7.02 ± 0.52 ms'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
unset multiplot
