# Do the units go together
# Made by somnspice; draw it again, after any change, with `gnuplot -d synchrony.gp` in this folder.
set terminal svg size 960,460 enhanced font "Helvetica,14" background "#ffffff"
set output './synchrony.svg'
table1 = './synchrony_figure.csv'
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
set xlabel 'sample (the first 500)'
set label 99 'signal' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
plot table1 using (pick('unit 0')*1):(column("y")*1) with lines linewidth 1 linecolor "#c9ced6" title 'units', \
     "" using (pick('unit 1')*1):(column("y")*1) with lines linewidth 1 linecolor "#c9ced6" notitle, \
     "" using (pick('mean')*1):(column("y")*1) with lines linewidth 2 linecolor "#0072b2" title 'mean of all'
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
set xlabel ''
set label 99 'index' at screen 0.5160, graph 0.5 center rotate by 90 textcolor "#333333"
set xrange [-0.5:1.5]
set yrange [0:1]
set xtics ("Golomb χ" 0, "Kuramoto r" 1)
plot table1 using (pick('independent')*1):(column("y")*1) with lines linewidth 1.5 dashtype 2 linecolor "#9a9a9a" title 'independent units, 1/√N', \
     "" using (pick('shifted')*1):(column("y")*1):(column("low")*1):(column("high")*1) with yerrorbars pointtype 7 pointsize 0.7 linewidth 2 linecolor "#9a9a9a" title 'units shifted in time, ± 2 sd', \
     "" using (pick('measured')*1):(column("y")*1) with points pointtype 7 pointsize 0.5 linecolor "#d55e00" title 'measured'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
unset multiplot
