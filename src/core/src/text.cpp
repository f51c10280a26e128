#include <somn/core/text.hpp>

#include <algorithm>
#include <cstdint>

namespace somn {
namespace {

struct Character {
  std::uint32_t code = 0;  // code point
  std::size_t size = 0;    // [B]; 0: the byte begins no character of UTF-8
};

// The first character (RFC 3629: shortest form only, no surrogates, nothing above U+10FFFF).
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {};
  std::uint32_t code = lead & (0x7fU >> size);
  for (std::size_t k = 1; k < size; ++k) {
    if ((byte(k) & 0xc0) != 0x80) return {};
    code = code << 6 | (byte(k) & 0x3fU);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < least[size] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
  return {code, size};
}

constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD

bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;
}

// Each character as put(code, bytes) appends it; bytes that are none come as U+FFFD, as do the two that XML forbids.
template <class Put>
std::string rewritten(std::string_view text, Put put) {
  std::string all;
  all.reserve(text.size());
  while (!text.empty()) {
    const Character c = first_character(text);
    if (c.size == 0 || c.code == 0xfffe || c.code == 0xffff)
      all += replacement;
    else
      put(all, c.code, text.substr(0, c.size));
    text.remove_prefix(std::max<std::size_t>(c.size, 1));
  }
  return all;
}

bool is_kept_control(std::uint32_t code) {
  return code == '\t' || code == '\n' || code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029;
}

std::string_view reference(std::uint32_t code) {
  switch (code) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    case '\t':
      return "&#9;";
    default:
      return {};
  }
}

}  // namespace

void append_utf8(std::string& to, std::uint32_t c) {
  const auto byte = [&](std::uint32_t b) { to += static_cast<char>(b); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
  } else {
    byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
  }
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Character c = first_character(text);
    if (c.size == 0) return false;
    text.remove_prefix(c.size);
  }
  return true;
}

std::string valid_text(std::string_view text) {
  return rewritten(text, [](std::string& all, std::uint32_t code, std::string_view bytes) {
    all += is_control(code) && !is_kept_control(code) ? replacement : bytes;
  });
}

std::string printable(std::string_view text) {
  return rewritten(text, [](std::string& all, std::uint32_t code, std::string_view bytes) {
    all += is_control(code) ? std::string_view(" ") : bytes;
  });
}

std::string csv_cell(std::string_view text) {
  const std::string line = printable(text);
  const bool has_blank_end = !line.empty() && (line.front() == ' ' || line.back() == ' ');
  if (!has_blank_end && line.find_first_of(",\"") == std::string::npos) return line;
  std::string cell = "\"";
  for (const char c : line) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

std::string escape_markup(std::string_view text) {
  return rewritten(text, [](std::string& all, std::uint32_t code, std::string_view bytes) {
    const std::string_view known = reference(code);
    all += !known.empty() ? known : is_control(code) && !is_kept_control(code) ? replacement : bytes;
  });
}

std::string toml_string(std::string_view text) {
  const std::string quoted = rewritten(text, [](std::string& all, std::uint32_t code, std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    if (code == '"' || code == '\\')
      (all += '\\') += bytes;
    else if (code < 0x20 || code == 0x7f)
      ((all += "\\u00") += digits[code >> 4]) += digits[code & 15];
    else
      all += bytes;
  });
  return '"' + quoted + '"';
}

std::string markdown(std::string_view text) {
  std::string safe;
  for (const char c : printable(text)) {
    if (c == '|') safe += '\\';
    if (c == '<')
      safe += "&lt;";
    else
      safe += c;
  }
  return safe;
}

bool is_file_name(std::string_view name) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.";
  return !name.empty() && name.size() <= 100 && name[0] != '-' && name[0] != '.' && name[0] != '+' &&
         name.find_first_not_of(letters) == std::string_view::npos;
}

}  // namespace somn
