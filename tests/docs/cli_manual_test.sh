#!/usr/bin/env bash
# somn man and somn completion say what --help says: every command has its page, every option stands on it, and the shells
# offer the commands, options and choices of the place.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work" || exit 1
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
if command -v groff >/dev/null; then formatted() { groff -man -ww -Tascii "$@"; }; else formatted() { cat "$@"; }; fi

# commands HELP...: the names below "Subcommands:" of a help text
commands() { "$SOMN" "$@" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p'; }

"$SOMN" man -o pages || exit 1
n=1
for command in $(commands); do
  check "somn $command has a page" '[ -s "pages/somn-$command.1" ]'
  n=$((n + 1))
  for part in $(commands "$command"); do
    check "somn $command $part has a page" '[ -s "pages/somn-$command-$part.1" ]'
    n=$((n + 1))
  done
done
check "no page more than commands" '[ "$(ls pages | wc -l)" = $n ]'
check "troff has nothing to say of any page" '[ -z "$(formatted pages/*.1 2>&1 >/dev/null)" ]'
for command in run sweep netlist "analyse isi" "generate wires"; do
  page=pages/somn-${command// /-}.1
  for option in $("$SOMN" $command --help | grep -oE '^  (-[a-z],)?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
    check "$option of somn $command" 'grep -qF -- "${option//-/\\-}" "$page"'
  done
done

# offered WORD...: what bash offers for the last word
"$SOMN" completion bash >somn.bash
offered() { bash -c '. ./somn.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _somn 2>/dev/null; echo "${COMPREPLY[*]}"' - "$@"; }
check "a command" '[ "$(offered somn perc)" = percolation ]'
check "a command below a command" '[ "$(offered somn analyse isi)" = isi ]'
check "the options of a command" '[ "$(offered somn run --res)" = --resume ]'
check "the options of the command below, not of the one above" '[ "$(offered somn generate wires --dens)" = --density ]'
check "the choices of an option" '[ "$(offered somn netlist film.graphml --islands "")" = "drop keep shunt" ]'
check "the choices of an argument" '[ "$(offered somn schema ex)" = experiment ]'
check "file names where a file is meant" '[ -z "$(offered somn run "")" ]'
for shell in zsh fish; do
  "$SOMN" completion $shell >somn.$shell
  check "$shell gets every command" '[ "$(grep -c percolation somn.$shell)" -gt 0 ]'
  if command -v $shell >/dev/null; then check "$shell reads its script" '$shell -n somn.$shell'; fi
done
check "another shell is refused" '! "$SOMN" completion csh 2>message && grep -q fish message'
echo "$passed passed, $failed failed"
[ $failed = 0 ]
