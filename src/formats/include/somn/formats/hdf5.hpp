// HDF5 trace files, for h5py, MATLAB, Julia and everything else that reads HDF5 (version 1.8 and later).
//
// Layout: one one-dimensional dataset of doubles per column in the root group, in the trace's order, each with a string
// attribute "unit" ("s", "V", "A", "S", "1"); the run's facts are attributes of the root group.
#pragma once

#include <somn/core/trace.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace somn::formats {

using MetadataValue = std::variant<std::string, double, std::int64_t>;
// Seed, versions, network hash, parameters, tolerances, engine: name and value, in the order in which they are written.
using Metadata = std::vector<std::pair<std::string, MetadataValue>>;

// Writes the file whole or not at all; columns are chunked and deflated (lossless). Strings are UTF-8.
// Throws FileError where the file cannot be written; InputError for a column name that is empty, a path ("a/b") or used
// twice. O(rows x columns).
void write_hdf5(const Trace&, const Metadata&, const std::filesystem::path&);

// Reads a file of the layout above. Throws FileError for a file that is missing or no HDF5 file, InputError where the
// datasets are not columns of one length or "time_s" is missing.
Trace read_hdf5(const std::filesystem::path&);

}  // namespace somn::formats
