#!/usr/bin/env bash
# The notebooks of python/notebooks run from top to bottom.
set -u
python=$(cat "$SOMN_BUILD_DIR/python/interpreter" 2>/dev/null)
export PYTHONPATH=$SOMN_BUILD_DIR/python PYTHONDONTWRITEBYTECODE=1
if ! ls "$PYTHONPATH"/somnspice/_core.*.so >/dev/null 2>&1 || ! "$python" -m nbconvert --version >/dev/null 2>&1; then
  echo "not built, or no nbconvert"
  exit 0
fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export HOME=$work JUPYTER_PLATFORM_DIRS=0 IPYTHONDIR=$work/ipython
failed=0 passed=0
for notebook in "$SOMN_SOURCE_DIR"/python/notebooks/*.ipynb; do
  name=$(basename "$notebook" .ipynb)
  if "$python" -m nbconvert --to notebook --execute --output-dir "$work" "$notebook" >"$work/log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)); echo "FAILED: $name"; tail -n 20 "$work/log"
  fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed = 5 ]
