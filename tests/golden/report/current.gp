# The current through the network
# Made by somnspice; draw it again, after any change, with `gnuplot -d current.gp` in this folder.
set terminal svg size 960,760 enhanced font "Helvetica,14" background "#ffffff"
set output './current.svg'
table1 = './current.csv'
table2 = './current_zoom.csv'
table3 = './current_spikes.csv'
set encoding utf8
set datafile separator comma
set datafile columnheaders
set border 3 linewidth 1 linecolor "#333333"
set tics nomirror out scale 0.5 textcolor "#333333"
set key noautotitle Left reverse textcolor "#333333" samplen 2 spacing 1.15
set xlabel textcolor "#333333"

set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.985
set tmargin at screen 0.97
set bmargin at screen 0.58
set xrange [0:4]
set yrange [-0.15:3.45]
set format x ""
set label 99 'current (µA)' at screen 0.016, graph 0.5 center rotate by 90 textcolor "#333333"
set object rectangle from 2, graph 0 to 2.4, graph 1 behind fillcolor "#fdf0d5" fillstyle solid noborder
set arrow from 2, graph 0 to 2, graph 1 nohead dashtype 2 linecolor "#9a9a9a"
plot table1 using (column("time_s")*1e+06):(column("i_source_A")*1e+06) with lines linewidth 1 \
       linecolor "#0072b2", \
     table3 using (column("time_s")*1e+06):(3.288):(0):(0.162) with vectors nohead \
       linewidth 1 linecolor "#d55e00"
unset object
unset arrow
set tmargin at screen 0.55
set bmargin at screen 0.45
set yrange [-0.45:10.35]
set format x "%g"
set ytics 10
set xlabel "time (µs)" offset 0,0.4
set label 99 'drive (V)' at screen 0.016, graph 0.5 center rotate by 90 textcolor "#333333"
plot table1 using (column("time_s")*1e+06):(column("v_source_V")*1) with lines linewidth 1.5 \
       linecolor "#333333"
set tmargin at screen 0.35
set bmargin at screen 0.09
set object rectangle from graph 0, graph 0 to graph 1, graph 1 behind fillcolor "#fdf0d5" fillstyle solid noborder
set xrange [2:2.4]
set yrange [0.95:1.2]
set ytics autofreq
set key top right
set label 99 'current (µA)' at screen 0.016, graph 0.5 center rotate by 90 textcolor "#333333"
plot table2 using (column("time_s")*1e+06):(column("i_source_A")*1e+06) with lines linewidth 1.4 \
       linecolor "#0072b2", \
     table3 using (column("time_s")*1e+06):(column("i_source_A")*1e+06) with points \
       pointtype 7 pointsize 0.45 linecolor "#d55e00" title "network spike"
unset multiplot
