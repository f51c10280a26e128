// values of network n: v_n;  exponent of v_1 + ... + v_N
// interval: N networks drawn with replacement, n_resamples times, fitted anew, the range too
// contrast: the exponents of single networks
#include "pooled.hpp"

#include "judge.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/power_laws/goodness_of_fit.hpp>
#include <somn/schema/fields.hpp>
#include <somn/schema/values.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <cmath>
#include <nlohmann/json.hpp>

namespace somn::sweep {
namespace {

using Values = std::vector<std::int64_t>;

constexpr int n_resamples = 400;
constexpr int n_surrogates = 200;  // of the p value

void add_values(Values& values, const std::filesystem::path& run, const Finding& f) {
  const std::filesystem::path file = run / "analysis.json";
  if (!std::filesystem::exists(file))
    throw InputError({.what = "no analysis of a run to pool",
                      .where = file.string(),
                      .remedy = "keep = \"light\" in the sweep file, and run it again"});
  const nlohmann::json analysis = nlohmann::json::parse(read_file(file), nullptr, false);
  const nlohmann::json::json_pointer place(f.measure);
  const auto fail = [&] {
    throw InputError({.what = "no list of whole numbers",
                      .where = f.place,
                      .value = f.measure,
                      .allowed = "the place of one in " + file.string() + ", as \"/avalanches/sizes\""});
  };
  if (analysis.is_discarded() || !analysis.contains(place) || !analysis.at(place).is_array()) fail();
  for (const nlohmann::json& value : analysis.at(place)) {
    if (!value.is_number() || value.get<double>() != std::round(value.get<double>())) fail();
    values.push_back(static_cast<std::int64_t>(value.get<double>()));
  }
}

analysis::PowerLawOptions options_of(const Finding& f) {
  if (!f.fit_range) return {};
  return {.xmin = std::llround(f.fit_range->low),
          .upper_end = analysis::UpperEnd::given,
          .xmax = std::llround(f.fit_range->high)};
}

double exponent_of(const Values& values, const analysis::PowerLawOptions& options) {
  return values.empty() ? std::nan("") : analysis::fit_power_law(analysis::count_values(values), options).alpha;
}

std::vector<double> resampled(const std::vector<Values>& networks, const analysis::PowerLawOptions& options) {
  std::vector<double> exponents;
  for (std::uint64_t k = 0; k < n_resamples; ++k) {
    analysis::CounterStream random(1, k);
    Values drawn;
    for (std::size_t n = 0; n < networks.size(); ++n) {
      const Values& one = networks[random.below(networks.size())];
      drawn.insert(drawn.end(), one.begin(), one.end());
    }
    exponents.push_back(exponent_of(drawn, options));
  }
  return exponents;
}

}  // namespace

void pool(Outcome& o, const std::vector<std::vector<std::filesystem::path>>& networks) {
  const analysis::PowerLawOptions options = options_of(o.finding);
  std::vector<Values> values;
  Values all;
  for (const auto& runs : networks) {
    Values& of_network = values.emplace_back();
    for (const std::filesystem::path& run : runs) add_values(of_network, run, o.finding);
    all.insert(all.end(), of_network.begin(), of_network.end());
    o.values.push_back(exponent_of(of_network, options));
    o.n_missing += of_network.empty();
  }
  if (all.empty()) return judge_pooled(o, std::nan(""), {});
  const analysis::JudgedPowerLaw judged = analysis::judge_power_law(
      analysis::count_values(all), options, {.n_surrogates = n_surrogates}, analysis::Rivals::all);
  o.pooled = schema::to_json(judged).dump();
  judge_pooled(o, judged.fit.alpha, networks.size() > 1 ? resampled(values, options) : std::vector<double>());
}

}  // namespace somn::sweep
