// The trace of a run, whatever the format it was written in.
#pragma once

#include <somn/core/trace.hpp>

#include <filesystem>

namespace somn::formats {

// trace.h5, trace.raw or trace.csv of an engine's folder, the first that is there: the same numbers, the fastest first. FileError where none is.
Trace read_trace(const std::filesystem::path& engine_folder);

}  // namespace somn::formats
