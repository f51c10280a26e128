// A table out of whatever a file is: text (somn/core/table_text.hpp), a raw file of SPICE, an HDF5 trace of a run.
#pragma once

#include <somn/core/columns.hpp>

#include <string>
#include <vector>

namespace somn::tables {

// A path may be the folder of a run, or of one engine in it (native before ngspice): then it is the trace.h5, trace.csv
// or trace.raw there, for lists of events the events.csv. InputError for a folder without such a file.
std::string events_of_run(const std::string& path);  // any other path is itself

// `plot` of a raw file: its number from 1, or its name; empty: the only one, or the first whose first column is time.
// Columns of raw and HDF5 files are numbers; where a label is asked for, their text. InputError for a plot that is not
// there, or holds complex values, and as read_columns.
ColumnTable read_table(const std::string& path, const ColumnChooser& choose, const std::string& plot = {});

// "1: Transient Analysis", ... of a raw file; empty for any other, a pipe and a folder.
std::vector<std::string> plots_of(const std::string& path);

}  // namespace somn::tables
