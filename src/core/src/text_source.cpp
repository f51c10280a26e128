#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/core/text_source.hpp>

#include <cerrno>
#include <cstdint>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

namespace somn {
namespace fs = std::filesystem;

struct TextSource::File {
  gzFile gz = nullptr;
  ~File() {
    if (gz) gzclose(gz);
  }
};

namespace {

constexpr std::size_t piece = 1 << 20;  // [B]

gzFile open(const fs::path& path, const std::string& name) {
  if (path != "-" && fs::is_directory(path)) throw FileError("cannot read", name, EISDIR);
  errno = 0;
  const gzFile gz = path == "-" ? gzdopen(::dup(STDIN_FILENO), "rb") : gzopen(path.c_str(), "rb");
  if (!gz) throw FileError("cannot read", name, errno ? errno : ENOMEM);
  gzbuffer(gz, 1 << 17);
  return gz;
}

std::size_t read(gzFile gz, char* to, std::size_t n, const std::string& name) {
  const int got = gzread(gz, to, static_cast<unsigned>(n));
  int number = Z_OK;
  const char* reason = gzerror(gz, &number);
  if (got < 0 && number == Z_ERRNO) throw FileError("cannot read", name, errno);
  if (got < 0 || (got == 0 && number != Z_OK && number != Z_STREAM_END))
    throw InputError({.what = "the compressed file is damaged or cut off",
                      .where = name,
                      .value = reason,
                      .remedy = "`gzip -t FILE` tells the same; fetch it anew"});
  return static_cast<std::size_t>(got);
}

bool is_wide(std::string_view head, bool is_big) {
  if (head.starts_with(is_big ? "\xfe\xff" : "\xff\xfe")) return true;
  if (head.size() < 4) return false;
  const std::size_t zero = is_big ? 0 : 1;  // two letters of ASCII
  return head[zero] == 0 && head[zero + 2] == 0 && head[1 - zero] != 0 && head[3 - zero] != 0;
}

// Of whole units of UTF-16; what is no pair becomes U+FFFD. A first half at the very end is left in `rest`.
void append_wide(std::string& to, std::string_view bytes, bool is_big, std::string& rest) {
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(bytes[at]), b = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(is_big ? a << 8 | b : b << 8 | a);
  };
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    std::uint32_t c = unit(at);
    if (c == 0xfeff) continue;
    if (c >= 0xd800 && c < 0xdc00) {
      if (at + 3 >= bytes.size()) break;
      const std::uint32_t low = unit(at + 2);
      if (low >= 0xdc00 && low < 0xe000)
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00), at += 2;
      else
        c = 0xfffd;
    } else if (c >= 0xdc00 && c < 0xe000) {
      c = 0xfffd;
    }
    append_utf8(to, c);
  }
  rest = bytes.substr(at);
}

}  // namespace

TextSource::TextSource(const fs::path& path)
    : name_(path == "-" ? "standard input" : path.string()), buffer_(piece, '\0'), file_(std::make_unique<File>()) {
  file_->gz = open(path, name_);
}

TextSource::~TextSource() = default;

std::string_view TextSource::next() {
  while (true) {
    std::string_view bytes(buffer_.data(), read(file_->gz, buffer_.data(), piece, name_));
    if (coding_ == Coding::unknown) {
      coding_ = is_wide(bytes, false) ? Coding::little : is_wide(bytes, true) ? Coding::big : Coding::bytes;
      if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    }
    if (coding_ == Coding::bytes || (bytes.empty() && half_.empty())) return bytes;
    text_.clear();
    if (bytes.empty()) {  // half a letter at the end of the file
      half_.clear();
      append_utf8(text_, 0xfffd);
      return text_;
    }
    half_ += bytes;
    const std::string whole = std::move(half_);
    append_wide(text_, whole, coding_ == Coding::big, half_);
    if (!text_.empty()) return text_;
  }
}

std::string read_text(const fs::path& path) {
  TextSource source(path);
  std::string text;
  for (std::string_view more = source.next(); !more.empty(); more = source.next()) text += more;
  return text;
}

std::string read_bytes(const fs::path& path) {
  const std::string name = path == "-" ? "standard input" : path.string();
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> gz(open(path, name), gzclose);
  std::string bytes;
  for (std::size_t n = 0;; bytes.resize(n)) {
    bytes.resize(n + piece);
    const std::size_t got = read(gz.get(), bytes.data() + n, piece, name);
    n += got;
    if (got == 0) return bytes.resize(n), bytes;
  }
}

std::string text_of_bytes(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf")) return std::string(bytes.substr(3));
  const bool is_little = is_wide(bytes, false);
  if (!is_little && !is_wide(bytes, true)) return std::string(bytes);
  std::string text, rest;
  append_wide(text, bytes, !is_little, rest);
  if (!rest.empty()) append_utf8(text, 0xfffd);
  return text;
}

std::string utf8_of_latin1(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) append_utf8(text, static_cast<unsigned char>(c));
  return text;
}

std::string head_of(const fs::path& path, std::size_t n) {
  std::error_code unknown;
  if (path == "-" || !fs::is_regular_file(path, unknown)) return {};
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> gz(open(path, path.string()), gzclose);
  std::string bytes(n, '\0');
  bytes.resize(read(gz.get(), bytes.data(), n, path.string()));
  return bytes;
}

}  // namespace somn
