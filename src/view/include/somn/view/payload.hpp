// Numbers on their way into a page: named arrays, one behind the other, deflated together and written as base64. The page
// (page/decode.ts) turns them into typed arrays of the same names.
//
//   element k is stored as element k minus element k - stride (modulo 2^bits); stride 0: as it is
//   the bytes of an array are stored plane by plane, all lowest bytes first: equal bytes come to stand side by side
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace somn::view {

using Json = nlohmann::ordered_json;

class Payload {
 public:
  void add(std::string name, std::span<const std::uint8_t> values, std::size_t stride = 0);
  void add(std::string name, std::span<const std::uint16_t> values, std::size_t stride = 0);
  void add(std::string name, std::span<const std::uint32_t> values, std::size_t stride = 0);
  void add(std::string name, std::span<const float> values);
  void add(std::string name, std::span<const double> values);

  Json arrays() const { return arrays_; }          // [{name, type, n, at, stride}], `at` [B]
  std::size_t n_bytes() const { return bytes_.size(); }
  std::string deflated() const;                    // a zlib stream; InputError where memory is short

 private:
  template <class T>
  void put(std::string name, const char* type, std::span<const T> values, std::size_t stride);

  std::string bytes_;
  Json arrays_ = Json::array();
};

std::string base64(std::string_view bytes);


}  // namespace somn::view
