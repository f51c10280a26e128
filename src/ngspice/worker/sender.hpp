// The worker's end of the socket: messages out in order, rows gathered into large ones.
#pragma once

#include "../src/protocol.hpp"

#include <chrono>
#include <span>
#include <string_view>
#include <vector>

namespace somn::ngspice {

class Sender {
 public:
  // Gathered rows go before every message, so that the order is kept. A driver that is gone ends the process.
  void send(protocol::Kind kind, std::string_view payload = {});
  void send_totals(const protocol::Totals& totals);

  // Sent on once 256 kB or 50 ms have gathered: a few system calls per second of simulation, and a row is never late.
  void add_row(std::span<const double> row);
  void flush();

 private:
  using Clock = std::chrono::steady_clock;
  std::vector<double> gathered_;
  Clock::time_point flushed_ = Clock::now();
};

}  // namespace somn::ngspice
