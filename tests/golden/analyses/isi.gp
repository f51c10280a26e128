# How regular the spikes are
# Made by somnspice; draw it again, after any change, with `gnuplot -d isi.gp` in this folder.
set terminal svg size 960,500 enhanced font "Helvetica,14" background "#ffffff"
set output './isi.svg'
table1 = './isi_figure.csv'
set encoding utf8
set datafile separator comma
set datafile columnheaders
set border 3 linewidth 1 linecolor "#333333"
set tics nomirror out scale 0.5 textcolor "#333333"
set key noautotitle Left reverse textcolor "#333333" samplen 2 spacing 1.15
set xlabel textcolor "#333333"

set logscale xy
set format y "10^{%T}"
set format x "%g"
set xrange [0.0445625:3.55656]
set yrange [0.21869:67.3216]
set xlabel "inter-spike interval (s)"
set label 99 'probability density (1/s)' at screen 0.016, graph 0.5 center rotate by 90 textcolor "#333333"
set key top right
set lmargin at screen 0.085
set rmargin at screen 0.985
pick(name) = strcol("curve") eq name ? column("interval_s")*1 : NaN
plot table1 using (pick("poisson")):"density_per_s" with lines linewidth 3 linecolor "#c9ced6" \
       title "Poisson, pooled rate", \
     "" using (pick("pooled")):"density_per_s" with linespoints pointtype 7 pointsize 0.5 linewidth 1.5 \
       linecolor "#0072b2" title "all junctions pooled", \
     "" using (pick("per_junction")):"density_per_s" with linespoints pointtype 5 pointsize 0.45 linewidth 1.5 \
       linecolor "#009e73" title "within each junction", \
     "" using (pick("network_spikes")):"density_per_s" with linespoints pointtype 9 pointsize 0.6 linewidth 1.5 \
       linecolor "#d55e00" title "network spikes"
