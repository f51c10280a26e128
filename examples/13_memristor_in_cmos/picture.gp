# height 420
set multiplot
set lmargin at screen 0.07; set rmargin at screen 0.46; set bmargin at screen 0.13; set tmargin at screen 0.9
set title "inverter (solid) and output (dashed)"
set xlabel "input, V"
set ylabel "V" offset 1
set key at graph 1, 0.75 right
plot [0:1.2][0:2] "transfer.data" every 10 using 1:2 with lines linewidth 1.5 linecolor rgb blue title "w = 0.2", \
  "" every 10 using 1:4 with lines linewidth 1.5 linecolor rgb vermilion title "0.5", \
  "" every 10 using 1:6 with lines linewidth 1.5 linecolor rgb green title "0.8", \
  "" every 10 using 1:8 with lines dashtype 2 linecolor rgb blue, "" every 10 using 1:10 with lines dashtype 2 linecolor rgb vermilion, \
  "" every 10 using 1:12 with lines dashtype 2 linecolor rgb green
set lmargin at screen 0.54; set rmargin at screen 0.985
set title "programming in place"
set xlabel "time, ms"
set key at graph 0.99, 1.02 right horizontal
plot [0:22][0:4] "program.data" every 250 using ($1*1e3):4 with lines linewidth 1.5 linecolor rgb orange title "supply", \
  "" every 250 using ($1*1e3):2 with lines linewidth 1.5 linecolor rgb grey title "input", \
  "" every 250 using ($1*1e3):6 with lines linewidth 1.5 linecolor rgb blue title "inverter", \
  "" every 250 using ($1*1e3):8 with lines dashtype 2 linecolor rgb ink title "output"
unset multiplot
