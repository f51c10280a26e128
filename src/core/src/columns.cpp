// read_columns: the file in pieces of 1 MiB, cut into cells by TableParser; wanted cells are kept. Numbers are collected in
// blocks that are handed over one by one at the end: a vector that grows would hold them up to three times.
#include "table_refusals.hpp"

#include <somn/core/column_name.hpp>
#include <somn/core/columns.hpp>
#include <somn/core/error.hpp>
#include <somn/core/table_text.hpp>
#include <somn/core/text_source.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <new>
#include <sys/mman.h>
#include <unordered_map>
#include <utility>

namespace somn {
namespace {

// Of numbers; back to the system at once when it goes, which the heap does not promise.
template <class T>
class Block {
 public:
  static constexpr std::size_t size = 1 << 17;
  Block() : at_(::mmap(nullptr, size * sizeof(T), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    if (at_ == MAP_FAILED) throw std::bad_alloc();
  }
  Block(Block&& other) noexcept : at_(std::exchange(other.at_, nullptr)) {}
  Block& operator=(Block&&) = delete;
  ~Block() { release(); }
  void release() {
    if (at_) ::munmap(at_, size * sizeof(T));
    at_ = nullptr;
  }
  T* begin() const { return static_cast<T*>(at_); }

 private:
  void* at_;
};

template <class T>
class Blocks {
 public:
  void push(T value) {
    if (used_ == Block<T>::size) {
      all_.emplace_back();
      used_ = 0;
    }
    all_.back().begin()[used_++] = value;
  }
  std::vector<T> take() {
    std::vector<T> values;
    if (all_.empty()) return values;
    values.reserve((all_.size() - 1) * Block<T>::size + used_);
    for (auto& one : all_) {
      values.insert(values.end(), one.begin(), one.begin() + (&one == &all_.back() ? used_ : Block<T>::size));
      one.release();
    }
    all_.clear();
    return values;
  }

 private:
  std::vector<Block<T>> all_;
  std::size_t used_ = Block<T>::size;
};

// A number less the whole number `origin`: 1700000000.078640 holds digits that no double of that size has.
double since(double origin, std::string_view cell, double value) {
  long long whole = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), whole);
  std::string_view rest = cell.substr(static_cast<std::size_t>(end - cell.data()));
  if (error != std::errc{} || rest.size() > 40 || cell.front() == '-') return value - origin;
  std::string fraction = "0";
  if (!rest.empty()) fraction.append(".").append(rest.substr(1));
  double part = 0;
  const bool is_plain = rest.empty() || ((rest.front() == '.' || rest.front() == ',') &&
                                         rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
  std::from_chars(fraction.data(), fraction.data() + fraction.size(), part);
  return is_plain ? (static_cast<double>(whole) - origin) + part : value - origin;
}

// "1,053" is 1.053 or 1053. Where every number with a comma looks so, nobody can tell.
class Commas {
 public:
  void add(std::string_view cell, std::size_t line, std::size_t column) {
    if (!is_in_threes(cell, ','))
      are_decimal_ = true;
    else if (line_ == 0)
      line_ = line, column_ = column, cell_ = cell;
  }
  void require_clear(const ColumnTable& table) const {
    if (line_ == 0 || are_decimal_) return;
    throw InputError({.what = "a comma that parts thousands or decimals, who knows",
                      .where = fmt::format("{}:{}: {}", table.source, line_, table.header[column_]),
                      .value = fmt::format("\"{}\"", cell_),
                      .remedy = fmt::format("thousands: sed -i 's/,//g' {0}; decimals: sed -i 's/,/./g' {0}", table.source)});
  }

 private:
  bool are_decimal_ = false;
  std::size_t line_ = 0, column_ = 0;
  std::string cell_;
};

}  // namespace

class ColumnParser final : public TableSink {
 public:
  ColumnParser(std::string source, const ColumnChooser& choose) : choose_(choose) { table_.source = std::move(source); }

