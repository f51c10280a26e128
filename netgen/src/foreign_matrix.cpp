// Adjacency matrices as Matrix Market (R. F. Boisvert et al., NISTIR 5935, 1996) and as numpy's .npy (NEP 1).
#include "foreign.hpp"
#include "matrix.hpp"
#include "parsed.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

constexpr std::size_t most_rows = 20000;  // of a dense matrix: 3 GB

std::string_view cut(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(" \t\r"));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace

Network from_matrix_market(std::string_view text, const std::string& source) {
  Foreign g(source);
  std::size_t number = 0;
  const auto next = [&](std::string_view& line) {
    while (!text.empty()) {
      line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      ++number;
      if (number == 1 || (!trimmed(line).empty() && trimmed(line).front() != '%')) return true;
    }
    return false;
  };
  std::string_view line;
  next(line);
  const std::string head = lowered(line);
  std::string_view words = head;
  cut(words);
  const std::string_view object = cut(words), format = cut(words), field = cut(words), symmetry = cut(words);
  if (object != "matrix" || (format != "coordinate" && format != "array") || field == "complex")
    g.fail(1, "not a matrix of reals", std::string(trimmed(line)), "matrix coordinate|array real|integer|pattern ...");
  const auto whole = [&](std::string_view word) {
    const auto value = parsed<std::size_t>(word);
    if (!value) g.fail(number, "not a whole number", fmt::format("\"{}\"", word), "0, 1, 2, ...");
    return *value;
  };
  if (!next(line)) g.fail(number, "no sizes", {}, "rows columns entries");
  const std::size_t n = whole(cut(line)), n_columns = whole(cut(line));
  if (n != n_columns) g.fail(number, "not square", fmt::format("{} x {}", n, n_columns), "a row and a column per node");
  const bool is_symmetric = symmetry != "general";
  if (format == "coordinate") {
    const std::size_t n_entries = whole(cut(line));
    if (n > 1000000 + 100 * n_entries || n_entries > text.size())
      g.fail(number, "far more nodes or entries than the file has", fmt::format("{}, {}", n, n_entries), {});
    g.matrix(n, 1);
    std::size_t n_read = 0;
    bool is_weighted = false;
    struct Entry {
      std::size_t i, j, line;
      double value;
    };
    std::vector<Entry> entries;
    while (next(line)) {
      Entry e{whole(cut(line)), whole(cut(line)), number, 1};
      if (e.i < 1 || e.i > n || e.j < 1 || e.j > n)
        g.fail(number, "a row or column that does not exist", fmt::format("{}, {}", e.i, e.j), fmt::format("1 ... {}", n));
      if (field != "pattern") {
        const std::string_view word = cut(line);
        const auto value = parsed<double>(word);
        if (!value) g.fail(number, "not a number", fmt::format("\"{}\"", word), "row column value");
        e.value = *value;
      }
      ++n_read;
      if (e.value == 0) continue;
      is_weighted |= e.value != 1;
      entries.push_back(e);
    }
    if (n_read != n_entries)
      g.fail(number, "another number of entries than the header says", std::to_string(n_read), std::to_string(n_entries), "the file may be cut off");
    g.directed(!is_symmetric);
    for (const Entry& e : entries) {
      const std::size_t low = is_symmetric ? std::min(e.i, e.j) : e.i, high = is_symmetric ? std::max(e.i, e.j) : e.j;
      g.edge(static_cast<std::uint32_t>(low - 1), static_cast<std::uint32_t>(high - 1), e.line);
      if (is_weighted) g.value("weight", e.value);
    }
    return std::move(g).network();
  }
  if (n > most_rows || n * n / 2 > text.size()) g.fail(number, "far more entries than the file has", std::to_string(n), {});
  std::vector<std::vector<double>> a(n, std::vector<double>(n));
  const bool is_skew = symmetry == "skew-symmetric";
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = is_symmetric ? j + is_skew : 0; i < n; ++i) {
      if (!next(line)) g.fail(number, "too few entries", {}, "a value per line, column by column");
      const auto value = parsed<double>(trimmed(line));
      if (!value) g.fail(number, "not a number", fmt::format("\"{}\"", trimmed(line)), "a value per line");
      a[i][j] = *value;
      if (is_symmetric) a[j][i] = *value;
    }
  g.matrix(n, 1);
  add_matrix(g, a, {});
  return std::move(g).network();
}

