#!/usr/bin/env bash
# Every header compiles by itself: it includes what it names.
set -u
cd "$SOMN_SOURCE_DIR" || exit 1
mapfile -t flags < <(grep -oE -- '-(I|isystem) ?[^ "]+' "$SOMN_BUILD_DIR/compile_commands.json" | tr -s ' ' '\n' | awk '
  /^-(I|isystem)$/ { option = $0; next }
  /^-I/ { option = "-I"; sub(/^-I/, "") }
  !seen[$0]++ { print option; print }')
mapfile -t headers < <(git ls-files 'src/*.hpp' 'netgen/*.hpp' 'models/*.hpp' 'python/*.hpp' | grep -v '/tests/')
alone() {  # HEADER: prints it where it does not compile
  local header=$1; shift
  (cd "$SOMN_BUILD_DIR" && "${CXX:-c++}" -std=c++20 -fsyntax-only -w "$@" -I"$(dirname "$SOMN_SOURCE_DIR/$header")" -x c++ "$SOMN_SOURCE_DIR/$header" 2>&1 | head -n 3)
}
export -f alone
export SOMN_SOURCE_DIR SOMN_BUILD_DIR
found=$(printf '%s\n' "${headers[@]}" | xargs -P "$(nproc)" -I{} bash -c 'alone "$@"' _ {} "${flags[@]}")
[ -n "$found" ] && echo "$found"
echo "${#headers[@]} headers"
[ -z "$found" ] && [ "${#headers[@]}" -gt 100 ]
