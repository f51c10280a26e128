#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/formats/hdf5.hpp>
#include <somn/formats/raw.hpp>
#include <somn/formats/trace_files.hpp>

#include <algorithm>

namespace somn::formats {

Trace read_trace(const std::filesystem::path& folder) {
  if (std::filesystem::exists(folder / "trace.h5")) return read_hdf5(folder / "trace.h5");
  if (std::filesystem::exists(folder / "trace.raw")) {
    const std::filesystem::path raw = folder / "trace.raw";
    Trace trace = read_raw(raw);
    const auto time =
        std::find_if(trace.columns.begin(), trace.columns.end(), [](const Column& c) { return c.name == "time"; });
    if (time == trace.columns.end())
      throw InputError({.what = "no transient result", .where = raw.string(), .allowed = "a variable \"time\""});
    time->name = "time_s";
    std::rotate(trace.columns.begin(), time, time + 1);
    return trace;
  }
  const std::filesystem::path csv = folder / "trace.csv";
  return trace_from_csv(read_file(csv), csv.string());
}

}  // namespace somn::formats
