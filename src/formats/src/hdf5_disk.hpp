// A file driver for HDF5 whose disk never fails: the library (1.10) does not survive a write that does. It keeps the
// file open and unsaved, and tries again, with a segmentation fault, when the program ends. So a failed write is
// remembered here and told to the library as done; check() tells it to the user. Bytes read beyond the end of the file
// are zeros. Files are those of the library's own driver, byte for byte.
#pragma once

#include <cstdint>
#include <filesystem>
#include <hdf5.h>

namespace somn::formats {

class Hdf5Disk {
 public:
  // Truncates or makes `file`; `path` is what messages call it. FileError where it cannot be written.
  Hdf5Disk(const std::filesystem::path& file, std::filesystem::path path);
  Hdf5Disk(const Hdf5Disk&) = delete;
  Hdf5Disk& operator=(const Hdf5Disk&) = delete;
  ~Hdf5Disk();

  // Has H5Fcreate with these access properties write here. The file must be closed before this object goes.
  void use_for(hid_t access) const;
  void check() const;  // FileError after the first write that failed

 private:
  friend struct Hdf5Driver;
  std::filesystem::path path_;
  int descriptor_ = -1, error_ = 0;
  std::uint64_t end_ = 0;  // [B] of what was written
};

}  // namespace somn::formats
