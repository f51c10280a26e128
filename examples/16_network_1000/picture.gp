# height 420
set lmargin at screen 0.08; set rmargin at screen 0.97
set xlabel "time, ms"
set ylabel "conductance of the network, mS"
set label "write, 5 V" at 110, 2.62 center textcolor rgb ink
set label "read, 0.5 V" at 212, 2.62 textcolor rgb ink
plot [0:240][1.5:2.7] "network.data" using ($1*1e3):($2/$4*1e3) with lines linewidth 1.5 linecolor rgb blue
