// The report of a run: figures and one self-contained HTML page, made from nothing but the files of a run folder.
#pragma once

#include <filesystem>

namespace somn::report {

// Reads the folder that `somn run -o DIR` wrote (INTERFACES.md): experiment.toml, network.graphml, analysis.json and,
// for each engine that ran, ENGINE/trace.{h5,raw,csv} (the first that is there), ENGINE/events.csv and
// ENGINE/stats.json. Writes DIR/figures/NAME.svg with the NAME.gp and the tables behind each, then DIR/report.html,
// replacing older ones. The page holds all figures, needs no script and no network. Returns its path. Throws InputError
// (FileError where the file system is to blame) for a folder that is not a run, a missing or malformed file, and a
// gnuplot that is missing or fails.
std::filesystem::path write_report(const std::filesystem::path& dir);

}  // namespace somn::report
