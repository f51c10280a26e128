#!/usr/bin/env bash
# No program searches the current folder, or any relative one, for its libraries: an empty entry of RUNPATH means that.
set -u
failed=0 n=0
for file in "$SOMN_BUILD_DIR"/bin/* "$SOMN_BUILD_DIR"/libexec/somn/*; do
  [ -f "$file" ] && paths=$(readelf -d "$file" 2>/dev/null | sed -nE 's/.*\((RUNPATH|RPATH)\).*\[(.*)\]/\2/p') || continue
  n=$((n + 1))
  [ -z "$paths" ] && continue
  IFS=: read -ra folders <<<"$paths:end"
  for folder in "${folders[@]}"; do
    case $folder in
      /* | end) ;;
      *) echo "FAILED: $file looks for libraries in \"$folder\" (of \"$paths\")"; failed=1 ;;
    esac
  done
done
[ "$n" -ge 2 ] || { echo "FAILED: $n programs found"; failed=1; }
exit $failed
