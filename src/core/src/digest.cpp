#include <somn/core/digest.hpp>

#include <fmt/format.h>

namespace somn {

void Digest::add_bytes(std::string_view bytes) {
  for (const char c : bytes) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
}

void Digest::add(const std::string& text) {
  add(text.size());
  add_bytes(text);
}

void Digest::add(const std::vector<double>& values) {
  add(values.size());
  for (const double value : values) add(value);
}

std::string Digest::text() const {
  return fmt::format("{:016x}", hash_);
}

}  // namespace somn
