* A film and a neuron in a loop: the film's current charges a membrane of 20 nF; above 0.6 V a CMOS comparator fires a
* spike, which empties the membrane (15 ms later, through rd and cd) and goes to the film's third electrode, the gate, where
* it programs the film. The film (570 junctions of `tunnel`) is there twice: as one component, and as its flat twin.
.include film.lib
.include film_flat.lib
.model nch nmos(vto=0.4 kp=2e-4 lambda=0.02)
.model pch pmos(vto=-0.4 kp=1e-4 lambda=0.02)
.subckt comparator plus minus out vdd
mt tail bias vdd vdd pch l=1u w=2u
vb bias 0 1.2
m1 a plus tail vdd pch l=1u w=10u
m2 b minus tail vdd pch l=1u w=10u
m3 a b 0 0 nch l=1u w=4u
m4 b b 0 0 nch l=1u w=4u
m5 c a vdd vdd pch l=1u w=4u
m6 c a 0 0 nch l=1u w=2u
m7 out c vdd vdd pch l=1u w=8u
m8 out c 0 0 nch l=1u w=4u
c1 a 0 1p
c2 c 0 1p
.ends
.subckt neuron membrane gate spike vdd
cm membrane 0 20n ic=0
rm membrane 0 20meg
vref ref 0 0.6
xc membrane ref high vdd comparator
* high at the membrane's spike: m1 above m2 pulls `a` down, c up: one inverter more
mp spike high vdd vdd pch l=1u w=8u
mn spike high 0 0 nch l=1u w=4u
rd spike d 1meg
cd d 0 10n ic=0
mr membrane d 0 0 nch l=1u w=2u
rg spike gate 100k
.ends
vdd vdd 0 1.8
vin in 0 pwl(0 0 5m 1.5 1 1.5)
x1 in membrane gate film
xn1 membrane gate spike vdd neuron
x2 in membrane2 gate2 film_flat
xn2 membrane2 gate2 spike2 vdd neuron

.save v(membrane) v(membrane2) v(spike) v(spike2) v(gate) @a.x1.afilm[n_on] @a.x1.afilm[n_events] @a.x1.afilm[i_gate]
.options reltol=1e-3
.control
set norefvalue
tran 0.2m 130m 0 2m uic
let apart = vecmax(abs(v(membrane) - v(membrane2)))
let n = length(v(spike)) - 1
let now = v(spike)[1,n]
let was = v(spike)[0,n-1]
let n_spikes = n*mean((now gt 0.9) and (was le 0.9))
let now = v(spike2)[1,n]
let was = v(spike2)[0,n-1]
let n_spikes2 = n*mean((now gt 0.9) and (was le 0.9))
let n_on = @a.x1.afilm[n_on]
let on_before = n_on[0]
let on = n_on[n]
meas tran first WHEN v(spike)=0.9 RISE=1
meas tran first2 WHEN v(spike2)=0.9 RISE=1
print apart n_spikes n_spikes2 on first first2
set failed = 0
if abs(n_spikes - n_spikes2) > 0.5
  echo FAILED: the neurons of the film and of its flat twin fire differently
  set failed = 1
end
if abs(first2/first - 1) > 1e-4
  echo FAILED: the film and its flat twin are apart
  set failed = 1
end
if n_spikes < 5
  echo FAILED: the neuron does not fire
  set failed = 1
end
if $failed = 0
  echo passed
end
quit $failed
.endc
.end
