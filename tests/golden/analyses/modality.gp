# One mode or several
# Made by somnspice; draw it again, after any change, with `gnuplot -d modality.gp` in this folder.
set terminal svg size 960,840 enhanced font "Helvetica,14" background "#ffffff"
set output './modality.svg'
table1 = './modality_figure.csv'
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
set tmargin at screen 0.8714
set bmargin at screen 0.5905
set key at graph 0, screen 0.9857 left top
set key maxrows 4
set xlabel 'x'
set label 99 'density' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
set yrange [0:*]
set boxwidth 0.363131
plot table1 using (pick('histogram 0')*1):(column("y")*1) with boxes fillcolor "#0072b2" fillstyle solid 0.35 border linecolor "#0072b2" title 'n = 300, dip 0.0242 (one mode: below 0.026), p = 0.15', \
     "" using (pick('one 0')*1):(column("y")*1) with lines linewidth 2 linecolor "#9a9a9a" title 'one Gaussian', \
     "" using (pick('kernel 0')*1):(column("y")*1) with lines linewidth 2 linecolor "#0072b2" title 'kernel density', \
     "" using (pick('mixture 0')*1):(column("y")*1) with lines linewidth 2 linecolor "#d55e00" title '2 Gaussians (BIC)'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
unset multiplot
