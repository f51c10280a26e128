# height 420
set multiplot
set lmargin at screen 0.08; set rmargin at screen 0.49; set bmargin at screen 0.13; set tmargin at screen 0.9
set title "synapse: 20 pulses of +1.5 V, 20 of -1.5 V"
set xlabel "time, ms"
set ylabel "weight w"
plot [0:205][0:0.8] "synapse.data" every 60 using ($1*1e3):(abs($4 - 0.1) < 1e-3 ? $2 : NaN) with points pointtype 7 pointsize 0.3 linecolor rgb blue
set lmargin at screen 0.58; set rmargin at screen 0.985
set title "rate: 20 pulses of 0.45 V, 2 ms each"
set ylabel "state g during the pulses"
set key at graph 0.95, 0.75 right
plot [0:803][0:0.22] "rate.data" every 10 using ($1*1e3):($2 > 0 ? $2 : NaN) with points pointtype 7 pointsize 0.3 linecolor rgb vermilion title "every 4 ms", \
  "" every 10 using ($1*1e3):($4 > 0 ? $4 : NaN) with points pointtype 7 pointsize 0.3 linecolor rgb green title "every 40 ms"
unset multiplot
