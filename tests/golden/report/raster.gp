# Who switches when
# Made by somnspice; draw it again, after any change, with `gnuplot -d raster.gp` in this folder.
set terminal svg size 960,620 enhanced font "Helvetica,14" background "#ffffff"
set output './raster.svg'
table1 = './raster.csv'
table2 = './raster_rate.csv'
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
set xrange [0:4]
set tmargin at screen 0.97
set bmargin at screen 0.36
set yrange [-0.5:2.5]
set format x ""
set label 99 'distance from the source (junctions)' at screen 0.016, graph 0.5 center rotate by 90 textcolor "#333333"
set object rectangle from graph 0, first 1.5 to graph 1, first 2.5 behind fillcolor "#f1f3f6" fillstyle solid noborder
set ytics scale 0 ("0" 0.5, "1" 2)
set arrow from 2, graph 0 to 2, graph 1 nohead dashtype 2 linecolor "#9a9a9a"
plot table1 using (column("time_s")*1e+06):(column("row")-0.42):(0):(0.84) with vectors nohead \
       linewidth 1 linecolor "#0072b2"
unset object
set tmargin at screen 0.32
set bmargin at screen 0.1
set yrange [0:108]
set format x "%g"
set ytics scale 0.5 autofreq
set xlabel "time (µs)" offset 0,0.3
set label 99 'event rate (MHz)' at screen 0.016, graph 0.5 center rotate by 90 textcolor "#333333"
plot table2 using (column("bin_start_s")*1e+06):(column("rate_Hz")*1e-06) with fillsteps \
       fillstyle solid 0.35 linecolor "#0072b2"
unset multiplot
