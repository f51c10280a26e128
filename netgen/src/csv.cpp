// Networks as .csv: header `u,v,junction,...` and one row per junction, u the positive end.
#include "comments.hpp"
#include "parsed.hpp"
#include "refuse.hpp"
#include "writers.hpp"

#include <somn/core/text.hpp>
#include <somn/netgen/files.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

using Cells = std::vector<std::string_view>;

// Blanks and quotes around a cell are not part of it; a comma within quotes is.
void split(std::string_view line, Cells& cells) {
  cells.clear();
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const std::size_t quoted = line.starts_with('"') ? line.find('"', 1) : 0;
    const std::size_t comma = line.find(',', quoted == std::string_view::npos ? 0 : quoted);
    std::string_view cell = trimmed(line.substr(0, comma));
    if (cell.empty()) cell = line.substr(0, 0);  // keeps its place
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
    cells.push_back(cell);
    if (comma == std::string_view::npos) return;
    line.remove_prefix(comma + 1);
  }
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& source) : lines_(text, source), comments_(lines_), source_(source) {}

  Network read() {
    network_.ensemble = "file";
    while (lines_.next()) {
      if (lines_.is_comment()) {
        comments_.read(lines_.line(), network_);
        continue;
      }
      split(lines_.line(), cells_);
      header_.empty() ? read_header() : read_row();
    }
    if (header_.empty()) lines_.fail(lines_.line(), "no header line", {}, "u,v,...");
    comments_.apply(network_, largest_);
    for (std::size_t c = 0; c < header_.size(); ++c)
      if (!is_special(header_[c]) && !columns_[c].empty())
        if (std::any_of(columns_[c].begin(), columns_[c].end(), [](double x) { return !std::isnan(x); }))
          network_.junction_values[std::string(header_[c])] = std::move(columns_[c]);
    validate(network_, source_);
    return std::move(network_);
  }

 private:
  static bool is_special(std::string_view name) {
    return name == "u" || name == "v" || name == "junction" || name == "law";
  }

  void read_header() {
    header_ = cells_;
    columns_.resize(header_.size());
    for (std::size_t c = 0; c < header_.size(); ++c) {
      if (header_[c].empty()) lines_.fail(header_[c], "a column without name", {}, "u,v,...");
      if (header_[c] == "positive")
        lines_.fail(header_[c], "a column that .csv does not have", "positive", {}, "u is the positive end");
      if (column(header_[c]) != c) lines_.fail(header_[c], "a column given twice", std::string(header_[c]), "once");
    }
    u_ = column("u");
    v_ = column("v");
  }

  std::size_t column(std::string_view name) const {
    const auto found = std::find(header_.begin(), header_.end(), name);
    if (found == header_.end())
      lines_.fail(lines_.line(), fmt::format("unknown column: no {} in the header", name),
                  fmt::format("\"{}\"", lines_.line()), "u,v,...", "separate the columns by commas");
    return static_cast<std::size_t>(found - header_.begin());
  }

  void read_row() {
    if (cells_.size() != header_.size())
      lines_.fail(cells_.back(), fmt::format("{} columns where the header has {}", cells_.size(), header_.size()), {},
                  {});
    const std::size_t k = network_.n_junctions();
    add_junction(cells_[u_], cells_[v_], lines_, network_, largest_);
    for (std::size_t c = 0; c < header_.size(); ++c)
      if (!is_special(header_[c]))
        columns_[c].push_back(trimmed(cells_[c]).empty() ? not_given : number(c));
      else if (header_[c] == "law")
        read_law(cells_[c]);
      else if (header_[c] == "junction" && parsed<std::size_t>(cells_[c]) != k)
        lines_.fail(cells_[c], "junctions out of order", std::string(cells_[c]), std::to_string(k),
                    "sort the rows, or leave the column out");
  }

  void read_law(std::string_view name) {
    network_.junction_law.emplace_back(name);
  }

  double number(std::size_t c) const {
    const auto value = parsed<double>(cells_[c]);
    if (!value)
      lines_.fail(cells_[c], fmt::format("{} is not a number", header_[c]), fmt::format("\"{}\"", cells_[c]),
                  "a finite number");
    return *value;
  }

  Lines lines_;
  Comments comments_;
  std::string source_;
  Network network_;
  Cells header_, cells_;
  std::vector<std::vector<double>> columns_;  // by cell; empty for the special ones
  std::size_t u_ = 0, v_ = 0;
  std::string_view largest_;
};

void check_cell(const std::string& text, const std::string& what) {
  if (text.empty() || text.find_first_of(",\"\n\r") != std::string::npos || trimmed(text) != text)
    refuse(".csv has no room for such a name", what, fmt::format("\"{}\"", text));
}

}  // namespace

Network from_csv(std::string_view text, const std::string& source) {
  return Reader(text, source).read();
}

void write_csv(const Network& network, Text& out) {
  refuse_resistors(network, ".csv");
  write_origin(network, out);
  write_counts(network, out);
  for (const auto& [name, nodes] : network.electrodes) {
    if (fits_in_counts(name, nodes)) continue;
    if (!is_word(name)) refuse(".csv has no room for a blank in a name", "electrode", fmt::format("\"{}\"", name));
    out << "# electrode " << name;
    for (const NodeId node : nodes) out << ' ' << node.index;
    out << '\n';
  }
  for (std::size_t n = 0; n < network.node_names.size(); ++n)
    if (const std::string name = printable(network.node_names[n]); !trimmed(name).empty() && name != std::to_string(n))
      out << "# name " << n << ' ' << name << '\n';
  out << "u,v,junction";
  std::vector<const double*> columns;
  for (const auto& [name, values] : network.junction_values) {
    check_cell(name, "junction value");
    if (name == "u" || name == "v" || name == "junction" || name == "law" || name == "positive")
      refuse(".csv has another meaning for this name", "junction value", name);
    out << ',' << name;
    columns.push_back(values.data());
  }
  out << (network.junction_law.empty() ? "\n" : ",law\n");
  for (std::size_t k = 0; k < network.n_junctions(); ++k) {
    out << network.junctions[k].positive.index << ',' << network.junctions[k].negative.index << ',' << k;
    for (const double* column : columns) {
      out << ',';
      if (!std::isnan(column[k])) out << column[k];
    }
    if (!network.junction_law.empty()) {
      if (!network.junction_law[k].empty()) check_cell(network.junction_law[k], "law");
      out << ',' << network.junction_law[k];
    }
    out << '\n';
  }
}

std::string to_csv(const Network& network) {
  return collected([&](Text& out) { write_csv(network, out); });
}

}  // namespace somn::netgen
