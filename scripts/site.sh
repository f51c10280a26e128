#!/usr/bin/env bash
# Bare Debian: installs what is missing, makes the documentation a site and names its first page.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh site
python3 docs/site/build.py build/site
echo "site: build/site/html/index.html; reference of the headers: build/site/html/api/index.html"
