* A ring of three inverters whose frequency a film sets: 0.5 nF are charged through it and 3 Mohm (period 2.2 RC). Between
* 80 and 180 ms the ring is cut open and 1.5 V program the film, which conducts better from then on: the ring is faster.
* The film (570 junctions of `tunnel`) is there twice: as one component, and as its flat twin in the same circuit around it.
.include film.lib
.include film_flat.lib
.model nch nmos(vto=0.4 kp=2e-4)
.model pch pmos(vto=-0.4 kp=1e-4)
.model gate sw(vt=0.5 vh=0.1 ron=100 roff=1e12)
.subckt inverter in out vdd
mp out in vdd vdd pch l=1u w=8u
mn out in 0 0 nch l=1u w=4u
cl out 0 10p
.ends
.subckt ring s d e out vdd run program
xi1 dd a vdd inverter
xi2 a b vdd inverter
xi3 b out vdd inverter
s1 out s run 0 gate
s2 vhigh s program 0 gate
vh vhigh 0 1.5
s3 d 0 program 0 gate
rd d dd 3meg
cd dd b 0.5n ic=0
re e 0 100meg
.ends
vdd vdd 0 1.2
vrun run 0 pwl(0 1 80m 1 80.1m 0 180m 0 180.1m 1)
vprogram program 0 pwl(0 0 80.1m 0 80.2m 1 179.9m 1 180m 0)
xr s d e out vdd run program ring
x1 s d e film
xr2 s2 d2 e2 out2 vdd run program ring
x2 s2 d2 e2 film_flat

.save v(out) v(out2) v(d) v(s) @a.x1.afilm[n_on] @a.x1.afilm[mean_state]
.options reltol=1e-3
.control
set norefvalue
tran 0.1m 205m 0 2m uic
meas tran slow TRIG v(out) VAL=0.6 RISE=2 TARG v(out) VAL=0.6 RISE=3
meas tran slow2 TRIG v(out2) VAL=0.6 RISE=2 TARG v(out2) VAL=0.6 RISE=3
meas tran fast TRIG v(out) VAL=0.6 TD=190m RISE=1 TARG v(out) VAL=0.6 TD=190m RISE=2
meas tran fast2 TRIG v(out2) VAL=0.6 TD=190m RISE=1 TARG v(out2) VAL=0.6 TD=190m RISE=2
let apart = abs(slow2/slow - 1) + abs(fast2/fast - 1)
print apart
set failed = 0
if apart > 1e-3
  echo FAILED: the film and its flat twin are apart
  set failed = 1
end
* 25 Mohm at first, near 33 kohm behind 3 Mohm then
if slow < 5*fast
  echo FAILED: the film does not tune the ring
  set failed = 1
end
if $failed = 0
  echo passed
end
quit $failed
.endc
.end
