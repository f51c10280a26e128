// plots_from_bytes:
//   while bytes are left:
//     header  = read_header          lines "Key: value" up to "Binary:" or "Values:", each key that counts once
//     columns = read_binary          rows of N doubles; "No. Points: 0" means: as many whole rows as there are
//            or read_ascii           "index value", then one value per line
//     a stepped plot is cut where its time falls
// raw_from_bytes: the first plot with a variable "time", else the first; its time increases
//
// Nothing announced in the header is believed before it has been compared with the bytes that are there. The announced
// number of variables is gone with the header: from then on there are as many as there are columns.
#include <somn/core/error.hpp>
#include <somn/core/text_source.hpp>
#include <somn/core/units.hpp>
#include <somn/formats/raw.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <deque>
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
  std::string name;
  std::size_t n_points = 0;  // 0: as many as there are
  bool is_complex = false, is_binary = false, is_stepped = false;
  bool is_ltspice = false, is_double = false;
  std::vector<Column> columns;  // at least one
};

class Reader {
 public:
  Reader(std::string_view content, const std::string& source)
      : rest_(content), size_(content.size()), source_(source) {}

  bool at_end() const { return rest_.find_first_not_of(" \t\r\n") == std::string_view::npos; }

  void plot(std::vector<Plot>& plots) {
    is_wide_ = rest_.size() > 1 && rest_[1] == 0;
    Header header = read_header();
    header.is_binary ? read_binary(header) : read_ascii(header);
    Trace trace{std::move(header.columns)};
    if (header.is_complex)
      plots.push_back({header.name, true, {}});
    else if (header.is_stepped)
      add_steps(plots, header.name, trace);
    else
      plots.push_back({header.name, false, std::move(trace)});
  }

 private:
  [[noreturn]] void fail(std::string what, std::string allowed, std::string remedy = {}) const {
    throw InputError({.what = "not a readable ngspice raw file: " + what,
                      .where = fmt::format("{}: byte {}", source_, size_ - rest_.size()),
                      .allowed = std::move(allowed),
                      .remedy = std::move(remedy)});
  }

  std::string_view line() {
    std::size_t end = rest_.find('\n');
    while (is_wide_ && end != std::string_view::npos && end % 2 == 1) end = rest_.find('\n', end + 1);
    if (end == std::string_view::npos) fail("the header ends early", "a header up to \"Binary:\" or \"Values:\"");
    std::string_view text = rest_.substr(0, end);
    if (is_wide_) {
      // the byte order mark says that these are pairs of bytes even where the line has less than two letters
      text = lines_.emplace_back(text_of_bytes(std::string("\xff\xfe") + std::string(text)));
      rest_.remove_prefix(std::min(end + 2, rest_.size()));
    } else {
      rest_.remove_prefix(end + 1);
    }
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
  }

  // A plot for each stretch of rows on which time does not fall.
  static void add_steps(std::vector<Plot>& plots, const std::string& name, const Trace& all) {
    const std::vector<double>& t = all.columns.front().values;
    std::size_t n = 0;
    for (std::size_t first = 0, end = 0; first < t.size(); first = end) {
      for (end = first + 1; end < t.size() && t[end] >= t[end - 1];) ++end;
      Trace step;
      for (const Column& c : all.columns)
        step.columns.push_back({c.name, c.unit,
                                {c.values.begin() + static_cast<std::ptrdiff_t>(first),
                                 c.values.begin() + static_cast<std::ptrdiff_t>(end)}});
      plots.push_back({fmt::format("{}, step {}", name, ++n), false, std::move(step)});
    }
    if (t.empty()) plots.push_back({name, false, all});
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
    if (type == "current" || type == "device_current" || type == "subckt_current") return "A";
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
    Header header;
    header.is_ltspice = is_wide_;
    while (true) {
      const std::string_view text = line();
      const std::size_t colon = text.find(':');
      const std::string_view key = text.substr(0, colon);
      if (colon == std::string_view::npos) fail("a header line without \":\"", "\"Key: value\"");
      const std::string_view value = text.substr(colon + 1);
      const auto says = [&](std::string_view word) { return value.find(word) != std::string_view::npos; };
      if (key == "Flags") {
        once(is_complex, says("complex"), key);
        header.is_stepped = says("stepped"), header.is_double = says("double");
        if (says("fastaccess"))
          fail("columns one after the other", "Flags without fastaccess", "save it anew without fast access");
      }
      if (key == "Plotname") header.name = value.substr(std::min(value.find_first_not_of(' '), value.size()));
      if (key == "Command" && (says("LTspice") || says("Linear Technology"))) header.is_ltspice = true;
      if (key == "No. Variables") once(n_variables, count(value, key), key);
      if (key == "No. Points") once(n_points, count(value, key), key);
      if (key == "Variables") once(columns, read_variables(n_variables), key);
      if (key != "Binary" && key != "Values") continue;
      if (!columns) fail("no variables", "\"Variables:\" before the values");
      header.n_points = n_points.value_or(0);
      header.is_complex = is_complex.value_or(false);
      header.is_binary = key == "Binary";
      header.columns = std::move(*columns);
      return header;
    }
  }

