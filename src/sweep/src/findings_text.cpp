#include <somn/core/text.hpp>
#include <somn/sweep/finding.hpp>

#include <cmath>
#include <fmt/format.h>

namespace somn::sweep {
namespace {

std::string range(const Interval& i) {
  return fmt::format("{:.4g} to {:.4g}", i.low, i.high);
}

std::string measured(const Outcome& o) {
  if (o.values.empty()) return "no number";
  std::string text = fmt::format("{:.4g}", o.mean);
  if (o.values.size() > 1 || (o.finding.statistic == Statistic::share && o.n_twins == 0))
    text += fmt::format(" (95 %: {}", range(o.of_mean));
  if (!std::isnan(o.of_next_seed.low)) text += fmt::format("; one more seed: {}", range(o.of_next_seed));
  if (text.find('(') != std::string::npos) text += ")";
  return text;
}

std::string counts(const Outcome& o) {
  std::string text = fmt::format("{} seed{}", o.values.size(), o.values.size() == 1 ? "" : "s");
  if (o.n_missing > 0) text += fmt::format(", {} without a number", o.n_missing);
  if (o.n_twins > 0)
    text += fmt::format(", {} more with the same rows to the last digit left out: nothing random depends on the seed",
                        o.n_twins);
  if (o.n_failed > 0) text += fmt::format(", {} failed runs left out", o.n_failed);
  return text;
}

}  // namespace

std::string findings_text(const std::vector<Outcome>& outcomes) {
  std::string text;
  for (const Outcome& o : outcomes) {
    text += fmt::format("{}: {}\n", printable(o.finding.name), o.verdict);
    const auto line = [&](const char* label, const std::string& value) {
      if (!value.empty()) text += fmt::format("  {:<10} {}\n", label, printable(value));
    };
    line("claimed", o.finding.claim);
    line("published", o.finding.published);
    if (o.finding.published_value) line("agrees", o.agrees);
    line("measured", measured(o) + ", " + counts(o));
    line("expected", range(o.finding.expected));
    line("because", o.finding.reason);
    line("note", o.finding.note);
  }
  return text;
}

}  // namespace somn::sweep
