# Memory in time
# Made by somnspice; draw it again, after any change, with `gnuplot -d acf.gp` in this folder.
set terminal svg size 960,460 enhanced font "Helvetica,14" background "#ffffff"
set output './acf.svg'
table1 = './acf_figure.csv'
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
set rmargin at screen 0.4850
set tmargin at screen 0.8174
set bmargin at screen 0.1652
set key at graph 0, screen 0.9739 left top
set key maxrows 3
set xlabel 'lag (ms)'
set label 99 'autocorrelation' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
plot table1 using (pick('white')*1000):(column("low")*1):(column("high")*1) with filledcurves fillcolor "#c9ced6" fillstyle solid 1.0 noborder title 'no memory, 95 %', \
     "" using (pick('acf')*1000):(column("y")*1) with lines linewidth 2 linecolor "#0072b2" title 'measured', \
     "" using (pick('fit')*1000):(column("y")*1) with lines linewidth 2 linecolor "#d55e00" title 'exponential, τ = 1.16 ± 0.068 ms'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
set lmargin at screen 0.5850
set rmargin at screen 0.9850
set tmargin at screen 0.8174
set bmargin at screen 0.1652
set key at graph 0, screen 0.9739 left top
set key maxrows 3
set xlabel 'window (samples)'
set label 99 'fluctuation of the sums' at screen 0.5160, graph 0.5 center rotate by 90 textcolor "#333333"
set logscale xy
set format x "10^{%T}"
set format y "10^{%T}"
plot table1 using (pick('dfa_white')*1):(column("y")*1) with lines linewidth 2 linecolor "#9a9a9a" title 'slope 1/2: no memory', \
     "" using (pick('dfa_fit')*1):(column("y")*1) with lines linewidth 2 linecolor "#d55e00" title 'slope 0.842 ± 0.049', \
     "" using (pick('dfa')*1):(column("y")*1) with points pointtype 7 pointsize 0.5 linecolor "#0072b2" title 'measured'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
unset multiplot
