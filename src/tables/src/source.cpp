#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/core/text_source.hpp>
#include <somn/core/units.hpp>
#include <somn/formats/hdf5.hpp>
#include <somn/formats/raw.hpp>
#include <somn/tables/source.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>
#include <unordered_map>

namespace somn::tables {
namespace {

std::vector<std::string> names_of(const std::vector<formats::Plot>& plots) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < plots.size(); ++k) names.push_back(fmt::format("{}: {}", k + 1, plots[k].name));
  return names;
}

std::size_t find_plot(const std::vector<formats::Plot>& plots, const std::string& wanted, const std::string& path) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  const bool is_number = error == std::errc{} && end == wanted.data() + wanted.size();
  for (std::size_t k = 0; k < plots.size(); ++k)
    if (is_number ? k + 1 == number : plots[k].name == wanted) return k;
  if (!is_number)
    for (std::size_t k = 0; k < plots.size(); ++k)
      if (plain_name(plots[k].name).starts_with(plain_name(wanted))) return k;  // "transient"
  throw unknown_name("plot", wanted, path, names_of(plots));
}

ColumnTable table_of(const Trace& trace, const std::string& source, const ColumnChooser& choose) {
  ColumnTable table;
  table.source = source;
  table.n_rows = trace.n_rows();
  for (const Column& column : trace.columns) table.header.push_back(column.name);
  const ColumnChoice choice = choose(table.header, source);
  for (const std::size_t k : choice.numbers)
    table.numbers.push_back({.name = table.header[k], .values = trace.columns[k].values});
  for (const std::size_t k : choice.labels) {
    LabelColumn& labels = table.labels.emplace_back(LabelColumn{.name = table.header[k], .labels = {}, .values = {}});
    std::unordered_map<std::string, std::uint32_t> places;
    for (const double value : trace.columns[k].values) {
      const auto [at, is_new] =
          places.try_emplace(to_text(value), static_cast<std::uint32_t>(labels.labels.size()));
      if (is_new) labels.labels.push_back(at->first);
      labels.values.push_back(at->second);
    }
  }
  return table;
}

std::string in_run(const std::string& path, const std::vector<const char*>& names) {
  namespace fs = std::filesystem;
  if (path == "-" || !fs::is_directory(path)) return path;
  for (const char* engine : {".", "native", "ngspice"})
    for (const char* name : names)
      if (const fs::path file = fs::path(path) / engine / name; fs::exists(file)) return file.lexically_normal().string();
  throw InputError({.what = fmt::format("no {} in this folder", names.front()),
                    .where = path,
                    .allowed = "a file; or the folder of a run, or of an engine in it"});
}

}  // namespace

std::string events_of_run(const std::string& path) {
  return in_run(path, {"events.csv"});
}

ColumnTable read_table(const std::string& given, const ColumnChooser& choose, const std::string& plot) {
  const std::string path = in_run(given, {"trace.h5", "trace.csv", "trace.raw"});
  const std::string head = head_of(path, 16);
  if (head.starts_with("\x89HDF")) return table_of(formats::read_hdf5(path), path, choose);
  if (!formats::is_raw(head)) {
    if (!plot.empty())
      throw InputError({.what = "no raw file of SPICE, so without plots", .where = path, .value = "--plot " + plot});
    return read_columns(path, choose);
  }
  const std::vector<formats::Plot> plots = formats::read_plots(path);
  std::size_t k = 0;
  if (!plot.empty()) {
    k = find_plot(plots, plot, path);
  } else {
    const auto is_of_time = [](const formats::Plot& p) {
      return !p.trace.columns.empty() && is_time_column(p.trace.columns.front().name);
    };
    const auto first = std::find_if(plots.begin(), plots.end(), is_of_time);
    if (first != plots.end()) k = static_cast<std::size_t>(first - plots.begin());
  }
  if (plots[k].is_complex)
    throw InputError({.what = "the plot holds complex values",
                      .where = path,
                      .value = fmt::format("{}: {}", k + 1, plots[k].name),
                      .allowed = "real ones: of .tran, .dc, .op, .noise",
                      .remedy = "in ngspice: `let y = mag(v(out))`, then `write FILE y`"});
  return table_of(plots[k].trace, path, choose);
}

std::vector<std::string> plots_of(const std::string& path) {
  if (path != "-" && std::filesystem::is_directory(path)) return {};
  return formats::is_raw(head_of(path, 16)) ? names_of(formats::read_plots(path)) : std::vector<std::string>();
}

}  // namespace somn::tables
