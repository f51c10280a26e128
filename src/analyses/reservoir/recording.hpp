// One row per input out of anybody's table: which columns are read, and when.
//
// A column of a unit, "8_V[V]", is asked for as 8_V or by its whole name. Without names the outputs are the voltages that
// move and are not driven: where the same electrode has a column of currents with numbers in it (8_I[A]), it is.
// Of an input that stands still for m rows at a time, as a sampled trace of levels does, the last of the m rows counts;
// with virtual nodes M, the last ones of M equal parts of the m rows count, M outputs of each column.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace somn::analysis {

struct RecordingOptions {
  std::vector<std::string> inputs = {}, outputs = {};
  std::size_t rows_per_input = 0;  // 0: found in the first input
  std::size_t virtual_nodes = 1;
  std::string plot = {};           // of a raw file
};

struct Recording {
  std::string source = {};
  std::vector<std::string> input_names = {}, output_names = {};
  std::vector<std::vector<double>> inputs = {}, outputs = {};
  std::size_t rows_per_input = 1;
};

// `path`: a table, a raw file, a trace.h5, or the folder of a run. InputError for columns that are not there, hold no
// finite numbers, or for an input of which there is none by default and none was named.
Recording read_recording(const std::string& path, const RecordingOptions&);

// How many rows each value of a signal of levels stands, and the first row of a whole one; {1, 0} where it changes freely.
struct Steps {
  std::size_t rows = 1, first = 0;
};
Steps steps_of(const std::vector<double>& input);

}  // namespace somn::analysis
