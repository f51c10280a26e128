* A film of 16 electrodes as a reservoir: a slow sine goes in at one, 14 of them are read by resistors of 1 Mohm, and a weighted
* sum of their voltages is the sine's second harmonic, which nothing linear makes of it. The weights (train.py) were found
* with the component; the flat twin of the same film beside it is read with the same.
.include film16.lib
.include film16_flat.lib
vin in 0 sin(0.4 0.8 10)
x1 in 0 e01 e02 e03 e04 e05 e06 e07 e08 e09 e10 e11 e12 e13 e14 film16
r1_1 e01 0 1meg
r1_2 e02 0 1meg
r1_3 e03 0 1meg
r1_4 e04 0 1meg
r1_5 e05 0 1meg
r1_6 e06 0 1meg
r1_7 e07 0 1meg
r1_8 e08 0 1meg
r1_9 e09 0 1meg
r1_10 e10 0 1meg
r1_11 e11 0 1meg
r1_12 e12 0 1meg
r1_13 e13 0 1meg
r1_14 e14 0 1meg
x2 in 0 e01b e02b e03b e04b e05b e06b e07b e08b e09b e10b e11b e12b e13b e14b film16_flat
r2_1 e01b 0 1meg
r2_2 e02b 0 1meg
r2_3 e03b 0 1meg
r2_4 e04b 0 1meg
r2_5 e05b 0 1meg
r2_6 e06b 0 1meg
r2_7 e07b 0 1meg
r2_8 e08b 0 1meg
r2_9 e09b 0 1meg
r2_10 e10b 0 1meg
r2_11 e11b 0 1meg
r2_12 e12b 0 1meg
r2_13 e13b 0 1meg
r2_14 e14b 0 1meg
b1 out 0 v = 0.2434
+ +73.84*v(e01)
+ +60.93*v(e02)
+ +2.438*v(e03)
+ -3.416*v(e04)
+ +5.952*v(e05)
+ -6.907*v(e06)
+ -3.243*v(e07)
+ +2.884*v(e08)
+ +106.9*v(e09)
+ -68.45*v(e10)
+ +100.8*v(e11)
+ -60.26*v(e12)
+ +76.54*v(e13)
+ +186.7*v(e14)
b2 outb 0 v = 0.2434
+ +73.84*v(e01b)
+ +60.93*v(e02b)
+ +2.438*v(e03b)
+ -3.416*v(e04b)
+ +5.952*v(e05b)
+ -6.907*v(e06b)
+ -3.243*v(e07b)
+ +2.884*v(e08b)
+ +106.9*v(e09b)
+ -68.45*v(e10b)
+ +100.8*v(e11b)
+ -60.26*v(e12b)
+ +76.54*v(e13b)
+ +186.7*v(e14b)
vt target 0 sin(0 1 20 0 0 90)
.save v(in) v(target) v(out) v(outb)
.options reltol=3e-3
.control
set norefvalue
tran 1m 0.2 0 2m
let late = time gt 0.1
let left = mean(late*(v(out) - v(target))^2)/mean(late*v(target)^2)
let apart = vecmax(abs(v(out) - v(outb)))
print left apart
set failed = 0
if apart > 0.01
  echo FAILED: the film and its flat twin are apart
  set failed = 1
end
if left > 0.2
  echo FAILED: the read-out is not the second harmonic
  set failed = 1
end
if $failed = 0
  echo passed
end
quit $failed
.endc
.end
