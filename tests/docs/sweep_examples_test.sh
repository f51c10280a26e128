#!/usr/bin/env bash
# Every sweep under examples/ can be read, has at least ten seeds, findings that can fail, each with the reason of its range, and
# its README names its command. Ranges are those of the commit that the file calls frozen, where the history is here.
set -u
cd "$(mktemp -d)" || exit 1
failed=0
for file in $(grep -l '^\[sweep\]' "$SOMN_SOURCE_DIR"/examples/*/*.toml); do
  name=${file#"$SOMN_SOURCE_DIR"/}
  "$SOMN" sweep "$file" --dry-run >/dev/null 2>err || { echo "FAILED: $name: $(cat err)"; failed=1; }
  seeds=$(grep -oE 'x [0-9]+ seeds' err | grep -oE '[0-9]+')
  [ "${seeds:-0}" -ge 10 ] || { echo "FAILED: $name: ${seeds:-no} seeds"; failed=1; }
  [ "$(grep -c '^\[\[finding\]\]' "$file")" -gt 0 ] || { echo "FAILED: $name: no finding"; failed=1; }
  [ "$(grep -c '^\[\[finding\]\]' "$file")" = "$(grep -c '^reason = "..*"' "$file")" ] || { echo "FAILED: $name: a finding without the reason of its range"; failed=1; }
  grep -q "$(basename "$file")" "$(dirname "$file")/README.md" || { echo "FAILED: $name: not in its README"; failed=1; }
done
python3 - "$SOMN_SOURCE_DIR" <<'PY' || failed=1
import glob, os, subprocess, sys, tomllib
root = sys.argv[1]
compared = skipped = failed = 0
kept = ("measure", "where", "relative_to", "statistic", "along", "level", "share", "expected", "null", "possible", "published_value", "published_of")
def ranges(text):
    return {f["name"]: {k: f[k] for k in kept if k in f} for f in tomllib.loads(text).get("finding", [])}
for path in sorted(glob.glob(os.path.join(root, "examples/*/*.toml"))):
    text = open(path).read()
    file = tomllib.loads(text)
    if "sweep" not in file: continue
    name = os.path.relpath(path, root)
    if "frozen" not in file: print(f"FAILED: {name} names no frozen commit"); failed += 1; continue
    old = subprocess.run(["git", "-C", root, "show", f"{file['frozen']}:{name}"], capture_output=True, text=True)
    if old.returncode != 0: skipped += 1; continue
    compared += 1
    now, then = ranges(text), ranges(old.stdout)
    for finding in now:
        if now[finding] != then.get(finding): print(f"FAILED: {name}: \"{finding}\" is not what was frozen in {file['frozen']}"); failed += 1
    for finding in then.keys() - now.keys(): print(f"FAILED: {name}: \"{finding}\" was frozen and is gone"); failed += 1
print(f"{compared} compared with their frozen ranges, {skipped} without history")
sys.exit(failed > 0)
PY
rm -rf "$PWD"
exit $failed
