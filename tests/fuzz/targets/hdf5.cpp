// HDF5 traces, from a file in memory.
#include "driver.hpp"

#include <somn/core/error.hpp>
#include <somn/formats/hdf5.hpp>

#include <cerrno>
#include <sys/mman.h>
#include <unistd.h>

void somn::fuzz::target(const std::string& bytes) {
  static const int file = ::memfd_create("fuzz", MFD_CLOEXEC);
  static const std::string name = "/proc/self/fd/" + std::to_string(file);
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw FileError("cannot write", name, errno);
  const Trace trace = formats::read_hdf5(name);
  for (const Column& column : trace.columns)
    if (column.values.size() != trace.n_rows()) broken("columns of different lengths");
}
