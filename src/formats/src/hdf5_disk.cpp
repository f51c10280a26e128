#include "hdf5_disk.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <iterator>
#include <new>
#include <unistd.h>
#if H5_VERSION_GE(1, 12, 0)
#include <H5FDdevelop.h>
#endif

namespace somn::formats {

// What the library calls; its H5FD_t comes first in ours.
struct Hdf5Driver {
  struct File {
    H5FD_t base;
    Hdf5Disk* disk;
    haddr_t allocated;
  };

  static File& of(H5FD_t* file) { return *reinterpret_cast<File*>(file); }
  static const File& of(const H5FD_t* file) { return *reinterpret_cast<const File*>(file); }

  static H5FD_t* open(const char*, unsigned, hid_t access, haddr_t) {
    const void* disk = H5Pget_driver_info(access);
    auto* file = new (std::nothrow) File{};
    if (!disk || !file) return nullptr;
    std::memcpy(&file->disk, disk, sizeof file->disk);
    return &file->base;
  }

  static herr_t close(H5FD_t* file) {
    delete &of(file);
    return 0;
  }

  static herr_t query(const H5FD_t*, unsigned long* features) {
    *features = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
                H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
  }

  static haddr_t allocated(const H5FD_t* file, H5FD_mem_t) { return of(file).allocated; }
  static haddr_t end(const H5FD_t* file, H5FD_mem_t) { return of(file).disk->end_; }
  static herr_t allocate(H5FD_t* file, H5FD_mem_t, haddr_t to) {
    of(file).allocated = to;
    return 0;
  }

  static herr_t read(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, std::size_t size, void* buffer) {
    auto* bytes = static_cast<char*>(buffer);
    while (size > 0) {
      const ssize_t n = ::pread(of(file).disk->descriptor_, bytes, size, static_cast<off_t>(at));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      bytes += n, at += static_cast<haddr_t>(n), size -= static_cast<std::size_t>(n);
    }
    std::fill(bytes, bytes + size, '\0');
    return 0;
  }

  static herr_t write(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, std::size_t size, const void* buffer) {
    Hdf5Disk& disk = *of(file).disk;
    const auto* bytes = static_cast<const char*>(buffer);
    disk.end_ = std::max<std::uint64_t>(disk.end_, at + size);
    while (size > 0 && disk.error_ == 0) {
      const ssize_t n = ::pwrite(disk.descriptor_, bytes, size, static_cast<off_t>(at));
      if (n < 0 && errno != EINTR) disk.error_ = errno;
      if (n > 0) bytes += n, at += static_cast<haddr_t>(n), size -= static_cast<std::size_t>(n);
    }
    return 0;
  }

  static herr_t truncate(H5FD_t* file, hid_t, hbool_t) {
    Hdf5Disk& disk = *of(file).disk;
    if (disk.end_ == of(file).allocated) return 0;
    if (disk.error_ == 0 && ::ftruncate(disk.descriptor_, static_cast<off_t>(of(file).allocated)) != 0)
      disk.error_ = errno;
    disk.end_ = of(file).allocated;
    return 0;
  }

  static hid_t id() {
    static const hid_t registered = [] {
      static H5FD_class_t driver{};
#if H5_VERSION_GE(1, 13, 2)
      driver.version = H5FD_CLASS_VERSION;
      driver.value = 600;
#endif
      driver.name = "somn";
      driver.maxaddr = (haddr_t{1} << 63) - 1;
      driver.fc_degree = H5F_CLOSE_WEAK;
      driver.fapl_size = sizeof(Hdf5Disk*);
      driver.open = open;
      driver.close = close;
      driver.query = query;
      driver.get_eoa = allocated;
      driver.set_eoa = allocate;
      driver.get_eof = end;
      driver.read = read;
      driver.write = write;
      driver.truncate = truncate;
      constexpr H5FD_mem_t map[] = H5FD_FLMAP_DICHOTOMY;
      std::copy(std::begin(map), std::end(map), driver.fl_map);
      return H5FDregister(&driver);
    }();
    return registered;
  }
};

Hdf5Disk::Hdf5Disk(const std::filesystem::path& file, std::filesystem::path path) : path_(std::move(path)) {
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw FileError("cannot write", path_.string(), errno);
}

Hdf5Disk::~Hdf5Disk() {
  ::close(descriptor_);
}

void Hdf5Disk::use_for(hid_t access) const {
  const Hdf5Disk* self = this;
  if (H5Pset_driver(access, Hdf5Driver::id(), &self) < 0) throw InternalError("HDF5 does not take our file driver");
}

void Hdf5Disk::check() const {
  if (error_ != 0) throw FileError("cannot write", path_.string(), error_);
}

}  // namespace somn::formats
