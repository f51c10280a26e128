# Events of the signal
# Made by somnspice; draw it again, after any change, with `gnuplot -d events.gp` in this folder.
set terminal svg size 960,640 enhanced font "Helvetica,14" background "#ffffff"
set output './events.svg'
table1 = './events_figure.csv'
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
set tmargin at screen 0.9437
set bmargin at screen 0.6188
set key at graph 0, screen 0.9812 left top
set key maxrows 1
set xlabel ''
set label 99 'y (1)' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
set xrange [0:299]
plot table1 using (pick('signal')*1000):(column("y")*1) with lines linewidth 2 linecolor "#0072b2" notitle, \
     "" using (pick('event')*1000):(column("y")*1) with points pointtype 7 pointsize 0.5 linecolor "#d55e00" title '4 events'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
set lmargin at screen 0.0850
set rmargin at screen 0.9850
set tmargin at screen 0.4437
set bmargin at screen 0.1188
set key at graph 0, screen 0.4813 left top
set key maxrows 1
set xlabel 'time (ms)'
set label 99 'slope (1/s)' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
set xrange [0:299]
plot table1 using (pick('slope')*1000):(column("y")*1) with lines linewidth 2 linecolor "#0072b2" notitle, \
     "" using (pick('threshold')*1000):(column("y")*1) with lines linewidth 1.5 dashtype 2 linecolor "#9a9a9a" title 'threshold 11 1/s', \
     "" using (pick('minus threshold')*1000):(column("y")*1) with lines linewidth 1.5 dashtype 2 linecolor "#9a9a9a" notitle, \
     "" using (pick('steep')*1000):(column("y")*1) with points pointtype 7 pointsize 0.5 linecolor "#d55e00" notitle
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
unset multiplot
