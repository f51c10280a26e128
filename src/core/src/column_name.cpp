#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>

#include <algorithm>
#include <array>

namespace somn {
namespace {

std::string_view trim(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

// Units that only columns have, beside those of values.
constexpr std::array<std::pair<std::string_view, double>, 16> words_of_time{{{"sec", 1},
                                                                             {"secs", 1},
                                                                             {"second", 1},
                                                                             {"seconds", 1},
                                                                             {"S", 1},
                                                                             {"msec", 1e-3},
                                                                             {"millisecond", 1e-3},
                                                                             {"milliseconds", 1e-3},
                                                                             {"usec", 1e-6},
                                                                             {"microsecond", 1e-6},
                                                                             {"microseconds", 1e-6},
                                                                             {"nanoseconds", 1e-9},
                                                                             {"minutes", 60},
                                                                             {"h", 3600},
                                                                             {"hour", 3600},
                                                                             {"hours", 3600}}};

std::optional<Unit> find_unit(std::string_view text, bool is_of_time) {
  std::string plain(trim(text));
  for (std::size_t at; (at = plain.find('\xb5')) != std::string::npos && (at == 0 || plain[at - 1] != '\xc2');)
    plain.replace(at, 1, "u");  // the letter mu of Latin-1
  if (plain.find_first_not_of("0123456789") == std::string::npos) return {};  // v_1: a number, no unit
  if (is_of_time)
    for (const auto& [word, seconds] : words_of_time)
      if (plain == word) return Unit{seconds, dimension::time};
  try {
    return parse_unit(plain, "");
  } catch (const InputError&) {
    return {};
  }
}

constexpr std::array times{"time",       "times",       "t",          "timestamp",    "timestamps", "time_stamp",
                           "spike_time", "spike_times", "spiketime",  "spiketimes",   "event_time", "event_times",
                           "eventtime",  "onset",       "onsets",     "start_time",   "elapsed",    "elapsed_time",
                           "time_point", "timepoint",   "time_elapsed", "relative_time", "tspike",      "zeit",
                           "temps",      "tiempo",      "tempo",      "tid",          "tijd",        "czas"};

std::string lowered(std::string_view name) {
  std::string plain;
  for (const char c : trim(name)) {
    const bool is_part = c == ' ' || c == '\t' || c == '-' || c == '.' || c == '_';
    if (is_part && (plain.empty() || plain.back() == '_')) continue;
    plain += is_part ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  while (plain.ends_with('_')) plain.pop_back();
  return plain;
}

bool is_called_time(std::string_view quantity) {
  const std::string plain = lowered(quantity);
  return std::find(times.begin(), times.end(), plain) != times.end();
}

ColumnName with_unit(std::string_view quantity, std::string_view unit) {
  ColumnName name{.quantity = std::string(trim(quantity)), .unit_text = std::string(trim(unit))};
  name.unit = find_unit(unit, is_called_time(quantity));
  return name;
}

}  // namespace

ColumnName read_column_name(std::string_view name) {
  name = trim(name);
  while (name.ends_with('.')) name.remove_suffix(1);  // "Time..s." is R's "Time (s)"
  if (!name.empty() && (name.back() == ')' || name.back() == ']')) {
    const std::size_t open = name.rfind(name.back() == ')' ? '(' : '[');
    // v(s) and i(m) of simulators are nodes
    if (open != std::string_view::npos && open > 0 && !(open == 1 && name.back() == ')' && name.front() != 't')) {
      const ColumnName found = with_unit(name.substr(0, open), name.substr(open + 1, name.size() - open - 2));
      if (found.unit) return found;
    }
  }
  if (const std::size_t at = name.rfind(" in "); at != std::string_view::npos)  // "Time in ms"
    if (const ColumnName found = with_unit(name.substr(0, at), name.substr(at + 4)); found.unit) return found;
  for (const char c : {'/', '_', ' ', '.'}) {
    const std::size_t at = name.rfind(c);
    if (at == std::string_view::npos || at == 0) continue;
    const ColumnName found = with_unit(name.substr(0, at), name.substr(at + 1));
    if (found.unit && (c == '/' || c == '_' || is_called_time(found.quantity))) return found;
  }
  return {.quantity = std::string(name)};
}

std::string plain_name(std::string_view name) {
  return lowered(read_column_name(name).quantity);
}

bool is_time_column(std::string_view name) {
  const ColumnName read = read_column_name(name);
  if (!is_called_time(read.quantity)) return false;
  return !read.unit || read.unit->dimension == dimension::time;
}

double seconds_per_unit(std::string_view column) {
  for (const std::string_view name : {column, column.substr(0, column.find('('))}) {  // dt_ms(post-pre)
    const ColumnName read = read_column_name(name);
    if (read.unit && read.unit->dimension == dimension::time) return read.unit->factor;
  }
  return 1;
}

bool is_sample_column(std::string_view name) {
  const std::string plain = lowered(name);
  return plain.starts_with("sample") || plain == "start_sample" || plain == "frame" || plain == "frames";
}

std::optional<std::size_t> find_column(const std::vector<std::string>& header, std::string_view wanted) {
  const auto same = std::find(header.begin(), header.end(), wanted);
  if (same != header.end()) return static_cast<std::size_t>(same - header.begin());
  const auto only = [&](auto is_meant) -> std::optional<std::size_t> {
    std::optional<std::size_t> found;
    for (std::size_t k = 0; k < header.size(); ++k) {
      if (!is_meant(header[k])) continue;
      if (found) return {};
      found = k;
    }
    return found;
  };
  if (const auto found = only([&](const std::string& name) { return lowered(name) == lowered(wanted); })) return found;
  const std::optional<Unit> unit = read_column_name(wanted).unit;
  return only([&](const std::string& name) {
    const std::optional<Unit> other = read_column_name(name).unit;
    return plain_name(name) == plain_name(wanted) && (!unit || !other || unit->dimension == other->dimension);
  });
}

}  // namespace somn
