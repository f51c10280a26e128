# height 400
set lmargin at screen 0.08; set rmargin at screen 0.80
set xlabel "time, µs"
set ylabel "voltage of the capacitor, V"
set arrow from 0, 1 to 160, 1 nohead dashtype 2 linecolor rgb grey
set arrow from 0, 0.3 to 160, 0.3 nohead dashtype 2 linecolor rgb grey
set label "closes: v\\_set = 1 V" at 162, 1 textcolor rgb ink
set label "opens: v\\_hold = 0.3 V" at 162, 0.3 textcolor rgb ink
plot [0:160][0:1.2] "oscillator.data" every 20 using ($1*1e6):2 with lines linewidth 1.5 linecolor rgb blue
