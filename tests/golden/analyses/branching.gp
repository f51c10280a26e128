# How activity hands itself on
# Made by somnspice; draw it again, after any change, with `gnuplot -d branching.gp` in this folder.
set terminal svg size 960,500 enhanced font "Helvetica,14" background "#ffffff"
set output './branching.svg'
table1 = './branching_figure.csv'
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
set tmargin at screen 0.7360
set bmargin at screen 0.1520
set key at graph 0, screen 0.9760 left top
set key maxrows 5
set xlabel 'steps k'
set label 99 'slope r_k of A_{t+k} on A_t' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
set xrange [0:*]
plot table1 using (pick('white')*1):(column("low")*1):(column("high")*1) with filledcurves fillcolor "#c9ced6" fillstyle solid 1.0 noborder title 'no memory, 95 %', \
     "" using (pick('measured')*1):(column("y")*1) with points pointtype 7 pointsize 0.5 linecolor "#0072b2" title 'measured', \
     "" using (pick('exponential')*1):(column("y")*1) with lines linewidth 2 linecolor "#d55e00" title 'm = 0.4218 (95 %: 0.4142 to 0.4500)', \
     "" using (pick('exponential_offset')*1):(column("y")*1) with lines linewidth 1.5 dashtype 2 linecolor "#009e73" title 'with offset, m = 0.7793', \
     "" using (pick('shuffled')*1):(column("y")*1):(column("low")*1):(column("high")*1) with yerrorbars pointtype 7 pointsize 0.7 linewidth 2 linecolor "#9a9a9a" title 'r\_1 in random order, ± 2 sd'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
unset multiplot
