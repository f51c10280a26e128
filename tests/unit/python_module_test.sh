#!/usr/bin/env bash
# The Python module from the build tree: python/tests, the types of the package and of a program that uses it, and the block
# of docs/python.md.
set -u
python=$(cat "$SOMN_BUILD_DIR/python/interpreter" 2>/dev/null)
export PYTHONPATH=$SOMN_BUILD_DIR/python PYTHONDONTWRITEBYTECODE=1
if ! ls "$PYTHONPATH"/somnspice/_core.*.so >/dev/null 2>&1; then
  echo "not built: it needs python3-dev, python3-numpy and pybind11-dev"
  exit 0
fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
check "pytest" '"$python" -m pytest -q -p no:cacheprovider "$SOMN_SOURCE_DIR/python/tests"'
check "types of the package" '"$python" -m mypy --strict --config-file "$SOMN_SOURCE_DIR/pyproject.toml" --cache-dir "$work/mypy" "$PYTHONPATH/somnspice" >log || { cat log; false; }'
sed -n '/^```python$/,/^```$/p' "$SOMN_SOURCE_DIR/docs/python.md" | sed '/^```/d' >page.py
# densty is the page's example of a misspelt option: its error is the one expected
check "types of the page's programs" 'MYPYPATH=$PYTHONPATH "$python" -m mypy --strict --config-file "$SOMN_SOURCE_DIR/pyproject.toml" --cache-dir "$work/mypy" page.py >log; ! grep error: log | grep -v densty'
check "the page's programs run" 'MPLBACKEND=svg "$python" page.py >out || { cat out; false; }'
echo "$passed passed, $failed failed"
[ $failed = 0 ]
