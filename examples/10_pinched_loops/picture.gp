# height 900
laws = "drift pershin team vteam yakopcic threshold synapse rate tunnel vts"
amps = "µA mA µA mA mA mA µA mA µA µA"
volts = "V V mV mV mV V V mV mV V"
array amplitude[10] = [0.6, 3, 0.4, 0.25, 0.45, 2, 1.5, 0.5, 0.05, 1.5]
array period[10] = [1, 10e-9, 40, 1e-6, 10e-3, 4e-3, 0.1, 0.2, 1, 10e-6]
size(unit) = unit[1:1] eq "m" ? 1e3 : unit[1:1] eq "V" ? 1 : 1e6
set multiplot
set xzeroaxis linetype 1 linecolor rgb pale
set yzeroaxis linetype 1 linecolor rgb pale
do for [k = 1:10] {
  column = (k - 1)%4
  row = (k - 1)/4
  set lmargin at screen 0.06 + column*0.2425
  set rmargin at screen 0.245 + column*0.2425
  set tmargin at screen 0.96 - row*0.3333
  set bmargin at screen 0.72 - row*0.3333
  unit = word(volts, k)
  edge = amplitude[k]*size(unit)
  set title sprintf("%s: %s over %s", word(laws, k), word(amps, k), unit) offset 0,-0.5
  set xtics edge
  plot [-1.1*edge:1.1*edge] word(laws, k).".data" every 15 \
    using ($1 >= period[k] ? $2*size(unit) : NaN):($4*size(word(amps, k))) with lines linewidth 1.5 linecolor rgb blue
}
set lmargin at screen 0.545
set rmargin at screen 0.9825
set title "break at a constant 1.5 V: µA over ms"
set xtics 50
plot [0:230][0:130] "break.data" every 100 using ($1*1e3):($2*1e6) with lines linewidth 1.5 linecolor rgb vermilion
unset multiplot
