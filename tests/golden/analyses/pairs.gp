# How alike the trains are
# Made by somnspice; draw it again, after any change, with `gnuplot -d pairs.gp` in this folder.
set terminal svg size 960,720 enhanced font "Helvetica,14" background "#ffffff"
set output './pairs.svg'
table1 = './pairs_figure.csv'
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
set tmargin at screen 0.8833
set bmargin at screen 0.6056
set key at graph 0, screen 0.9833 left top
set key maxrows 3
set xlabel 'ISI-distance'
set label 99 'pairs' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
set yrange [0:*]
set boxwidth 0.00121375
set arrow from 0.126052, graph 0 to 0.126052, graph 1 nohead dashtype 3 linewidth 1.5 linecolor "#0072b2"
set arrow from 0.203148, graph 0 to 0.203148, graph 1 nohead linewidth 3 linecolor "#9a9a9a"
set arrow from 0.540077, graph 0 to 0.540077, graph 1 nohead linewidth 3 linecolor "#c9ced6"
plot table1 using (pick('isi_distance')*1):(column("y")*1) with boxes fillcolor "#0072b2" fillstyle solid 0.35 border linecolor "#0072b2" title 'measured, mean 0.126', \
     "" using (pick('isi_distance shuffled')*1):(column("y")*1) with lines linewidth 2 linecolor "#9a9a9a" title 'shuffled: mean 0.203 ± 0.027', \
     "" using (pick('isi_distance poisson')*1):(column("y")*1) with lines linewidth 2 linecolor "#c9ced6" title 'poisson: mean 0.54 ± 0.05'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
set lmargin at screen 0.5850
set rmargin at screen 0.9850
set tmargin at screen 0.8833
set bmargin at screen 0.6056
set key at graph 0, screen 0.9833 left top
set key maxrows 3
set xlabel 'SPIKE-distance'
set label 99 'pairs' at screen 0.5160, graph 0.5 center rotate by 90 textcolor "#333333"
set yrange [0:*]
set boxwidth 0.000407939
set arrow from 0.0844174, graph 0 to 0.0844174, graph 1 nohead dashtype 3 linewidth 1.5 linecolor "#0072b2"
set arrow from 0.21375, graph 0 to 0.21375, graph 1 nohead linewidth 3 linecolor "#9a9a9a"
set arrow from 0.290849, graph 0 to 0.290849, graph 1 nohead linewidth 3 linecolor "#c9ced6"
plot table1 using (pick('spike_distance')*1):(column("y")*1) with boxes fillcolor "#0072b2" fillstyle solid 0.35 border linecolor "#0072b2" title 'measured, mean 0.0844', \
     "" using (pick('spike_distance shuffled')*1):(column("y")*1) with lines linewidth 2 linecolor "#9a9a9a" title 'shuffled: mean 0.214 ± 0.04', \
     "" using (pick('spike_distance poisson')*1):(column("y")*1) with lines linewidth 2 linecolor "#c9ced6" title 'poisson: mean 0.291 ± 0.019'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
set lmargin at screen 0.0850
set rmargin at screen 0.4850
set tmargin at screen 0.3833
set bmargin at screen 0.1056
set key at graph 0, screen 0.4833 left top
set key maxrows 3
set xlabel 'SPIKE-synchronisation'
set label 99 'pairs' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
set yrange [0:*]
set boxwidth 0.00911681
set arrow from 0.8, graph 0 to 0.8, graph 1 nohead dashtype 3 linewidth 1.5 linecolor "#0072b2"
set arrow from 0.4, graph 0 to 0.4, graph 1 nohead linewidth 3 linecolor "#9a9a9a"
set arrow from 0.233333, graph 0 to 0.233333, graph 1 nohead linewidth 3 linecolor "#c9ced6"
plot table1 using (pick('spike_synchronisation')*1):(column("y")*1) with boxes fillcolor "#0072b2" fillstyle solid 0.35 border linecolor "#0072b2" title 'measured, mean 0.8', \
     "" using (pick('spike_synchronisation shuffled')*1):(column("y")*1) with lines linewidth 2 linecolor "#9a9a9a" title 'shuffled: mean 0.4 ± 0.025', \
     "" using (pick('spike_synchronisation poisson')*1):(column("y")*1) with lines linewidth 2 linecolor "#c9ced6" title 'poisson: mean 0.233 ± 0.014'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
set lmargin at screen 0.5850
set rmargin at screen 0.9850
set tmargin at screen 0.3833
set bmargin at screen 0.1056
set key at graph 0, screen 0.4833 left top
set key maxrows 3
set xlabel 'spike time tiling coefficient'
set label 99 'pairs' at screen 0.5160, graph 0.5 center rotate by 90 textcolor "#333333"
set yrange [0:*]
set boxwidth 1.11022e-17
set arrow from -0.0975, graph 0 to -0.0975, graph 1 nohead dashtype 3 linewidth 1.5 linecolor "#0072b2"
set arrow from -0.00886597, graph 0 to -0.00886597, graph 1 nohead linewidth 3 linecolor "#9a9a9a"
set arrow from 0.0106455, graph 0 to 0.0106455, graph 1 nohead linewidth 3 linecolor "#c9ced6"
plot table1 using (pick('sttc')*1):(column("y")*1) with boxes fillcolor "#0072b2" fillstyle solid 0.35 border linecolor "#0072b2" title 'measured, mean -0.0975', \
     "" using (pick('sttc shuffled')*1):(column("y")*1) with lines linewidth 2 linecolor "#9a9a9a" title 'shuffled: mean -0.00887 ± 0.033', \
     "" using (pick('sttc poisson')*1):(column("y")*1) with lines linewidth 2 linecolor "#c9ced6" title 'poisson: mean 0.0106 ± 0.0076'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
unset multiplot
