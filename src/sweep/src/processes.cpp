#include <somn/core/error.hpp>
#include <somn/sweep/processes.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace somn::sweep {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t most_message = 16384;

// Only calls that are allowed between fork and exec.
[[noreturn]] void become(char* const* arguments, pid_t parent, int null, int messages) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(0);
  ::dup2(null, STDIN_FILENO);
  ::dup2(null, STDOUT_FILENO);
  ::dup2(messages, STDERR_FILENO);
  ::execv(arguments[0], arguments);
  ::_exit(127);
}

}  // namespace

struct LocalProcesses::Child {
  std::uint64_t id = 0;
  pid_t pid = 0;
  int messages = -1;  // read end of its standard error, which it closes when it ends
  std::string text;
  Clock::time_point deadline = Clock::time_point::max();
  bool is_timed_out = false;
  int status = 0;  // of waitpid

  ~Child() {
    if (messages >= 0) ::close(messages);
  }

  // False at the end of file.
  bool read() {
    std::array<char, 4096> piece{};
    ssize_t n = 0;
    while ((n = ::read(messages, piece.data(), piece.size())) > 0) {
      text.append(piece.data(), static_cast<std::size_t>(n));
      if (text.size() > 2 * most_message) text.erase(0, text.size() - most_message);
    }
    return n < 0 && (errno == EAGAIN || errno == EINTR);
  }

  // Its end is seen by the end of its messages; or, where a child of its own still holds them, by asking for it.
  bool has_ended() {
    const bool may_say_more = read();
    pid_t reaped = 0;
    while ((reaped = ::waitpid(pid, &status, may_say_more ? WNOHANG : 0)) < 0 && errno == EINTR) {
    }
    return reaped != 0;
  }

  void kill() const {
    ::kill(-pid, SIGKILL);  // its group, once it has one
    ::kill(pid, SIGKILL);
  }

  Ending ending() {
    Ending e{.id = id, .messages = std::move(text)};
    e.kind = is_timed_out          ? Ending::Kind::timed_out
             : WIFSIGNALED(status) ? Ending::Kind::signalled
                                   : Ending::Kind::exited;
    e.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return e;
  }
};

LocalProcesses::LocalProcesses(std::size_t n_slots) : n_slots_(n_slots) {}

LocalProcesses::~LocalProcesses() {
  for (const auto& child : children_) child->kill();
  for (const auto& child : children_)
    while (::waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR) {
    }
}

void LocalProcesses::start(const Job& job) {
  std::array<int, 2> ends{};
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) throw FileError("cannot start", job.command.front(), errno);
  std::vector<char*> arguments;
  for (const std::string& word : job.command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid(), pid = ::fork();
  if (pid == 0) become(arguments.data(), parent, null, ends[1]);
  const int error = errno;
  ::close(null);
  ::close(ends[1]);
  auto child = std::make_unique<Child>();
  child->id = job.id;
  child->pid = pid;
  child->messages = ends[0];
  if (pid < 0) throw FileError("cannot start", job.command.front(), error);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  if (job.timeout > 0)
    child->deadline =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(job.timeout));
  children_.push_back(std::move(child));
}

std::vector<Ending> LocalProcesses::wait(std::chrono::milliseconds patience) {
  Clock::time_point until = Clock::now() + patience;
  for (const auto& child : children_) until = std::min(until, child->deadline);
  std::vector<pollfd> watched;
  for (const auto& child : children_) watched.push_back({.fd = child->messages, .events = POLLIN, .revents = 0});
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  ::poll(watched.data(), watched.size(), static_cast<int>(std::max<std::int64_t>(0, left.count())));

  std::vector<Ending> endings;
  for (auto it = children_.begin(); it != children_.end();) {
    Child& child = **it;
    if (!child.is_timed_out && Clock::now() >= child.deadline) {
      child.is_timed_out = true;
      child.deadline = Clock::time_point::max();
      child.kill();
    }
    if (!child.has_ended()) {
      ++it;
      continue;
    }
    endings.push_back(child.ending());
    it = children_.erase(it);
  }
  return endings;
}

}  // namespace somn::sweep