namespace {

struct Type {
  char kind = 'f';  // f, i, u, b
  std::size_t size = 8;
  bool is_big = false;
};

double value_at(const char* at, const Type& type) {
  std::uint64_t word = 0;
  for (std::size_t k = 0; k < type.size; ++k)
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[type.is_big ? type.size - 1 - k : k])) << (8 * k);
  if (type.kind == 'f')
    return type.size == 8 ? std::bit_cast<double>(word)
                          : static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(word)));
  if (type.kind == 'i') {
    const unsigned shift = static_cast<unsigned>(64 - 8 * type.size);
    return static_cast<double>(static_cast<std::int64_t>(word << shift) >> shift);
  }
  return static_cast<double>(word);
}

}  // namespace

Network from_npy(std::string_view bytes, const std::string& source) {
  Foreign g(source);
  const auto refuse = [&](std::string what, std::string value, std::string remedy) {
    g.fail(0, std::move(what), std::move(value), "a square matrix, or rows u, v or u, v, weight", std::move(remedy));
  };
  if (bytes.size() < 12) refuse("a .npy that is cut off", fmt::format("{} bytes", bytes.size()), {});
  const bool is_long = bytes[6] >= 2;
  std::size_t length = 0;
  for (std::size_t k = 0; k < (is_long ? 4u : 2u); ++k)
    length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[8 + k])) << (8 * k);
  const std::size_t begin = is_long ? 12 : 10;
  if (length > bytes.size() - begin) refuse("a .npy that is cut off", fmt::format("{} bytes", bytes.size()), {});
  const std::string_view head = bytes.substr(begin, length);
  std::string_view data = bytes.substr(begin + length);
  const auto entry = [&](std::string_view key) {
    const std::size_t at = head.find(fmt::format("'{}':", key));
    return at == head.npos ? std::string_view() : trimmed(head.substr(at + key.size() + 3));
  };
  const std::string_view descr = entry("descr").substr(0, 5);
  Type type;
  const bool is_quoted = descr.size() == 5 && descr[0] == '\'';
  if (is_quoted) type = {descr[2], static_cast<std::size_t>(descr[3] - '0'), descr[1] == '>'};
  const bool is_known = is_quoted && ((type.kind == 'f' && (type.size == 4 || type.size == 8)) ||
                                      ((type.kind == 'i' || type.kind == 'u') && (type.size == 1 || type.size == 2 || type.size == 4 || type.size == 8)) ||
                                      (type.kind == 'b' && type.size == 1));
  if (!is_known)
    refuse("an array of another type", std::string(descr), "numpy.save('a.npy', a.astype(float))");
  std::string_view shape = entry("shape");
  shape = shape.substr(0, shape.find(')'));
  if (shape.starts_with('(')) shape.remove_prefix(1);
  const std::size_t comma = shape.find(',');
  const auto rows = parsed<std::size_t>(shape.substr(0, comma));
  const auto columns = comma == shape.npos ? std::nullopt : parsed<std::size_t>(shape.substr(comma + 1));
  if (!rows || !columns || (*rows != *columns && *columns != 2 && *columns != 3))
    refuse("an array of another shape", fmt::format("({})", shape), {});
  if (*rows > 0 && *columns > data.size() / type.size / *rows) refuse("a .npy that is cut off", fmt::format("({})", shape), {});
  const bool is_fortran = entry("fortran_order").starts_with("True");
  const auto at = [&](std::size_t i, std::size_t j) {
    return value_at(data.data() + type.size * (is_fortran ? j * *rows + i : i * *columns + j), type);
  };
  const bool is_list = *rows != *columns;
  if (is_list) {
    for (std::size_t i = 0; i < *rows; ++i) {
      const double u = at(i, 0), v = at(i, 1);
      if (!(u >= 0 && v >= 0 && u < 4e9 && v < 4e9 && u == std::floor(u) && v == std::floor(v)))
        refuse("a row without two whole numbers", fmt::format("row {}: {}, {}", i, u, v), {});
      const std::uint32_t from = g.node(fmt::format("{:.0f}", u)), to = g.node(fmt::format("{:.0f}", v));
      g.edge(from, to, 0);
      if (*columns == 3 && std::isfinite(at(i, 2))) g.value("weight", at(i, 2));
    }
    return std::move(g).network();
  }
  if (*rows > most_rows) refuse("too large a matrix", fmt::format("({})", shape), "write the edges: scipy.sparse and mmwrite");
  std::vector<std::vector<double>> a(*rows, std::vector<double>(*rows));
  for (std::size_t i = 0; i < *rows; ++i)
    for (std::size_t j = 0; j < *rows; ++j) a[i][j] = at(i, j);
  g.matrix(*rows, 0);
  add_matrix(g, a, {});
  return std::move(g).network();
}

}  // namespace somn::netgen
