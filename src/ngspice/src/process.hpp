// One worker process and the socket to it. Started in a session of its own, so that a terminal's Ctrl-C does not reach
// it; ends with this object, with the thread that started it, and with our process.
#pragma once

#include "protocol.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace somn::ngspice {

struct Message {
  protocol::Kind kind{};
  std::string text;          // payload; empty for rows
  std::vector<double> rows;  // payload of rows
};

enum class Arrival { message, nothing, closed };

class Process {
 public:
  explicit Process(const std::filesystem::path& program);  // InputError where it cannot be started
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  // A process that has ended, or that ends with another thread, is of no use for the next run.
  bool is_usable();

  void send(protocol::Kind kind, std::string_view payload = {});  // to a dead worker: lost; receive() then tells
  Arrival receive(Message& message, std::chrono::milliseconds patience);
  void ask_to_stop();    // SIGTERM
  void kill();           // SIGKILL, and waits for the end
  std::string ending();  // after `closed`: "was killed by signal 11 (Segmentation fault)", "ended with status 1"
  std::string output();  // what it wrote to its standard output and error since the last call
  double cpu() const { return cpu_; }                   // [s] of the whole process, known after its end
  std::uint64_t peak_rss() const { return peak_rss_; }  // [B] likewise

 private:
  bool read_all(void* data, std::size_t size);
  void reap();

  int pid_ = -1, socket_ = -1, output_ = -1;
  int status_ = 0;
  bool reaped_ = false;
  std::int64_t output_read_ = 0;  // [B]
  double cpu_ = 0;
  std::uint64_t peak_rss_ = 0;
  std::thread::id starter_ = std::this_thread::get_id();
};

}  // namespace somn::ngspice
