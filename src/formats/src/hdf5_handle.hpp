// What the HDF5 C library lacks: handles that close themselves, and errors as exceptions instead of printed stacks.
#pragma once

#include <somn/core/error.hpp>

#include <cerrno>
#include <filesystem>
#include <hdf5.h>
#include <utility>

namespace somn::formats {

// HDF5 tells its own story only on a printed stack; the operating system's error is what a user can act on.
[[noreturn]] inline void hdf5_failed(const std::filesystem::path& path) {
  if (errno != 0) throw FileError("HDF5 failed", path.string(), errno);
  throw InputError({.what = "the HDF5 library cannot use this file",
                    .where = path.string(),
                    .remedy = "h5dump tells what is damaged in it"});
}

// A handle of the HDF5 library, closed at the end of its scope. A negative handle is the library's way to say no.
class Handle {
 public:
  using CloseFunction = herr_t (*)(hid_t);
  Handle(hid_t id, CloseFunction close_function, const std::filesystem::path& path) : id_(id), close_(close_function) {
    if (id_ < 0) hdf5_failed(path);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }

  // Closing a file is what writes its last blocks.
  void close(const std::filesystem::path& path) {
    if (close_(std::exchange(id_, -1)) < 0) hdf5_failed(path);
  }

 private:
  hid_t id_;
  CloseFunction close_;
};

// The library prints its own error stack otherwise.
class Silence {
 public:
  Silence() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

inline void check(herr_t status, const std::filesystem::path& path) {
  if (status < 0) hdf5_failed(path);
}

}  // namespace somn::formats
