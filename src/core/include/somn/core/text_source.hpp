// The text of somebody's file, whatever it was saved as: gzip is unpacked, UTF-16 (by its byte order mark, or by the
// zeros of its first letters, as LTspice writes it) becomes UTF-8, a byte order mark is taken off. Whatever reads tables,
// networks and raw files reads through here.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace somn {

// A file in pieces of about 1 MiB. "-" is standard input. FileError where it cannot be read or unpacked.
class TextSource {
 public:
  explicit TextSource(const std::filesystem::path& path);
  ~TextSource();
  std::string_view next();  // valid until the next call; empty at the end
  const std::string& name() const { return name_; }

 private:
  struct File;
  std::string name_, text_, buffer_;
  std::unique_ptr<File> file_;
  enum class Coding { unknown, bytes, little, big } coding_ = Coding::unknown;
  std::string half_;  // of a letter or pair that goes on in the next piece
};

std::string read_text(const std::filesystem::path& path);   // the whole file
std::string read_bytes(const std::filesystem::path& path);  // unpacked only, for binary formats
std::string text_of_bytes(std::string_view bytes);          // of a content that is unpacked already
std::string utf8_of_latin1(std::string_view bytes);         // every byte a letter

// The first bytes of a regular file, unpacked: enough to tell its format. Empty for a pipe, whose bytes come once.
std::string head_of(const std::filesystem::path& path, std::size_t n = 4096);

}  // namespace somn