  void read_binary(Header& header) {
    const std::size_t n_columns = header.columns.size();
    const std::size_t all_double = n_columns * (header.is_complex ? 2 : 1) * sizeof(double);
    const std::size_t floats = sizeof(double) + (n_columns - 1) * sizeof(float);
    // floats, unless the size says doubles
    const bool is_float = header.is_ltspice && !header.is_complex && !header.is_double &&
                          (header.n_points == 0 || rest_.size() != header.n_points * all_double);
    const std::size_t row_bytes = is_float ? floats : all_double, n_whole = rest_.size() / row_bytes;
    const std::size_t n_rows = header.n_points == 0 ? n_whole : header.n_points;
    if (n_rows > n_whole) fail(fmt::format("truncated: {} points announced, {} present", header.n_points, n_whole), "");
    for (std::size_t c = 0; c < n_columns && !header.is_complex; ++c) {
      std::vector<double>& values = header.columns[c].values;
      values.resize(n_rows);
      const char* at = rest_.data() + (is_float && c > 0 ? sizeof(double) + (c - 1) * sizeof(float) : c * sizeof(double));
      for (std::size_t k = 0; k < n_rows; ++k, at += row_bytes) {
        if (is_float && c > 0) {
          float value;
          std::memcpy(&value, at, sizeof(float));
          values[k] = static_cast<double>(value);
        } else {
          std::memcpy(&values[k], at, sizeof(double));
        }
        if (header.is_ltspice && c == 0) values[k] = std::abs(values[k]);
      }
    }
    rest_.remove_prefix(header.n_points == 0 ? rest_.size() : n_rows * row_bytes);
  }

  void read_ascii(Header& header) {
    if (is_wide_) {
      decoded_ = text_of_bytes(std::string("\xff\xfe") + std::string(rest_));
      rest_ = decoded_;
      size_ = decoded_.size();
    }
    for (std::size_t k = 0; header.n_points == 0 ? !at_end() : k < header.n_points; ++k) {
      if (count(next_word(rest_), "index") != k) fail(fmt::format("point {} is missing", k), "");
      for (Column& column : header.columns) {
        std::string_view word = next_word(rest_);
        if (header.is_complex) {  // "re,im", perhaps with a blank
          if (word.ends_with(',')) next_word(rest_);
          if (word.empty()) fail(fmt::format("point {} of {} has no number", k, column.name), "");
          continue;
        }
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
  bool is_wide_ = false;           // the header is UTF-16
  std::deque<std::string> lines_;  // what was decoded
  std::string decoded_;
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

std::vector<Plot> plots_from_bytes(std::string_view content, const std::string& source) {
  Reader reader(content, source);
  std::vector<Plot> plots;
  do reader.plot(plots);
  while (!reader.at_end());
  return plots;
}

Trace raw_from_bytes(std::string_view content, const std::string& source) {
  Reader reader(content, source);
  std::vector<Plot> plots;
  std::size_t chosen = 0;
  do {
    const std::size_t n = plots.size();
    reader.plot(plots);
    if (plots[n].trace.find("time") == nullptr) continue;
    chosen = n;
    break;
  } while (!reader.at_end());
  if (plots[chosen].is_complex)
    throw InputError({.what = "not a readable ngspice raw file: complex values",
                      .where = source,
                      .allowed = "Flags: real",
                      .remedy = "only transient and DC results can be read"});
  check_time(plots[chosen].trace, source);
  return std::move(plots[chosen].trace);
}

Trace read_raw(const std::filesystem::path& path) {
  return raw_from_bytes(read_bytes(path), path.string());
}

std::vector<Plot> read_plots(const std::filesystem::path& path) {
  return plots_from_bytes(read_bytes(path), path.string());
}

bool is_raw(std::string_view head) {
  return head.starts_with("Title:") || head.starts_with(std::string_view("T\0i\0t\0l\0e\0:", 11));
}

}  // namespace somn::formats
