# height 420
set multiplot
set lmargin at screen 0.08; set rmargin at screen 0.52; set bmargin at screen 0.13; set tmargin at screen 0.9
set title "two spikes, 10 ms apart"
set xlabel "time, ms"
set ylabel "V"
set arrow from 130, 1 to 250, 1 nohead dashtype 2 linecolor rgb grey
set label "threshold" at 248, 1.07 right textcolor rgb ink
set key at graph 1, 0.3 right
plot [130:250][-1.1:1.4] "stdp.data" every 20 using ($1*1e3):2 with lines linecolor rgb grey title "pre", \
  "" every 20 using ($1*1e3):4 with lines linecolor rgb orange title "post", \
  "" every 20 using ($1*1e3):6 with lines linewidth 1.5 linecolor rgb blue title "post - pre"
unset arrow
unset label
set lmargin at screen 0.62; set rmargin at screen 0.985
set title "change of the weight"
set xlabel "post after pre, ms"
set ylabel "Δw"
set xzeroaxis linetype 1 linecolor rgb pale
set yzeroaxis linetype 1 linecolor rgb pale
set xtics 10
plot [-35:35][-0.007:0.007] "pairs.data" using 1:2 with points pointtype 7 linecolor rgb vermilion
unset multiplot
