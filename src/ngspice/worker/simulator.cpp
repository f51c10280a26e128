// Streaming without storing. ngspice keeps every accepted point of every saved vector, unless it has once seen
// `.save none`: then, for the rest of the process, a vector has length one and is overwritten (a static flag of
// frontend/outitf.c). `.save none` also saves every node, so it is spent on a circuit of its own:
//
//   load:  codemodel FILE                  before any circuit, else ngspice overruns its device table
//          run  r1 with `.save none`       sets the flag; the circuit is thrown away
//   parse: forget what the last deck left  random seed, shunt capacitance
//          circuit of the deck             its .save lines name exactly what is recorded
//   run:   refuse unknown @device[value]   ngspice reads an empty vector for them: no rows at all, or a crash
//          run                             streaming.cpp: one row per accepted point
//          destroy all, remcirc, NULL      frees plot, circuit and command list
#include "simulator.hpp"

#include "library.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace somn::ngspice {
namespace {

using protocol::Kind;

void command(const std::string& text) {
  std::string line = text;
  libngspice().command(line.data());
}

void circuit(std::vector<std::string> lines) {
  std::vector<char*> pointers;
  pointers.reserve(lines.size() + 1);
  for (std::string& line : lines) pointers.push_back(line.data());
  pointers.push_back(nullptr);
  libngspice().circuit(pointers.data());
}

double seconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
}

double cpu_time(const rusage& usage) {
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double wall_time() {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// "stdout Accepted timepoints = 1019" -> 1019
std::uint64_t count_in(const std::vector<std::string>& lines, std::string_view what) {
  for (const std::string& line : lines)
    if (line.find(what) != std::string::npos) return std::strtoull(line.c_str() + line.find('=') + 1, nullptr, 10);
  return 0;
}

}  // namespace

void Simulator::start(const std::string& home) {
  ::setenv("SPICE_SCRIPTS", home.c_str(), 1);
  std::vector<std::string> printed;
  answer_ = &printed;
  libngspice().init(text_callback, nullptr, exit_callback, point_callback, plot_callback, thread_callback, this);
  command("version -f");
  command("osdi /nonexistent.osdi");
  command("set noinit");      // no listing of the operating point
  command("set norefvalue");  // no progress lines
  answer_ = nullptr;
  sender_.send(Kind::hello, std::string(protocol::protocol_version) + '\n' + protocol::join(printed));
}

void Simulator::load(const std::string& code_model) {
  if (!code_model.empty()) {  // by descriptor: a command line is cut at blanks
    const int descriptor = ::open(code_model.c_str(), O_RDONLY | O_CLOEXEC);
    command("codemodel /proc/self/fd/" + std::to_string(descriptor));
    ::close(descriptor);
  }
  std::vector<std::string> printed;
  answer_ = &printed;
  circuit({"* streams from here on", "r1 1 0 1", ".op", ".save none", ".end"});
  command("run");
  command("destroy all");
  command("remcirc");
  answer_ = nullptr;
  sender_.send(Kind::loaded);
}

void Simulator::parse(std::vector<std::string> lines, std::vector<std::string> record) {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  cpu_start_ = cpu_time(usage);
  wall_start_ = wall_time();
  ask("setseed 1");
  ask("unset cshunt_value");
  record_ = std::move(record);
  circuit(std::move(lines));
  sender_.send(Kind::parsed);
}

void Simulator::run() {
  if (const auto unknown = unknown_device_values(); !unknown.empty())
    return sender_.send(Kind::unknown, protocol::join(unknown));
  running_ = true;
  command("run");
  running_ = streaming_ = false;
  sender_.send_totals(totals());
  ask("destroy all");
  ask("remcirc");
  libngspice().command(nullptr);
}

std::vector<std::string> Simulator::ask(const std::string& text) {
  std::vector<std::string> printed;
  answer_ = &printed;
  command(text);
  answer_ = nullptr;
  return printed;
}

// Code models answer before the first analysis. Other devices may not (a diode's current then is a crash), so only
// the device itself is looked for, by a parameter that none has.
bool Simulator::knows_device_value(const std::string& name) {
  const bool code_model = name.starts_with("@a");
  const std::string question = code_model ? name : name.substr(0, name.find('[')) + "[?]";
  std::vector<std::string> printed;
  answer_ = &printed;
  std::string copy = question;
  libngspice().vector_info(copy.data());
  answer_ = nullptr;
  return std::none_of(printed.begin(), printed.end(), [&](const std::string& line) {
    return line.find("no such device") != std::string::npos ||
           (code_model && line.find("no such parameter") != std::string::npos);
  });
}

std::vector<std::string> Simulator::unknown_device_values() {
  constexpr std::size_t often = 64;  // every answer is a vector that the next command throws away
  std::vector<std::string> unknown;
  std::size_t asked = 0;
  for (const std::string& name : record_) {
    if (!name.starts_with('@')) continue;
    if (!knows_device_value(name)) unknown.push_back(name);
    if (++asked % often == 0) ask("set noinit");
  }
  return unknown;
}

protocol::Totals Simulator::totals() {
  const auto printed = ask("rusage accept rejected traniter totiter");
  const std::uint64_t transient = count_in(printed, "Transient iterations");  // zero while it still runs
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return {.accepted = count_in(printed, "Accepted timepoints"),
          .rejected = count_in(printed, "Rejected timepoints"),
          .iterations = transient > 0 ? transient : count_in(printed, "Total iterations"),
          .wall = wall_time() - wall_start_,
          .cpu = cpu_time(usage) - cpu_start_,
          .peak_rss = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024};
}

}  // namespace somn::ngspice
