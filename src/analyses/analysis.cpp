#include <somn/analyses/analysis.hpp>
#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/tables/source.hpp>

#include <algorithm>
#include <fmt/format.h>

#define SOMN_ANALYSIS(name)           \
  namespace somn::analysis::entries { \
  extern const Analysis name;         \
  }
#include <entries.def>
#undef SOMN_ANALYSIS

namespace somn::analysis {

const std::vector<const Analysis*>& analyses() {
  static const std::vector<const Analysis*> all{
#define SOMN_ANALYSIS(name) &entries::name,
#include <entries.def>
#undef SOMN_ANALYSIS
  };
  return all;
}

std::vector<std::pair<std::string_view, std::string_view>> rows_of(const Bounds& b) {
  std::vector<std::pair<std::string_view, std::string_view>> rows{{"assumes", b.assumes},
                                                                  {"ties", b.ties},
                                                                  {"gaps", b.gaps},
                                                                  {"NaN, infinity", b.not_finite},
                                                                  {"too few", b.too_few}};
  std::erase_if(rows, [](const auto& row) { return row.second.empty(); });
  return rows;
}

const Analysis& find_analysis(std::string_view name) {
  for (const Analysis* one : analyses())
    if (one->name == name) return *one;
  throw InternalError("no analysis " + std::string(name));
}

Answer answer(const Analysis& analysis, const std::string& file, Json options) {
  const std::vector<schema::Description> keys = analysis.options();
  const bool has_plots = std::any_of(keys.begin(), keys.end(), [](const auto& key) { return key.key == "plot"; });
  if (!has_plots || options.contains("plot")) return analysis.analyse(file, options);
  const std::vector<std::string> plots = tables::plots_of(file);
  if (plots.size() < 2) return analysis.analyse(file, options);
  Answer all{.json = {{"plots", Json::object()}},
             .text = fmt::format("# {} plots; --plot N takes one\n", plots.size())};
  std::size_t n_refused = 0;
  for (std::size_t k = 0; k < plots.size(); ++k) {
    options["plot"] = std::to_string(k + 1);
    try {
      Answer one = analysis.analyse(file, options);
      all.json["plots"][plots[k]] = std::move(one.json);
      all.text += fmt::format("# plot {}\n{}", plots[k], one.text);
    } catch (const InputError& error) {
      if (++n_refused == plots.size()) throw;
      all.json["plots"][plots[k]] = {{"refused", printable(error.what())}};
      all.text += fmt::format("# plot {}\n{}\n", plots[k], error.what());
    }
  }
  return all;
}

}  // namespace somn::analysis
