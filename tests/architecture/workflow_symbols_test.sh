#!/usr/bin/env bash
# What libsomnspice.so exports: names of namespace somn and no others, so that a program may use another Boost, Eigen, fmt or
# JSON library beside it; and it needs nothing that its own libraries do not give.
set -u
library=$SOMN_BUILD_DIR/lib/libsomnspice.so
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
exported=$(nm -D --defined-only "$library" | awk '{print $3}')
foreign=$(grep -vE '^_Z(T[ISVT]|GV|GVZ|Z|Thn?[0-9]+_)?N[KOR]*4somn' <<<"$exported" | head -5)
check "foreign symbols are exported: $foreign" '[ -z "$foreign" ]'
names=$(c++filt <<<"$exported")
for name in 'somn::workflow::run(' 'somn::netgen::generate(' 'somn::native::Solver::step(' 'typeinfo for somn::InputError' 'somn::formats::read_trace('; do
  check "$name is not exported" 'grep -qF "$name" <<<"$names"'
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
