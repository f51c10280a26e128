* A film between two amplifiers: a leaky integrator with a memory. The follower drives the film with pulses, the film's
* current charges the feedback of the second amplifier, which holds the film's drain at 0 V. The film (500 junctions of
* `tunnel`) is there twice: as one component, and as its flat twin in the same circuit around it.
.include amplifier.lib
.include film.lib
.include flat.lib
vin in 0 pulse(0 1.2 20m 1m 1m 60m 160m)

xa in driven driven amplifier
x1 driven sum film
xb 0 sum out amplifier
cf sum out 100n
rf sum out 1meg

xc in driven2 driven2 amplifier
x2 driven2 sum2 film_flat
xd 0 sum2 out2 amplifier
cf2 sum2 out2 100n
rf2 sum2 out2 1meg

.save v(in) v(out) v(out2) @a.x1.afilm[n_on] @a.x1.afilm[mean_state]
.options reltol=2e-3
.control
set norefvalue
tran 1m 0.5 0 1m
let apart = vecmax(abs(v(out) - v(out2)))/vecmax(abs(v(out)))
meas tran first MIN v(out) from=0 to=0.16
meas tran last MIN v(out) from=0.32 to=0.48
let n_on = @a.x1.afilm[n_on]
let on = n_on[length(n_on) - 1]
print apart first last on
set failed = 0
if apart > 1e-3
  echo FAILED: the film and its flat twin are apart
  set failed = 1
end
* the memory: the film conducts more after three pulses than at the first
if abs(last) < 1.2*abs(first)
  echo FAILED: nothing was remembered
  set failed = 1
end
if $failed = 0
  echo passed
end
quit $failed
.endc
.end
