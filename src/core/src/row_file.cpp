#include <somn/core/error.hpp>
#include <somn/core/row_file.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace somn {
namespace {

constexpr std::size_t buffered = 1 << 15;  // doubles

constexpr std::size_t head = 32;  // [bytes] of RowFile::magic

off_t place(std::size_t n_doubles) {
  return static_cast<off_t>(head + n_doubles * sizeof(double));
}

}  // namespace

RowFile::RowFile(std::filesystem::path path, std::size_t n_columns) : path_(std::move(path)), n_columns_(n_columns) {
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw FileError("cannot write", path_.string(), errno);
  const std::string_view own(magic, head);
  std::array<char, head> start{};
  const ssize_t n = ::pread(descriptor_, start.data(), head, 0);
  const bool is_own = n >= 0 && own.starts_with(std::string_view(start.data(), static_cast<std::size_t>(n)));
  if (is_own && ::pwrite(descriptor_, own.data(), head, 0) == static_cast<ssize_t>(head)) return;
  const int error = errno;
  ::close(descriptor_);
  if (is_own) throw FileError("cannot write", path_.string(), error);
  throw InputError({.what = "a file of another kind has the name of somn's working file",
                    .where = path_.string(),
                    .remedy = "rename it, or choose another name for the results"});
}

RowFile::~RowFile() {
  try {
    flush();
  } catch (const FileError&) {  // a disk that is full has been told, or nobody needs the rows any more
  }
  ::close(descriptor_);
}

void RowFile::append(std::span<const double> row) {
  buffer_.insert(buffer_.end(), row.begin(), row.end());
  ++n_rows_;
  if (buffer_.size() >= buffered) flush();
}

void RowFile::flush() const {
  const char* bytes = reinterpret_cast<const char*>(buffer_.data());
  std::size_t left = buffer_.size() * sizeof(double);
  for (off_t at = place(n_flushed_ * n_columns_); left > 0;) {
    const ssize_t n = ::pwrite(descriptor_, bytes, left, at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw FileError("cannot write", path_.string(), errno);
    bytes += n, at += n, left -= static_cast<std::size_t>(n);
  }
  buffer_.clear();
  n_flushed_ = n_rows_;
}

void RowFile::keep(std::size_t n_rows) {
  if (std::filesystem::file_size(path_) < head + n_rows * n_columns_ * sizeof(double))
    throw InputError({.what = "the rows that belong to the check point are missing",
                      .where = path_.string(),
                      .remedy = "start anew: --force"});
  buffer_.clear();
  n_rows_ = n_flushed_ = n_rows;
}

void RowFile::sync() {
  flush();
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS)
    throw FileError("cannot write", path_.string(), errno);
}

void RowFile::read(std::size_t row, std::size_t first, std::span<double> values) const {
  if (!buffer_.empty()) flush();
  char* bytes = reinterpret_cast<char*>(values.data());
  std::size_t left = values.size_bytes();
  for (off_t at = place(row * n_columns_ + first); left > 0;) {
    const ssize_t n = ::pread(descriptor_, bytes, left, at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) throw FileError("cannot read", path_.string(), n < 0 ? errno : EIO);
    bytes += n, at += n, left -= static_cast<std::size_t>(n);
  }
}

}  // namespace somn
