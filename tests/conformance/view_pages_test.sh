#!/usr/bin/env bash
# The interactive pages in headless Chromium: what they show, what they do, what they refuse. tests/tools/view_pages.py.
set -u
python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import browser; sys.exit(browser.program() is None)' "$SOMN_SOURCE_DIR/tests/tools" || {
  echo "skipped: no Chromium on the PATH (scripts/deps.sh nightly installs it); the interactive pages are not tested"
  exit 0
}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
if "$SOMN" view "$work" 2>&1 | grep -q "built without"; then
  echo "skipped: this somn was built without esbuild and has no interactive pages"
  exit 0
fi
exec python3 "$SOMN_SOURCE_DIR/tests/tools/view_pages.py" "$SOMN" "$work" "$SOMN_SOURCE_DIR/tests/data/view"
