#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/formats/raw.hpp>

#include <algorithm>
#include <bit>
#include <fmt/format.h>

namespace somn::formats {
namespace {

static_assert(std::endian::native == std::endian::little, "raw files hold little-endian doubles");

std::string_view type_of(std::string_view unit) {
  if (unit == "s") return "time";
  if (unit == "V") return "voltage";
  if (unit == "A") return "current";
  if (unit == "S") return "admittance";
  return "notype";
}

std::string raw_name(const Column& column, const std::filesystem::path& path) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  if (column.name.empty() || std::any_of(column.name.begin(), column.name.end(), is_blank))
    throw InputError({.what = "a column name that a raw file cannot hold",
                      .where = path.string(),
                      .value = fmt::format("\"{}\"", column.name),
                      .allowed = "a name without blanks"});
  return column.name == "time_s" ? "time" : column.name;
}

std::string header(const Trace& trace, std::string_view title, const std::filesystem::path& path) {
  std::string text = fmt::format(
      "Title: {}\nPlotname: Transient Analysis\nFlags: real\nNo. Variables: {}\nNo. Points: {}\nVariables:\n",
      printable(title), trace.n_columns(), trace.n_rows());
  for (std::size_t c = 0; c < trace.n_columns(); ++c)
    text += fmt::format("\t{}\t{}\t{}\n", c, raw_name(trace.header(c), path), type_of(trace.header(c).unit));
  return text + "Binary:\n";
}

}  // namespace

void write_raw(const Trace& trace, std::string_view title, const std::filesystem::path& path) {
  AtomicFile file(path);
  file.write(header(trace, title, path));
  std::vector<double> row;
  for (std::size_t k = 0; k < trace.n_rows(); ++k) {
    trace.row(k, row);
    file.write({reinterpret_cast<const char*>(row.data()), row.size() * sizeof(double)});
  }
  file.commit();
}

}  // namespace somn::formats
