#include <somn/view/payload.hpp>

#include <somn/core/error.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <zlib.h>

namespace somn::view {

// Little-endian, whatever the machine: bytes are taken by shifts.
template <class T>
void Payload::put(std::string name, const char* type, std::span<const T> values, std::size_t stride) {
  using Bits = std::conditional_t<sizeof(T) == 8, std::uint64_t,
                                  std::conditional_t<sizeof(T) == 4, std::uint32_t,
                                                     std::conditional_t<sizeof(T) == 2, std::uint16_t, std::uint8_t>>>;
  arrays_.push_back(
      {{"name", std::move(name)}, {"type", type}, {"n", values.size()}, {"at", bytes_.size()}, {"stride", stride}});
  const std::size_t start = bytes_.size(), n = values.size();
  bytes_.resize(start + n * sizeof(T));
  for (std::size_t k = 0; k < n; ++k) {
    Bits bits = std::bit_cast<Bits>(values[k]);
    if (stride > 0 && k >= stride) bits = static_cast<Bits>(bits - std::bit_cast<Bits>(values[k - stride]));
    for (std::size_t plane = 0; plane < sizeof(T); ++plane)
      bytes_[start + plane * n + k] = static_cast<char>(static_cast<std::uint64_t>(bits) >> (8 * plane) & 0xff);
  }
}

void Payload::add(std::string name, std::span<const std::uint8_t> values, std::size_t stride) {
  put(std::move(name), "u8", values, stride);
}
void Payload::add(std::string name, std::span<const std::uint16_t> values, std::size_t stride) {
  put(std::move(name), "u16", values, stride);
}
void Payload::add(std::string name, std::span<const std::uint32_t> values, std::size_t stride) {
  put(std::move(name), "u32", values, stride);
}
void Payload::add(std::string name, std::span<const float> values) { put(std::move(name), "f32", values, 0); }
void Payload::add(std::string name, std::span<const double> values) { put(std::move(name), "f64", values, 0); }

std::string Payload::deflated() const {
  z_stream stream{};
  if (deflateInit(&stream, 6) != Z_OK) throw InputError({.what = "no memory to pack the page's data"});
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes_.size())) + 64, '\0');
  // in pieces of what zlib counts with
  constexpr std::size_t piece = std::size_t{1} << 30;
  std::size_t read = 0, written = 0;
  int result = Z_OK;
  while (result == Z_OK) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes_.data() + read));
    stream.avail_in = static_cast<uInt>(std::min(piece, bytes_.size() - read));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + written);
    stream.avail_out = static_cast<uInt>(std::min(piece, out.size() - written));
    const uInt in = stream.avail_in, room = stream.avail_out;
    result = deflate(&stream, read + in == bytes_.size() ? Z_FINISH : Z_NO_FLUSH);
    read += in - stream.avail_in, written += room - stream.avail_out;
  }
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw InternalError("the page's data could not be packed");
  out.resize(written);
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t k = 0; k < bytes.size(); k += 3) {
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - k);
    std::uint32_t group = 0;
    for (std::size_t b = 0; b < 3; ++b) group = group << 8 | (b < n ? static_cast<unsigned char>(bytes[k + b]) : 0U);
    for (std::size_t d = 0; d < 4; ++d) text += d <= n ? letters[group >> (18 - 6 * d) & 63] : '=';
  }
  return text;
}


}  // namespace somn::view
