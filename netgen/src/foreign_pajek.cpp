// Pajek networks (V. Batagelj, A. Mrvar): *Vertices N with 'number "label" x y ...' lines, then *Edges, *Arcs (u v weight),
// *Edgeslist, *Arcslist (u v w ...) or *Matrix. Numbers begin at 1; % begins a comment.
#include "foreign.hpp"
#include "matrix.hpp"
#include "parsed.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

// The next word; in quotes it may hold blanks.
std::string_view cut_label(std::string_view& text) {
  text = trimmed(text);
  if (text.starts_with('"'))
    if (const std::size_t end = text.find('"', 1); end != text.npos) {
      const std::string_view label = text.substr(1, end - 1);
      text.remove_prefix(end + 1);
      return label;
    }
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  return word;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& source) : rest_(text), g_(source) {}

  Network read() {
    std::string section;
    while (!rest_.empty()) {
      std::string_view line = rest_.substr(0, rest_.find('\n'));
      rest_.remove_prefix(std::min(rest_.size(), line.size() + 1));
      ++number_;
      line = trimmed(line);
      if (line.empty() || line.front() == '%' || line.starts_with("/*")) continue;
      if (line.front() == '*') {
        section = lowered(cut_label(line));
        if (section == "*vertices") declare(line);
        if (section == "*arcs" || section == "*arcslist") g_.directed(true);
        continue;
      }
      if (section == "*vertices")
        vertex(line);
      else if (section == "*edges" || section == "*arcs")
        edge(line);
      else if (section == "*edgeslist" || section == "*arcslist")
        neighbours(line);
      else if (section == "*matrix")
        matrix_row(line);
      else if (section != "*network" && section != "*partition" && section != "*vector")
        g_.fail(number_, "a line that belongs to no part", fmt::format("\"{}\"", line), "*Vertices N first");
    }
    if (n_ == 0) g_.fail(0, "no vertices", {}, "*Vertices N");
    if (!matrix_.empty()) {
      if (matrix_.size() != n_) g_.fail(0, "a matrix with too few rows", std::to_string(matrix_.size()), std::to_string(n_));
      add_matrix(g_, matrix_, {});
    }
    return std::move(g_).network();
  }

 private:
  void declare(std::string_view words) {
    const auto n = parsed<std::uint32_t>(cut_label(words));
    if (!n || *n > 1000000 + rest_.size())
      g_.fail(number_, "not a number of vertices", std::string(words), "*Vertices N");
    n_ = *n;
    for (std::size_t k = 1; k <= n_; ++k) g_.node(std::to_string(k));
  }

  std::uint32_t node(std::string_view word) const {
    const auto number = parsed<std::uint32_t>(word);
    if (!number || *number < 1 || *number > n_)
      g_.fail(number_, "a vertex that does not exist", fmt::format("\"{}\"", word), fmt::format("1 ... {}", n_));
    return *number - 1;
  }

  void vertex(std::string_view line) {
    const std::uint32_t k = node(cut_label(line));
    g_.label(k, cut_label(line));
  }

  void edge(std::string_view line) {
    const std::uint32_t u = node(cut_label(line)), v = node(cut_label(line));
    g_.edge(u, v, number_);
    const std::string_view weight = cut_label(line);
    const auto value = parsed<double>(weight);
    if (value) g_.value("weight", *value);
  }

  void neighbours(std::string_view line) {
    const std::uint32_t u = node(cut_label(line));
    for (std::string_view word = cut_label(line); !word.empty(); word = cut_label(line)) g_.edge(u, node(word), number_);
  }

  void matrix_row(std::string_view line) {
    auto& row = matrix_.emplace_back();
    for (std::string_view word = cut_label(line); !word.empty(); word = cut_label(line)) {
      const auto value = parsed<double>(word);
      if (!value) g_.fail(number_, "not a number", fmt::format("\"{}\"", word), "a row of the matrix");
      row.push_back(*value);
    }
    if (row.size() != n_ || matrix_.size() > n_)
      g_.fail(number_, fmt::format("{} columns in row {}", row.size(), matrix_.size()), {}, fmt::format("{} rows of {}", n_, n_));
  }

  std::string_view rest_;
  Foreign g_;
  std::size_t number_ = 0, n_ = 0;
  std::vector<std::vector<double>> matrix_;
};

}  // namespace

Network from_pajek(std::string_view text, const std::string& source) {
  return Reader(text, source).read();
}

}  // namespace somn::netgen
