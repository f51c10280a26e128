// FNV-1a, 64 bits (G. Fowler, L. C. Noll, P. Vo; RFC 9923): tells whether two things are the same, on one machine or
// another of its byte order. No protection against anybody who wants two to look alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace somn {

class Digest {
 public:
  void add_bytes(std::string_view bytes);
  void add(const std::string& text);  // with its length, as the list below: two neighbours cannot be taken for others
  void add(const std::vector<double>& values);
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void add(const T& value) {  // without padding
    add_bytes({reinterpret_cast<const char*>(&value), sizeof value});
  }

  std::uint64_t value() const { return hash_; }
  std::string text() const;  // 16 hexadecimal digits

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325u;
};

}  // namespace somn
