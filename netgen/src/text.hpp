#pragma once

#include <charconv>
#include <concepts>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace somn::netgen {

using Sink = std::function<void(std::string_view)>;  // takes the pieces of a text in their order

// A text on its way to a sink: numbers as core's to_text writes them, pieces of at most 64 KiB, so that a file of any
// length is written in little memory. The last piece leaves with finish().
class Text {
 public:
  explicit Text(Sink sink) : sink_(std::move(sink)), buffer_(1 << 16) {}

  Text& operator<<(std::string_view piece) {
    if (piece.size() > buffer_.size() - size_) finish();
    if (piece.size() > buffer_.size()) {
      sink_(piece);
      return *this;
    }
    std::memcpy(buffer_.data() + size_, piece.data(), piece.size());
    size_ += piece.size();
    return *this;
  }

  Text& operator<<(char c) { return *this << std::string_view(&c, 1); }

  template <class Number>
  requires std::floating_point<Number> ||(std::integral<Number> && sizeof(Number) >= 4) Text& operator<<(Number value) {
    constexpr std::size_t longest = 32;
    if (buffer_.size() - size_ < longest) finish();
    char* const begin = buffer_.data() + size_;
    size_ += static_cast<std::size_t>(std::to_chars(begin, begin + longest, value).ptr - begin);
    return *this;
  }

  void finish() {
    sink_({buffer_.data(), size_});
    size_ = 0;
  }

 private:
  Sink sink_;
  std::vector<char> buffer_;
  std::size_t size_ = 0;
};

// The whole of what write(text) writes.
template <class Write>
std::string collected(Write write) {
  std::string all;
  Text text([&](std::string_view piece) { all += piece; });
  write(text);
  text.finish();
  return all;
}

}  // namespace somn::netgen
