#include "process.hpp"

#include <somn/core/error.hpp>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace somn::ngspice {
namespace {

// posix_spawn with the worker's end of the socket as descriptor 3, our anonymous file as its output, no input.
int spawn(const std::string& program, int socket, int output, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, socket, protocol::descriptor);
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string path = program, parent = std::to_string(::getpid());
  std::array<char*, 3> arguments{path.data(), parent.data(), nullptr};
  const int error = ::posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  return error;
}

double seconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
}

}  // namespace

Process::Process(const std::filesystem::path& program) {
  std::array<int, 2> ends{-1, -1};
  int error = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0 ? 0 : errno;
  if (error == 0) {
    socket_ = ends[0];
    output_ = ::memfd_create("somn_ngspice_output", MFD_CLOEXEC);
    error = output_ < 0 ? errno : spawn(program.string(), ends[1], output_, pid_);
    ::close(ends[1]);
  }
  if (error == 0) return;
  ::close(socket_);
  ::close(output_);
  throw FileError("cannot start the worker that runs ngspice", program.string(), error);
}

Process::~Process() {
  kill();
  ::close(socket_);
  ::close(output_);
}

bool Process::is_usable() {
  siginfo_t info{};
  const bool ended = reaped_ || ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
                     info.si_pid == pid_;
  return !ended && starter_ == std::this_thread::get_id();
}

void Process::send(protocol::Kind kind, std::string_view payload) {
  const protocol::Head head{kind, static_cast<std::uint32_t>(payload.size())};
  const std::string message = std::string(reinterpret_cast<const char*>(&head), sizeof head) + std::string(payload);
  std::string_view rest = message;
  while (!rest.empty()) {
    const ssize_t n = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR) return;
    if (n > 0) rest.remove_prefix(static_cast<std::size_t>(n));
  }
}

bool Process::read_all(void* data, std::size_t size) {
  char* bytes = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t n = ::recv(socket_, bytes, size, MSG_WAITALL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

Arrival Process::receive(Message& message, std::chrono::milliseconds patience) {
  pollfd poll{.fd = socket_, .events = POLLIN, .revents = 0};
  if (::poll(&poll, 1, static_cast<int>(patience.count())) <= 0) return Arrival::nothing;
  protocol::Head head{};
  if (!read_all(&head, sizeof head)) return Arrival::closed;
  message.kind = head.kind;
  if (head.kind == protocol::Kind::rows) {
    message.text.clear();
    message.rows.resize(head.size / sizeof(double));
    return read_all(message.rows.data(), head.size) ? Arrival::message : Arrival::closed;
  }
  message.rows.clear();
  message.text.resize(head.size);
  return read_all(message.text.data(), head.size) ? Arrival::message : Arrival::closed;
}

void Process::ask_to_stop() {
  if (!reaped_) ::kill(pid_, SIGTERM);
}

void Process::kill() {
  if (!reaped_) ::kill(pid_, SIGKILL);
  reap();
}

void Process::reap() {
  if (reaped_) return;
  rusage usage{};
  while (::wait4(pid_, &status_, 0, &usage) < 0 && errno == EINTR) {
  }
  reaped_ = true;
  cpu_ = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  peak_rss_ = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::string Process::ending() {
  reap();
  if (WIFSIGNALED(status_))
    return "was killed by signal " + std::to_string(WTERMSIG(status_)) + " (" + ::strsignal(WTERMSIG(status_)) + ")";
  return "ended with status " + std::to_string(WEXITSTATUS(status_));
}

std::string Process::output() {
  std::string text;
  std::array<char, 4096> piece{};
  ssize_t n = 0;
  while ((n = ::pread(output_, piece.data(), piece.size(), output_read_)) > 0) {
    text.append(piece.data(), static_cast<std::size_t>(n));
    output_read_ += n;
  }
  return text;
}

}  // namespace somn::ngspice
