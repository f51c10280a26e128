// One mode or several, of each column and group of a table; in a run of amplitude, width and interval of the network
// spikes and of the junctions that take part.
#include <somn/analyses/modality/figure.hpp>
#include <somn/analyses/modality/modality.hpp>
#include <somn/analyses/modality/of_run.hpp>
#include <somn/analyses/per_signal.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::analysis {
namespace {

using schema::Fields;

struct Options {
  std::vector<std::string> columns = {};
  std::string group = {}, plot = {};
  bool is_log = false;
  ModalityOptions modality = {};
};

Fields<Options> fields_of(const Options*) {
  return Fields<Options>()
      .value("column", &Options::columns, {.meaning = "values; default: all"})
      .value("group", &Options::group,
             {.meaning = "column that names the data set of each row; default: dataset or group"})
      .value("plot", &Options::plot, {.meaning = tables::plot_meaning})
      .value("log", &Options::is_log, {.meaning = "take log10 of the values first"})
      .merged(&Options::modality);
}

struct Result {
  Modality of = {};
  bool is_log = false;
  ModalityOptions options = {};
  std::string column = {};
};

Fields<Result> fields_of(const Result*) {
  return Fields<Result>()
      .merged(&Result::of)
      .computed("scale", [](const Result& r) { return r.is_log ? "log10" : "linear"; }, {.meaning = "of the values"})
      .computed("n_surrogates", [](const Result& r) { return r.options.n_surrogates; }, {.meaning = "of dip_p"})
      .computed("seed", [](const Result& r) { return r.options.seed; }, {.meaning = "of random numbers"})
      .value("column", &Result::column, {.meaning = "column or group"})
      .elsewhere(&Result::is_log, &Result::options);
}

std::string text_of(const Modality& m) {
  std::string text = fmt::format("{:<22}{}\n", "verdict", m.verdict);
  if (std::isfinite(m.dip.dip))
    text += fmt::format("{:<22}{:.6g}, modal interval {:.6g} to {:.6g}\n", "dip", m.dip.dip, m.modal_low, m.modal_high);
  for (std::size_t g = 0; g < m.mixtures.size(); ++g) {
    const double bic = m.mixtures[g].bic;
    text += fmt::format("{:<22}{}{}\n", fmt::format("{} Gaussians", g + 1),
                        std::isfinite(bic) ? fmt::format("BIC {:.2f}", bic) : "no fit: too few distinct values",
                        static_cast<int>(g) + 1 == m.best_components ? " (best)" : "");
  }
  return text;
}

void take_logarithms(std::vector<double>& values, const std::string& source, const std::string& name) {
  for (double& v : values) {
    if (!(v > 0))
      throw InputError({.what = "the logarithm needs positive values",
                        .where = fmt::format("{}: {}", source, name),
                        .value = to_text(v)});
    v = std::log10(v);
  }
}

Answer of_values(std::vector<double> values, const Options& o, const std::string& source, const std::string& name) {
  if (o.is_log) take_logarithms(values, source, name);
  const Result result{analyse_modality(values, o.modality), o.is_log, o.modality, name};
  const std::string label = o.is_log ? "log10 of " + name : name;
  return {schema::to_json(result), name + "\n" + text_of(result.of),
          [values = std::move(values), label](const Json& json) {
            return modality_figure({{.modality = json, .values = values, .label = label, .unit = {}}});
          }};
}

ColumnTable read(const std::string& path, const Options& o) {
  const auto choose = [&](const std::vector<std::string>& header, const std::string& source) {
    std::optional<std::size_t> group;
    if (!o.group.empty()) group = tables::must_find(header, source, o.group);
    for (std::size_t k = 0; k < header.size() && o.group.empty(); ++k)
      if (const std::string name = plain_name(header[k]); name == "dataset" || name == "group") group = k;
    ColumnChoice choice;
    if (group) choice.labels.push_back(*group);
    for (const std::size_t k : tables::data_columns(header))
      if (k != group && o.columns.empty()) choice.numbers.push_back(k);
    for (const std::string& name : o.columns) choice.numbers.push_back(tables::must_find(header, source, name));
    if (choice.numbers.empty()) throw InputError({.what = "no column holds values", .where = source});
    return choice;
  };
  const ColumnTable table = tables::read_table(path, choose, o.plot);
  for (const NumberColumn& column : table.numbers) table.require_finite(column);
  return table;
}

Answer analyse(const std::string& path, const Options& o) {
  const ColumnTable table = read(path, o);
  const bool has_groups = !table.labels.empty();
  NamedAnswers answers;
  for (const NumberColumn& column : table.numbers) {
    if (!has_groups) {
      answers.add(column.name, of_values(column.values, o, table.source, column.name));
      continue;
    }
    for (std::uint32_t g = 0; g < table.labels[0].labels.size(); ++g) {
      std::vector<double> values;
      for (std::size_t row = 0; row < table.n_rows; ++row)
        if (table.labels[0].values[row] == g) values.push_back(column.values[row]);
      const std::string& label = table.labels[0].labels[g];
      const std::string name = table.numbers.size() > 1 ? fmt::format("{}:{}", label, column.name) : label;
      answers.add(name, of_values(std::move(values), o, table.source, name));
    }
  }
  return std::move(answers).together(has_groups ? "groups" : "columns", !has_groups);
}

}  // namespace

Fields<ModalityOptions> fields_of(const ModalityOptions*) {
  using O = ModalityOptions;
  return Fields<O>()
      .value("surrogates", &O::n_surrogates, {.range = "[0, inf)", .meaning = "uniform samples of the dip's p value"})
      .value("components", &O::most_components, {.range = "[1, 20]", .meaning = "largest mixture"})
      .value("seed", &O::seed, {.meaning = "of random numbers"});
}

namespace entries {
extern const Analysis modality;
const Analysis modality{
    .name = "modality",
    .summary = "one mode or several: dip test, Gaussian mixtures",
    .input = Input::table,
    .file = tables::signal_file,
    .example =
        "Test both scales: with and without --log.\n"
        "Example: somn analyse modality amplitudes.csv --column delta --log --json",
    .bounds = {.assumes = "independent values; the dip compares with the uniform law, the widest with one mode: for "
                          "most data with one mode the test rejects less often than 5 %",
               .ties =
                   "found, said and spread over what each value stands for; dip and dip_p are also given as they are",
               .gaps = "none: values have no order",
               .not_finite = refused_with_row,
               .too_few = "below 4 values a verdict; 5000 and more values are tested against 5000"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<Options, analyse>,
    .run_results = schema::descriptions<RunModality>,
    .of_run = modality_of_run,
    .figure_of_run = modality_figure_of_run,
};
}  // namespace entries

}  // namespace somn::analysis
