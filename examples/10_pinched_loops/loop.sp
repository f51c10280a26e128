*ng_script
* Second of two periods of a sine of `amplitude` and `period`: the current where the period ends and v = 0, relative to
* the largest; the areas of the lobes, integrals of i dv over v > 0 and v < 0; the extremes of the conductance i/v.
let v = v(p)
let current = -i(v1)
let second = time ge period
let di = current*second*amplitude*2*pi/period*cos(2*pi*time/period)
let above = integ(di*(v gt 0))
let below = integ(di*(v lt 0))
let g = second*current*v/(v*v + 1e-18)
let n = length(v) - 1
let pinch = abs(current[n])/vecmax(abs(current))
let lobe_up = above[n]
let lobe_down = below[n]
let g_max = vecmax(g)
let g_min = vecmin(g + (abs(v) lt 1e-3*amplitude) + 1 - second)
