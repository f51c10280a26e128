# Power law
# Made by somnspice; draw it again, after any change, with `gnuplot -d powerlaw.gp` in this folder.
set terminal svg size 960,460 enhanced font "Helvetica,14" background "#ffffff"
set output './powerlaw.svg'
table1 = './powerlaw_figure.csv'
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
set format x "10^{%T}"
set key bottom left
pick(c, s) = strcol("curve") eq c && strcol("series") eq s ? column("x") : NaN
set lmargin at screen 0.085
set rmargin at screen 0.495
set xlabel "value"
set label 99 'probability density' at screen 0.016, graph 0.5 center rotate by 90 textcolor "#333333"
set arrow from 1, graph 0 to 1, graph 1 nohead dashtype 3 linecolor "#9a9a9a"
set arrow from 20, graph 0 to 20, graph 1 nohead dashtype 3 linecolor "#9a9a9a"
plot table1 using (pick("density", "control")):"y" with lines linewidth 2 linecolor "#9a9a9a" title "exponential, same mean", \
     "" using (pick("density", "data")):"y" with points pointtype 7 pointsize 0.5 linecolor "#0072b2" title "data", \
     "" using (pick("density", "fit")):"y" with lines linewidth 2.5 linecolor "#d55e00" title "α = 2.194 ± 0.130, p = 0.00, n_tail = 99" noenhanced
unset arrow
set lmargin at screen 0.575
set rmargin at screen 0.985
set xlabel "value"
unset label 99
unset key
set title "fraction at or above" offset 0,-1
set arrow from 1, graph 0 to 1, graph 1 nohead dashtype 3 linecolor "#9a9a9a"
set arrow from 20, graph 0 to 20, graph 1 nohead dashtype 3 linecolor "#9a9a9a"
plot table1 using (pick("ccdf", "control")):"y" with lines linewidth 2 linecolor "#9a9a9a" title "exponential, same mean", \
     "" using (pick("ccdf", "data")):"y" with points pointtype 7 pointsize 0.5 linecolor "#0072b2" title "data", \
     "" using (pick("ccdf", "fit")):"y" with lines linewidth 2.5 linecolor "#d55e00" title "" noenhanced
unset arrow
unset multiplot
