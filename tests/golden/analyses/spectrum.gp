# Rhythms
# Made by somnspice; draw it again, after any change, with `gnuplot -d spectrum.gp` in this folder.
set terminal svg size 960,500 enhanced font "Helvetica,14" background "#ffffff"
set output './spectrum.svg'
table1 = './spectrum_figure.csv'
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
set tmargin at screen 0.6880
set bmargin at screen 0.1520
set key at graph 0, screen 0.9760 left top
set key maxrows 6
set xlabel 'frequency (Hz)'
set label 99 'power spectral density' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
set logscale xy
set format y "10^{%T}"
set xrange [12.5:625]
plot table1 using (pick('welch')*1):(column("low")*1):(column("high")*1) with filledcurves fillcolor "#c9ced6" fillstyle solid 1.0 noborder title '95 % interval', \
     "" using (pick('shuffled')*1):(column("y")*1) with lines linewidth 2 linecolor "#9a9a9a" title 'samples in random order', \
     "" using (pick('white')*1):(column("y")*1) with lines linewidth 1.5 dashtype 2 linecolor "#333333" title 'white noise of the same variance', \
     "" using (pick('welch')*1):(column("y")*1) with lines linewidth 2 linecolor "#0072b2" title 'Welch', \
     "" using (pick('background')*1):(column("y")*1) with lines linewidth 2 linecolor "#d55e00" title 'background, exponent -0.10', \
     "" using (pick('peaks')*1):(column("y")*1) with points pointtype 7 pointsize 0.5 linecolor "#009e73" title '1 peaks with p < 0.05'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
unset multiplot
