#include <somn/core/error.hpp>
#include <somn/core/file.hpp>

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace somn {
namespace fs = std::filesystem;

namespace {

void write_all(int descriptor, std::string_view piece, const fs::path& path) {
  while (!piece.empty()) {
    const ssize_t n = ::write(descriptor, piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw FileError("cannot write", path.string(), errno);
    piece.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

std::string read_file(const fs::path& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path)) throw FileError("cannot read", path.string(), in ? EISDIR : errno);
  std::string text;
  std::error_code unknown;  // a pipe has no size
  const auto size = fs::file_size(path, unknown);
  if (!unknown) text.reserve(size);
  std::vector<char> piece(1 << 16);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0)
    text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  return text;
}

void write_file(const fs::path& path, std::string_view content) {
  if (path == "-") return write_all(STDOUT_FILENO, content, "standard output");
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw FileError("cannot make the folder", path.string(), error.value());
}

namespace {

fs::path behind_links(fs::path path) {
  std::error_code error;
  for (int k = 0; k < 40 && fs::is_symlink(fs::symlink_status(path, error)); ++k) {
    const fs::path next = fs::read_symlink(path, error);
    path = next.is_absolute() ? next : path.parent_path() / next;
  }
  return path;
}

}  // namespace

AtomicFile::AtomicFile(fs::path path) : path_(behind_links(std::move(path))) {
  struct stat there {};
  const bool exists = ::stat(path_.c_str(), &there) == 0;
  if (exists && S_ISDIR(there.st_mode)) throw FileError("cannot write", path_.string(), EISDIR);
  if (exists && ::access(path_.c_str(), W_OK) != 0) throw FileError("cannot write", path_.string(), errno);
  is_direct_ = exists && !S_ISREG(there.st_mode);
  for (int n = 0;; ++n) {
    temporary_ = path_;
    if (!is_direct_) temporary_ += n == 0 ? fmt::format(".part{}", ::getpid()) : fmt::format(".part{}-{}", ::getpid(), n);
    descriptor_ = ::open(temporary_.c_str(), is_direct_ ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                         0666);
    if (descriptor_ >= 0) break;
    if (is_direct_ || errno != EEXIST) throw FileError("cannot write", path_.string(), errno);
  }
  if (exists && !is_direct_) ::fchmod(descriptor_, there.st_mode & 07777);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!committed_ && !is_direct_) ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view piece) {
  buffer_ += piece;
  if (buffer_.size() > 1 << 16) flush();
}

void AtomicFile::flush() {
  write_all(descriptor_, buffer_, path_);
  buffer_.clear();
}

void AtomicFile::commit() {
  flush();
  if (!is_direct_) {
    if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS)
      throw FileError("cannot write", path_.string(), errno);
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) throw FileError("cannot write", path_.string(), errno);
  }
  committed_ = true;
}

}  // namespace somn
