# height 420
set lmargin at screen 0.1; set rmargin at screen 0.78
set xlabel "reads of cell (1,1)"
set ylabel "change of the resistance, ohm"
set xzeroaxis linetype 1 linecolor rgb pale
set label "selected" at 254, 977 textcolor rgb vermilion
set label "half-selected, V/2" at 254, 490 textcolor rgb blue
set label "half-selected, V/3" at 254, 332 textcolor rgb blue
set label "unselected, V/2" at 254, 4 textcolor rgb green
set label "unselected, V/3" at 254, -316 textcolor rgb green
# resistance v/i in the middle of the read pulses, where every cell carries a current
middle(t) = t > 1e-6 && t*1e6 - int(t*1e6) > 0.2 && t*1e6 - int(t*1e6) < 0.26
array place[5] = [4, 6, 14, 10, 18]
array before[5] = [10e3, 90e3, 90e3, 10e3, 10e3]
colours = vermilion." ".blue." ".blue." ".green." ".green
plot [0:251][-400:1100] for [k = 1:5] "crossbar.data" \
  using (middle($1) ? $1*1e6 : NaN):(column(place[k]) - before[k]) \
  with points pointtype 7 pointsize 0.3 linecolor rgb word(colours, k)
