// Check points as bytes: the same function writes and reads, so that the two cannot differ.
#pragma once

#include <somn/core/error.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace somn {

class Archive {
 public:
  Archive() = default;                                                    // writes
  explicit Archive(std::string_view bytes) : in_(bytes), reads_(true) {}  // reads

  bool reads() const { return reads_; }
  const std::string& bytes() const { return out_; }
  std::string_view rest() const { return in_; }  // not yet read

  template <class T>
  void operator()(T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    raw(&value, sizeof value);
  }
  template <class T>
  void operator()(std::vector<T>& values) {
    std::uint64_t n = values.size();
    (*this)(n);
    if (reads_ && n * sizeof(T) > in_.size()) throw too_short();
    values.resize(n);
    raw(values.data(), n * sizeof(T));
  }

 private:
  static InputError too_short() {
    return InputError(
        {.what = "the check point is damaged", .where = "resuming a run", .remedy = "start anew: --force"});
  }
  void raw(void* data, std::size_t size) {
    if (!reads_) {
      out_.append(static_cast<const char*>(data), size);
    } else {
      if (size > in_.size()) throw too_short();
      if (size) std::memcpy(data, in_.data(), size);
      in_.remove_prefix(size);
    }
  }

  std::string out_;
  std::string_view in_;
  bool reads_ = false;
};

}  // namespace somn
