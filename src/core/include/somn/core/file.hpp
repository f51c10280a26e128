// Files: written whole or not at all (temporary name in the same folder, fsync, rename), read whole.
// The name "-" means standard input or standard output. Every failure is a FileError.
// What is there of another kind stays: a device or pipe is written to, a symbolic link leads to the file, a folder and a
// file without write permission are refused, a file that happens to have the temporary name is not touched.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace somn {

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view content);
void make_folder(const std::filesystem::path& path);  // with its parents; no error where it exists already

// A file that is written piece by piece and appears under its name only on commit(); dropped otherwise.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  void write(std::string_view piece);  // buffered
  void commit();                       // flush, fsync, rename
  // The temporary name, for writers that open files themselves (HDF5, gnuplot).
  const std::filesystem::path& temporary() const { return temporary_; }

 private:
  void flush();
  std::filesystem::path path_, temporary_;
  std::string buffer_;
  int descriptor_ = -1;
  bool committed_ = false, is_direct_ = false;  // direct: into a device or pipe, under its own name
};

}  // namespace somn
