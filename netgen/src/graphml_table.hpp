#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace somn::netgen {

// Texts as small numbers, 0, 1, ... in the order in which they appear.
class Symbols {
 public:
  std::uint32_t number(std::string_view text) {
    if (const auto found = numbers_.find(text); found != numbers_.end()) return found->second;
    texts_.emplace_back(text);
    return numbers_.emplace(texts_.back(), static_cast<std::uint32_t>(numbers_.size())).first->second;
  }
  const std::string& text(std::uint32_t number) const { return texts_[number]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // stay where they are
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

// One attribute of the rows of a table, not all of which need have it.
template <class Value>
struct Column {
  std::string name;
  std::vector<Value> values;  // up to the last row that has one
  std::vector<bool> present;

  bool has(std::size_t row) const { return row < present.size() && present[row]; }

  std::optional<Value> at(std::size_t row) const { return has(row) ? std::optional(values[row]) : std::nullopt; }

  // False where the row has a value already.
  bool put(std::size_t row, Value value) {
    if (has(row)) return false;
    if (row >= values.size()) extend(row + 1);
    values[row] = std::move(value);
    present[row] = true;
    return true;
  }

  void extend(std::size_t n_rows) {
    values.resize(n_rows);
    present.resize(n_rows, false);
  }

  void fill(std::size_t n_rows, const Value& fallback) {
    extend(n_rows);
    for (std::size_t row = 0; row < n_rows; ++row)
      if (!present[row]) values[row] = fallback;
    present.assign(n_rows, true);
  }
};

}  // namespace somn::netgen
