// Raw files of SPICE: the format of `ngspice -b -r`, of its `write` command, of LTspice, and of every SPICE waveform
// viewer.
//
// Layout (ngspice 39, src/frontend/rawfile.c): text lines "Title:", "Date:", "Plotname:", "Flags: real", "No.
// Variables: N", "No. Points: M", "Variables:" with N lines "\tindex\tname\ttype", then "Binary:" and M rows of N
// little-endian doubles, or "Values:" and the same numbers as text. One file may hold several plots, one after the
// other. LTspice writes the header (and "Values:") in UTF-16, times as doubles whose sign means nothing, all else as
// floats unless "Flags:" say double; where they say stepped, the time of a plot begins anew with each step.
#pragma once

#include <somn/core/trace.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace somn::formats {

// Writes a binary raw file, whole or not at all. The column "time_s" is called "time", as ngspice expects of a
// transient; the other names stay. No date: the same trace gives the same bytes.
// Throws FileError; InputError for a name with a blank, which the format cannot hold. O(rows x columns).
void write_raw(const Trace&, std::string_view title, const std::filesystem::path&);

// Reads a binary or ascii raw file with real values. Columns keep ngspice's names ("time", "v(n3)", "i(v_drive)",
// "@a12[state]"; ngspice wraps some device vectors: "i(@r1[i])"), units follow from the types (time s, voltage V,
// current A, admittance S, else 1). Of several plots the first with a variable "time" is taken, else the first. "No.
// Points: 0" is what a killed `ngspice -b -r` leaves behind: all complete rows up to the end of the file are read.
// Throws FileError, and InputError for complex values, a truncated or malformed file, or time that does not increase.
Trace read_raw(const std::filesystem::path&);
Trace raw_from_bytes(std::string_view content, const std::string& source);

// All plots of a file, the steps of LTspice each as one. Whether time increases is not looked at; complex plots have no
// columns.
struct Plot {
  std::string name;  // "Transient Analysis", "Transient Analysis, step 2"
  bool is_complex = false;
  Trace trace = {};
};
std::vector<Plot> read_plots(const std::filesystem::path&);  // gzip is unpacked
std::vector<Plot> plots_from_bytes(std::string_view content, const std::string& source);

bool is_raw(std::string_view head);  // do these first bytes begin a raw file?

}  // namespace somn::formats
