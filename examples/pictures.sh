#!/usr/bin/env bash
# pictures.sh [FOLDER ...]: draws the pictures of the examples again, by default those of every folder with a picture.gp.
# A deck that is started with `-D picture` writes what it measured to NAME.data; picture.gp turns that into picture.svg.
# Needs ngspice, gnuplot 5.4 and a build in ../build (or in $SOMN_BUILD_DIR).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir "$work/build"
ln -s "${SOMN_BUILD_DIR:-$here/../build}/lib" "$work/build/lib"
cp -r "$here" "$work/examples"
cat >"$work/style.gp" <<'GP'
ink = "#333333"; grey = "#9a9a9a"; pale = "#c9ced6"
blue = "#0072b2"; orange = "#e69f00"; vermilion = "#d55e00"; green = "#009e73"; purple = "#cc79a7"
set encoding utf8
set border 3 linewidth 1 linecolor rgb ink
set tics nomirror out scale 0.5 textcolor rgb ink
set key noautotitle Left reverse textcolor rgb ink samplen 2 spacing 1.15
set xlabel textcolor rgb ink
set ylabel textcolor rgb ink
set title textcolor rgb ink
GP
cd "$work/examples"
[ $# -gt 0 ] || set -- */picture.gp
for folder in "$@"; do
  folder=${folder%/picture.gp}; folder=${folder%/}
  (
    cd "$folder"
    for deck in *.cir; do HOME=$work ngspice -b -D picture "$deck" >log 2>&1 || { tail -n 20 log; exit 1; }; done
    height=$(sed -n 's/^# height //p' picture.gp)
    gnuplot -d -e "set terminal svg size 960,$height enhanced font 'Helvetica,14' background '#ffffff'" \
      -e "set output 'picture.svg'" "$work/style.gp" picture.gp
    cp picture.svg "$here/$folder/picture.svg"
    echo "$folder/picture.svg $(wc -c <picture.svg) bytes"
  )
done
