#include "sender.hpp"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace somn::ngspice {
namespace {

void write_all(const void* data, std::size_t size) {
  const char* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = ::send(protocol::descriptor, bytes, size, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) ::_exit(0);
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
}

void write_message(protocol::Kind kind, const void* data, std::size_t size) {
  const protocol::Head head{kind, static_cast<std::uint32_t>(size)};
  write_all(&head, sizeof head);
  write_all(data, size);
}

}  // namespace

void Sender::send(protocol::Kind kind, std::string_view payload) {
  flush();
  write_message(kind, payload.data(), payload.size());
}

void Sender::send_totals(const protocol::Totals& totals) {
  flush();
  write_message(protocol::Kind::done, &totals, sizeof totals);
}

void Sender::add_row(std::span<const double> row) {
  constexpr std::size_t full = (256 << 10) / sizeof(double);
  gathered_.insert(gathered_.end(), row.begin(), row.end());
  if (gathered_.size() >= full || Clock::now() - flushed_ > std::chrono::milliseconds(50)) flush();
}

void Sender::flush() {
  flushed_ = Clock::now();
  if (gathered_.empty()) return;
  write_message(protocol::Kind::rows, gathered_.data(), gathered_.size() * sizeof(double));
  gathered_.clear();
}

}  // namespace somn::ngspice
