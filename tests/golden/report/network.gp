# The network
# Made by somnspice; draw it again, after any change, with `gnuplot -d network.gp` in this folder.
set terminal svg size 900,770 enhanced font "Helvetica,14" background "#ffffff"
set output './network.svg'
table1 = './network_junctions.csv'
table2 = './network_bodies.csv'
set encoding utf8
set datafile separator comma
set datafile columnheaders
set border 3 linewidth 1 linecolor "#333333"
set tics nomirror out scale 0.5 textcolor "#333333"
set key noautotitle Left reverse textcolor "#333333" samplen 2 spacing 1.15
set xlabel textcolor "#333333"

unset border
unset tics
set size ratio -1
set key at graph 1, graph -0.015 right horizontal Left reverse
set xrange [-3e-08:3.03e-06]
set yrange [-1.02e-06:1.02e-06]
set lmargin at screen 0.085
set rmargin at screen 0.83
set bmargin at screen 0.08
set tmargin at screen 0.985
points_per_metre = 4.17367e+07
set label 'drain' at 3e-06,0 center front offset 0,1.1 font ",17" textcolor "#0072b2"
set label 'source' at 0,0 center front offset 0,1.1 font ",17" textcolor "#d55e00"
set arrow from 0, graph -0.035 to 5e-07, graph -0.035 nohead linewidth 3 linecolor "#333333"
set label "500 nm" at 5e-07, graph -0.035 offset 0.6,0 textcolor "#333333"
set palette defined (0 "#440154", 1 "#472c7a", 2 "#3b518b", 3 "#2c718e", 4 "#21908d", \
                     5 "#27ad81", 6 "#5cc863", 7 "#aadc32", 8 "#fde725")
set colorbox user origin graph 1.09, graph 0.15 size graph 0.025, graph 0.7 noborder
set cblabel "switch-on events per junction" textcolor "#333333"
set cbtics scale 0
set cbrange [0:3]
colours = "#c9ced6 #d55e00 #0072b2 #cc79a7"

of(k) = column("electrode") == k
plot for [k=0:3] table2 using (of(k) && column("radius_m") > 0 ? column("x1_m") : NaN):"y1_m":\
       (column("radius_m")*points_per_metre) with points pointtype 7 pointsize variable \
       linecolor rgb word(colours, k+1), \
     for [k=0:3] table2 using (of(k) && column("radius_m") == 0 ? column("x1_m") : NaN):"y1_m":\
       (column("x2_m")-column("x1_m")):(column("y2_m")-column("y1_m")) with vectors nohead linewidth (k ? 2.2 : 1.3) \
       linecolor rgb word(colours, k+1), \
     table1 using (column("n_events") == 0 ? column("x") : NaN):"y" with points pointtype 7 \
       pointsize 0.22 linecolor "#6f7783" title "silent junctions", \
     table1 using (column("n_events") > 0 ? column("x") : NaN):"y" with points pointtype 7 \
       pointsize 0.72 linecolor "#333333", \
     table1 using (column("n_events") > 0 ? column("x") : NaN):"y":"n_events" with points \
       pointtype 7 pointsize 0.55 linecolor palette title "active junctions"
