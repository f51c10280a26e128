#!/bin/bash
# Every subcommand of `somn analyse` draws its result; `regime` judges a list of events and a current by the rule.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

python3 - <<'END'
import math, random
random.seed(1)
def table(name, header, rows):
    with open(name, "w") as f:
        f.write(header + "\n")
        for row in rows:
            f.write(",".join(str(x) for x in row) + "\n")
t = [20 * k + 0.1 * j + 0.01 * random.random() for k in range(20) for j in range(8)]
table("events.csv", "time_s,junction,kind", [(x, i % 5, "up") for i, x in enumerate(t)])
table("regular.csv", "time_s", [(2 + 4 * k,) for k in range(100)])
table("steady.csv", "time_s,i_source_A", [(k, 1e-6 * (1 + 0.1 * (k % 2))) for k in range(401)])
x, signal = 0, []
for k in range(4000):
    x = 0.9 * x + random.gauss(0, 1)
    signal.append((k * 1e-3, x + math.sin(0.3 * k)))
table("signal.csv", "time_s,x", signal)
table("units.csv", "a,b,c", [(math.sin(0.1 * k), math.sin(0.1 * k + 0.3), random.random()) for k in range(500)])
table("pairs.csv", "dt_s,dg", [(s * 0.002 * k, s * math.exp(-k / 8) + random.gauss(0, 0.05)) for k in range(1, 20) for s in (1, -1)])
table("values.csv", "value", [(int(random.paretovariate(1.2)),) for _ in range(800)])
END

"$SOMN" analyse bursts events.csv --figure bursts.svg --quiet
"$SOMN" analyse isi events.csv --figure isi.svg --quiet
"$SOMN" analyse avalanches events.csv --figure avalanches.svg --quiet --bootstrap 20
"$SOMN" analyse pairs events.csv --figure pairs.svg --quiet
"$SOMN" analyse acf events.csv --figure acf_events.svg --quiet
"$SOMN" analyse acf signal.csv --figure acf.svg --quiet
"$SOMN" analyse spectrum signal.csv --figure spectrum.svg --quiet
"$SOMN" analyse branching signal.csv --figure branching.svg --quiet
"$SOMN" analyse modality signal.csv --column x --figure modality.svg --quiet
"$SOMN" analyse events signal.csv --column x --k-sigma 2 --figure events.svg --quiet
"$SOMN" analyse synchrony units.csv --figure synchrony.svg --quiet
"$SOMN" analyse stdp pairs.csv --figure stdp.svg --quiet
"$SOMN" analyse powerlaw values.csv --bootstrap 20 --figure powerlaw.svg --quiet
for name in bursts isi avalanches pairs acf_events acf spectrum branching modality events synchrony stdp powerlaw; do
  grep -q '</svg>' $name.svg
  grep -q 'linecolor "#9a9a9a"\|fillcolor "#c9ced6"\|linecolor "#c9ced6"' $name.gp || { echo "$name: no control in grey"; exit 1; }
  test "$(wc -l < ${name}_figure.csv)" -gt 2
done
if "$SOMN" analyse spectrum units.csv --sample-step "1 ms" --figure many.svg --quiet 2> message; then exit 1; fi
grep -q 'one column' message

# results before pictures: a gnuplot that fails costs the picture
mkdir broken; printf '#!/bin/sh\nexit 1\n' > broken/gnuplot; chmod +x broken/gnuplot
code=0; PATH="$PWD/broken:$PATH" "$SOMN" analyse isi events.csv --figure lost.svg --json > result.json 2> message || code=$?
test $code = 5
python3 -c 'import json; json.load(open("result.json"))'
grep -q 'no picture' message

"$SOMN" analyse regime events.csv --current steady.csv --bin "1 s" --t-start "0 s" --t-stop "400 s" --json > bursting.json
"$SOMN" analyse regime regular.csv --current steady.csv --t-start "0 s" --t-stop "400 s" > regular.txt
python3 - <<'END'
import json
r = json.load(open("bursting.json"))
assert r["regime"] == "bursting", r["regime_reason"]
assert r["parameters"]["n_events"] == 160 and r["order_parameters"]["n_active_junctions"] == 5
assert "Fano" in r["regime_rule"]
END
grep -q '^regime  *oscillatory' regular.txt
grep -q 'Fano factor <= 2.5' regular.txt
if "$SOMN" analyse regime - < events.csv 2> message; then exit 1; fi
grep -q 'read twice' message
