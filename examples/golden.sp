*ng_script
* Compares each measured value NAME in $checks with gold_NAME, within tol_NAME (absolute); sets verdict.
let n_failed = 0
set numdgt=12
foreach name $checks
  let value = $name
  let gold = gold_$name
  let tol = tol_$name
  print $name
  if abs(value - gold) <= tol
    echo CHECK $name $&value $&gold $&tol PASS
  else
    let n_failed = n_failed + 1
    echo CHECK $name $&value $&gold $&tol FAIL
  end
end
if n_failed = 0
  set verdict = 0
else
  set verdict = 1
end
