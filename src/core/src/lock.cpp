#include <somn/core/error.hpp>
#include <somn/core/output_folder.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace somn {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view magic = "somn lock ";

std::string host_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::string content_of(int descriptor) {
  std::array<char, 512> text{};
  const ssize_t n = ::pread(descriptor, text.data(), text.size(), 0);
  return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(0, n))};
}

// "somn lock 4711 host": does that process live? For file systems without flock.
bool is_alive(const std::string& content) {
  const std::string rest = content.substr(std::min(content.size(), magic.size()));
  const std::size_t space = rest.find(' ');
  if (space == std::string::npos || rest.substr(space + 1) != host_name() + "\n") return false;
  const pid_t pid = std::atoi(rest.c_str());
  return pid > 0 && pid != ::getpid() && (::kill(pid, 0) == 0 || errno == EPERM);
}

bool is_file(int descriptor, const fs::path& file) {  // it may have been removed by its last holder
  struct stat open {
  }, named{};
  return ::fstat(descriptor, &open) == 0 && ::stat(file.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
         open.st_dev == named.st_dev;
}

}  // namespace

Lock::Lock(const fs::path& target) {
  file_ = target.parent_path() / fmt::format(".{}.somn-lock", target.filename().string());
  // Waits a little: a process that was killed holds its lock until the kernel has taken it apart.
  for (int attempt = 0; attempt < 40; ++attempt) {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) throw FileError("cannot write", file_.string(), errno);
    const std::string content = content_of(descriptor_);
    if (!content.empty() && !content.starts_with(magic)) {
      ::close(descriptor_);
      throw InputError({.what = "this file stands where somn's lock would", .where = file_.string(), .remedy = "rename it"});
    }
    const bool is_held = ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || is_alive(content));
    if (!is_held && is_file(descriptor_, file_)) {
      const std::string text = fmt::format("{}{} {}\n", magic, ::getpid(), host_name());
      if (::ftruncate(descriptor_, 0) == 0 && ::pwrite(descriptor_, text.data(), text.size(), 0) > 0) return;
      return;  // a full disk holds locks, too
    }
    ::close(descriptor_);
    if (is_held) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (is_held && attempt == 39)
      throw InputError({.what = fmt::format("another process works on it ({})",
                                            content.size() > magic.size() + 1
                                                ? "process " + content.substr(magic.size(), content.size() - magic.size() - 1)
                                                : "it holds the lock"),
                        .where = target.string(),
                        .remedy = "wait for its end, stop it, or choose another name"});
  }
  throw FileError("cannot lock", file_.string(), EAGAIN);
}

Lock::~Lock() {
  if (is_file(descriptor_, file_)) ::unlink(file_.c_str());
  ::close(descriptor_);
}

}  // namespace somn
