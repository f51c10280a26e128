#!/usr/bin/env bash
# The notebooks of python/notebooks run from top to bottom, and the pages docs/notebooks are these notebooks: the same prose
# and programs, as many outputs and pictures. (Numbers and pictures may differ in their last digits between machines.)
set -u
python=$(cat "$SOMN_BUILD_DIR/python/interpreter" 2>/dev/null)
export PYTHONPATH=$SOMN_BUILD_DIR/python PYTHONDONTWRITEBYTECODE=1
if ! ls "$PYTHONPATH"/somnspice/_core.*.so >/dev/null 2>&1 || ! "$python" -m nbconvert --version >/dev/null 2>&1; then
  echo "skipped: the Python module is not built, or there is no nbconvert"
  exit 0
fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export HOME=$work JUPYTER_PLATFORM_DIRS=0 IPYTHONDIR=$work/ipython
pages=$SOMN_SOURCE_DIR/docs/notebooks
if ! "$python" "$SOMN_SOURCE_DIR/python/notebooks/pages.py" "$work/pages" >"$work/log" 2>&1; then
  echo "FAILED: a notebook"; tail -n 30 "$work/log"; exit 1
fi
failed=0 passed=0
without_outputs() { sed '/^```text$/,/^```$/{/^```text$/!d}' "$1"; }
for notebook in "$SOMN_SOURCE_DIR"/python/notebooks/*.ipynb; do
  name=$(basename "$notebook" .ipynb)
  if diff <(without_outputs "$work/pages/$name.md") <(without_outputs "$pages/$name.md") >"$work/log"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)); echo "FAILED: docs/notebooks/$name.md is another notebook (python/notebooks/pages.py)"; head -n 20 "$work/log"
  fi
done
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
check "the same pages and pictures" 'diff <(ls "$work/pages") <(ls "$pages")'
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed = 6 ]
