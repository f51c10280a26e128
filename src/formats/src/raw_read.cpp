// raw_from_bytes:
//   while bytes are left:
//     header  = read_header          lines "Key: value" up to "Binary:" or "Values:", each key that counts once
//     columns = read_binary          rows of N doubles; "No. Points: 0" means: as many whole rows as there are
//            or read_ascii           "index value", then one value per line
//     keep this plot if it has a variable "time" (and stop), or if it is the first
//   check that time increases
//
// Nothing announced in the header is believed before it has been compared with the bytes that are there. The announced
// number of variables is gone with the header: from then on there are as many as there are columns.
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>
#include <somn/formats/raw.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <optional>

namespace somn::formats {
namespace {

std::string_view next_word(std::string_view& text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text.remove_prefix(begin);
  const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n"));
  text.remove_prefix(word.size());
  return word;
}

struct Header {
  std::size_t n_points = 0;  // 0: as many as there are
  bool is_complex = false, is_binary = false;
  std::vector<Column> columns;  // at least one
};

class Reader {
 public:
  Reader(std::string_view content, const std::string& source)
      : rest_(content), size_(content.size()), source_(source) {}

  bool at_end() const { return rest_.find_first_not_of(" \t\r\n") == std::string_view::npos; }

  Trace plot() {
    Header header = read_header();
    if (header.is_complex) fail("complex values", "Flags: real", "only transient and DC results can be read");
    header.is_binary ? read_binary(header) : read_ascii(header);
    return {std::move(header.columns)};
  }

 private:
  [[noreturn]] void fail(std::string what, std::string allowed, std::string remedy = {}) const {
    throw InputError({.what = "not a readable ngspice raw file: " + what,
                      .where = fmt::format("{}: byte {}", source_, size_ - rest_.size()),
                      .allowed = std::move(allowed),
                      .remedy = std::move(remedy)});
  }

  std::string_view line() {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) fail("the header ends early", "a header up to \"Binary:\" or \"Values:\"");
    std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
  }

  std::size_t count(std::string_view text, std::string_view key) const {
    const std::string_view word = next_word(text);
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size()) fail(fmt::format("\"{}\" has no number", key), "");
    return value;
  }

  static std::string unit_of(std::string_view type) {
    if (type == "time") return "s";
    if (type == "voltage") return "V";
    if (type == "current") return "A";
    if (type == "admittance") return "S";
    return "1";
  }

  // The first mention of a key; a second one would have two places of the file contradict each other.
  template <class Value>
  void once(std::optional<Value>& slot, Value value, std::string_view key) const {
    if (slot) fail(fmt::format("\"{}\" given twice", key), "once");
    slot = std::move(value);
  }

  std::vector<Column> read_variables(std::optional<std::size_t> announced) {
    if (!announced) fail("no number of variables", "\"No. Variables: N\" before \"Variables:\"");
    if (*announced == 0 || *announced > rest_.size())
      fail(fmt::format("{} variables announced", *announced), "at least 1, a line for each");
    std::vector<Column> columns;
    for (std::size_t k = 0; k < *announced; ++k) {
      std::string_view text = line();
      next_word(text);  // the index
      const std::string_view name = next_word(text), type = next_word(text);
      if (name.empty() || type.empty()) fail("a variable without name or type", "\"index name type\"");
      columns.push_back({.name = std::string(name), .unit = unit_of(type), .values = {}});
    }
    return columns;
  }

  Header read_header() {
    std::optional<std::size_t> n_variables, n_points;
    std::optional<bool> is_complex;
    std::optional<std::vector<Column>> columns;
    while (true) {
      const std::string_view text = line();
      const std::size_t colon = text.find(':');
      const std::string_view key = text.substr(0, colon);
      if (colon == std::string_view::npos) fail("a header line without \":\"", "\"Key: value\"");
      const std::string_view value = text.substr(colon + 1);
      if (key == "Flags") once(is_complex, value.find("complex") != std::string_view::npos, key);
      if (key == "No. Variables") once(n_variables, count(value, key), key);
      if (key == "No. Points") once(n_points, count(value, key), key);
      if (key == "Variables") once(columns, read_variables(n_variables), key);
      if (key != "Binary" && key != "Values") continue;
      if (!columns) fail("no variables", "\"Variables:\" before the values");
      return {.n_points = n_points.value_or(0),
              .is_complex = is_complex.value_or(false),
              .is_binary = key == "Binary",
              .columns = std::move(*columns)};
    }
  }

  void read_binary(Header& header) {
    const std::size_t row_bytes = header.columns.size() * sizeof(double), n_whole = rest_.size() / row_bytes;
    const std::size_t n_rows = header.n_points == 0 ? n_whole : header.n_points;
    if (n_rows > n_whole) fail(fmt::format("truncated: {} points announced, {} present", header.n_points, n_whole), "");
    for (std::size_t c = 0; c < header.columns.size(); ++c) {
      std::vector<double>& values = header.columns[c].values;
      values.resize(n_rows);
      for (std::size_t k = 0; k < n_rows; ++k)
        std::memcpy(&values[k], rest_.data() + k * row_bytes + c * sizeof(double), sizeof(double));
    }
    rest_.remove_prefix(header.n_points == 0 ? rest_.size() : n_rows * row_bytes);
  }

  void read_ascii(Header& header) {
    for (std::size_t k = 0; header.n_points == 0 ? !at_end() : k < header.n_points; ++k) {
      if (count(next_word(rest_), "index") != k) fail(fmt::format("point {} is missing", k), "");
      for (Column& column : header.columns) {
        std::string_view word = next_word(rest_);
        if (word.starts_with('+')) word.remove_prefix(1);
        double value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (word.empty() || error != std::errc{} || end != word.data() + word.size())
          fail(fmt::format("point {} of {} has no number \"{}\"", k, column.name, word), "");
        column.values.push_back(value);
      }
    }
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));  // to the next plot's title
  }

  std::string_view rest_;
  std::size_t size_;
  const std::string& source_;
};

void check_time(const Trace& trace, const std::string& source) {
  const Column* time = trace.find("time");
  if (time == nullptr) return;
  for (std::size_t k = 1; k < time->values.size(); ++k)
    if (!(time->values[k] > time->values[k - 1]))
      throw InputError({.what = "time does not increase",
                        .where = fmt::format("{}: point {}", source, k),
                        .value = to_text(time->values[k])});
}

}  // namespace

Trace raw_from_bytes(std::string_view content, const std::string& source) {
  Reader reader(content, source);
  std::optional<Trace> trace;
  do {
    Trace plot = reader.plot();
    const bool is_transient = plot.find("time") != nullptr;
    if (!trace || is_transient) trace = std::move(plot);
    if (is_transient) break;
  } while (!reader.at_end());
  check_time(*trace, source);
  return *trace;
}

Trace read_raw(const std::filesystem::path& path) {
  return raw_from_bytes(read_file(path), path.string());
}

}  // namespace somn::formats
