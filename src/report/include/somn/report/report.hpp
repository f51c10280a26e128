// The report of a run: figures and one self-contained HTML page, made from nothing but the files of a run folder.
#pragma once

#include <somn/figures/gnuplot.hpp>
#include <somn/netgen/network.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace somn::report {

using figures::require_gnuplot;

// What was drawn, and a sentence for each picture that could not be: its numbers and its script stand all the same.
struct Drawn {
  std::filesystem::path page = {};                   // of a run
  std::filesystem::path view = {};                   // its interactive page; empty where there is none
  std::vector<std::filesystem::path> pictures = {};  // SVG files
  std::vector<std::string> failures = {};
};

// Reads the folder that `somn run -o DIR` wrote: experiment.toml, network.graphml, analysis.json and,
// for each engine that ran, ENGINE/trace.{h5,raw,csv} (the first that is there), ENGINE/events.csv and
// ENGINE/stats.json. Writes DIR/figures/NAME.svg with the NAME.gp and the tables behind each, then DIR/report.html,
// replacing older ones. The page holds all figures, needs no script and no network; of one that gnuplot could not draw it
// says why. Nothing else in the folder changes, and nothing of it at all before the page is complete. Throws InputError
// (FileError where the file system is to blame) for a folder that is not a run, a missing or malformed file, and where
// gnuplot is missing.
// `formats`: further ones of the figures, "png" or "pdf" (figures/gnuplot.hpp).
// Beside it DIR/view.html, the interactive page (somn/view/page.hpp), where this was built with it.
Drawn write_report(const std::filesystem::path& dir, const std::vector<std::string>& formats = {});

// The interactive page alone, which needs no gnuplot: as `page`, or as DIR/view.html where that is empty. InputError where
// this was built without it.
void write_view(const std::filesystem::path& dir, const std::filesystem::path& page);
// Of a sweep, after sweep::write_phase_map: its phase map, whose points lead to the pages of their runs. Those of runs that
// were kept are made where they are missing, at most 200.
void write_sweep_view(const std::filesystem::path& dir, const std::filesystem::path& page);
// Of a network alone.
void write_network_view(const netgen::Network&, const std::string& title, const std::filesystem::path& page);

// A network as a picture: its bodies, or nodes and lines where it has none (its own positions, three-dimensional ones in
// projection; else a force-directed layout with a fixed seed); electrodes in colour, a dot at every junction. Writes
// NAME.svg with NAME.gp and its tables NAME_*.csv beside it. Throws InputError for an ending other than .svg, for more
// than 300 000 bodies or junctions, and where gnuplot is missing.
void draw_network(const netgen::Network&, const std::filesystem::path& svg);

}  // namespace somn::report