  void header(const std::vector<std::string>& names, std::size_t line) override {
    table_.header = names;
    const ColumnChoice choice = choose_(table_.header, table_.source);
    for (const auto* indices : {&choice.numbers, &choice.labels})
      for (const std::size_t index : *indices)
        if (const std::string& name = table_.header[index];
            !name.empty() && std::count(table_.header.begin(), table_.header.end(), name) > 1)
          throw InputError({.what = "two columns have the same name",
                            .where = fmt::format("{}:{}", table_.source, line),
                            .value = fmt::format("\"{}\"", name),
                            .remedy = is_time_column(name) ? "in ngspice, before wrdata: `set wr_singlescale`"
                                                           : "rename one of them"});
    for (const std::size_t index : choice.numbers) {
      numbers_.push_back({.index = index, .far = index == choice.times ? choice.far : 0, .values = {}});
      table_.numbers.push_back({.name = table_.header[index], .values = {}});
    }
    for (const std::size_t index : choice.labels) {
      labels_.push_back({index, {}, {}});
      table_.labels.push_back({.name = table_.header[index], .labels = {}, .values = {}});
    }
  }

  void row(std::span<const std::string_view> cells, std::size_t line) override {
    for (Numbers& column : numbers_) {
      double value = 0;
      if (!parse_cell(cells[column.index], value))
        refuse_cell(table_.source, line, table_.header[column.index], cells[column.index]);
      if (cells[column.index].find(',') != std::string_view::npos) commas_.add(cells[column.index], line, column.index);
      if (column.far > 0 && table_.n_rows == 0 && std::abs(value) >= column.far && std::abs(value) < 1e15)
        column.origin = std::trunc(value);
      if (column.origin != 0) value = since(column.origin, cells[column.index], value);
      column.values.push(value);
    }
    for (std::size_t k = 0; k < labels_.size(); ++k) {
      Labels& column = labels_[k];
      std::vector<std::string>& names = table_.labels[k].labels;
      const auto [entry, is_new] =
          column.places.try_emplace(std::string(cells[column.index]), static_cast<std::uint32_t>(names.size()));
      if (is_new) names.emplace_back(cells[column.index]);
      column.values.push(entry->second);
    }
    const std::size_t offset = line - table_.n_rows;
    if (table_.jumps_.empty() || table_.jumps_.back().second != offset)
      table_.jumps_.emplace_back(table_.n_rows, offset);
    ++table_.n_rows;
  }

  ColumnTable finish(char separator) {
    if (separator != ';') commas_.require_clear(table_);
    for (std::size_t k = 0; k < numbers_.size(); ++k) {
      table_.numbers[k].values = numbers_[k].values.take();
      table_.numbers[k].origin = numbers_[k].origin;
    }
    for (std::size_t k = 0; k < labels_.size(); ++k) table_.labels[k].values = labels_[k].values.take();
    return std::move(table_);
  }

 private:
  struct Numbers {
    std::size_t index;
    double far;         // 0: values as they are
    double origin = 0;  // counted from here
    Blocks<double> values;
  };
  struct Labels {
    std::size_t index;
    std::unordered_map<std::string, std::uint32_t> places;
    Blocks<std::uint32_t> values;
  };
  const ColumnChooser& choose_;
  ColumnTable table_;
  std::vector<Numbers> numbers_;
  std::vector<Labels> labels_;
  Commas commas_;
};

std::size_t ColumnTable::line_of(std::size_t row) const {
  const auto after = std::upper_bound(jumps_.begin(), jumps_.end(), row,
                                      [](std::size_t r, const auto& jump) { return r < jump.first; });
  return after == jumps_.begin() ? row + 1 : row + (after - 1)->second;
}

void ColumnTable::require_finite(const NumberColumn& column) const {
  for (std::size_t row = 0; row < column.values.size(); ++row)
    if (!std::isfinite(column.values[row]))
      throw InputError({.what = "not a finite number",
                        .where = fmt::format("{}:{}: {}", source, line_of(row), column.name),
                        .value = to_text(column.values[row]),
                        .remedy = "mend or leave out this row: nothing is dropped silently"});
}

ColumnTable parse_columns(std::string_view text, const std::string& source, const ColumnChooser& choose) {
  ColumnParser columns(source, choose);
  TableParser parser(source, columns);
  parser.feed(text);
  parser.finish();
  return columns.finish(parser.separator());
}

ColumnTable read_columns(const std::filesystem::path& path, const ColumnChooser& choose) {
  TextSource source(path);
  ColumnParser columns(source.name(), choose);
  TableParser parser(source.name(), columns);
  for (std::string_view piece = source.next(); !piece.empty(); piece = source.next()) parser.feed(piece);
  parser.finish();
  return columns.finish(parser.separator());
}

}  // namespace somn
