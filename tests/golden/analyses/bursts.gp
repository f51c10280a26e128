# Bursts
# Made by somnspice; draw it again, after any change, with `gnuplot -d bursts.gp` in this folder.
set terminal svg size 960,460 enhanced font "Helvetica,14" background "#ffffff"
set output './bursts.svg'
table1 = './bursts_figure.csv'
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
set tmargin at screen 0.7652
set bmargin at screen 0.1652
set key at graph 0, screen 0.9739 left top
set key maxrows 4
set xlabel 'interval (s)'
set label 99 'intervals per decade / all' at screen 0.0160, graph 0.5 center rotate by 90 textcolor "#333333"
set logscale x
set yrange [0:*]
plot table1 using (pick('poisson')*1):(column("y")*1) with lines linewidth 2 linecolor "#9a9a9a" title 'Poisson, same rates', \
     "" using (pick('intervals 0')*1):(column("y")*1) with lines linewidth 2 linecolor "#0072b2" title '0', \
     "" using (pick('intervals 1')*1):(column("y")*1) with lines linewidth 2 linecolor "#009e73" title '1', \
     "" using (pick('intervals 2')*1):(column("y")*1) with lines linewidth 2 linecolor "#d55e00" title '2'
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
set label 99 'share of spikes in bursts (%)' at screen 0.5160, graph 0.5 center rotate by 90 textcolor "#333333"
set xrange [-0.6:2.6]
set yrange [0:*]
set xtics ('0' 0, '1' 1, '2' 2)
plot table1 using (pick('shuffled')*1):(column("y")*100):(column("low")*100):(column("high")*100) with yerrorbars pointtype 7 pointsize 0.7 linewidth 2 linecolor "#9a9a9a" title 'intervals shuffled, ± 2 sd', \
     "" using (pick('poisson_share')*1):(column("y")*100):(column("low")*100):(column("high")*100) with yerrorbars pointtype 7 pointsize 0.7 linewidth 2 linecolor "#c9ced6" title 'Poisson, ± 2 sd', \
     "" using (pick('share')*1):(column("y")*100) with points pointtype 7 pointsize 0.5 linecolor "#d55e00" title 'measured'
unset arrow
unset logscale
set xtics autofreq
set xrange [*:*]
set yrange [*:*]
set format
set boxwidth
unset multiplot
