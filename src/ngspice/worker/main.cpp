// somn_ngspice_worker PARENT: ngspice in a process of its own, started by somn::ngspice::Worker and by nothing else.
// The only program that loads libngspice. PARENT is the process number of the driver: the worker ends with it.
#include "library.hpp"
#include "simulator.hpp"
#include "stop_request.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

extern char** environ;

namespace somn::ngspice {
namespace {

volatile std::sig_atomic_t stop = 0;

void read_all(void* data, std::size_t size) {
  char* bytes = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t n = ::recv(protocol::descriptor, bytes, size, 0);
    if (n < 0 && errno == EINTR && !stop) continue;
    if (n <= 0) ::_exit(0);
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
}

// The simulator answers to nothing of the user's account: no SPICE variables, no start-up files.
std::string enter_own_folder() {
  for (bool found = true; found;) {
    found = false;
    for (char** variable = environ; *variable && !found; ++variable) {
      const std::string_view text(*variable);
      if (!text.starts_with("SPICE_") && !text.starts_with("NGSPICE_")) continue;
      ::unsetenv(std::string(text.substr(0, text.find('='))).c_str());
      found = true;
    }
  }
  const auto home = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "ngspice";
  std::filesystem::current_path(home);
  return home;
}

void serve() {
  Sender sender;
  try {
    libngspice();
  } catch (const LibraryUnusable& missing) {
    sender.send(protocol::Kind::no_library, missing.what());
    return;
  }
  Simulator simulator(sender);
  simulator.start(enter_own_folder());
  std::vector<std::string> deck, record;
  for (;;) {
    protocol::Head head{};
    read_all(&head, sizeof head);
    std::string payload(head.size, '\0');
    read_all(payload.data(), payload.size());
    switch (head.kind) {
      case protocol::Kind::load:
        simulator.load(payload);
        break;
      case protocol::Kind::folder:
        std::filesystem::current_path(payload);
        break;
      case protocol::Kind::deck:
        deck = protocol::split(payload);
        break;
      case protocol::Kind::record:
        record = protocol::split(payload);
        break;
      case protocol::Kind::run:
        simulator.parse(std::move(deck), std::move(record));
        break;
      case protocol::Kind::go:
        simulator.run();
        break;
      default:
        ::_exit(1);
    }
  }
}

}  // namespace

void listen_for_stop() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop = 1; };
  ::sigaction(SIGTERM, &action, nullptr);
}

bool stop_requested() {
  return stop != 0;
}

}  // namespace somn::ngspice

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("somn_ngspice_worker is started by somnspice itself\n", stderr);
    return 2;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != std::atoi(argv[1])) return 0;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  somn::ngspice::listen_for_stop();
  try {
    somn::ngspice::serve();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "somn_ngspice_worker: %s\n", error.what());
    return 1;
  }
}
