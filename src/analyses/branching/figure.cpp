// branching_figure: slope at each step over what activity without memory gives, and the two fits.
#include <somn/analyses/branching/figure.hpp>
#include <somn/figures/panels.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

static std::string m_title(const Json& branching) {
  const double low = number(branching, "/exponential/m_low"), high = number(branching, "/exponential/m_high");
  std::string title = fmt::format("m = {:.4f}", number(branching, "/m"));
  if (std::isfinite(low)) title += fmt::format(" (95 %: {:.4f} to {:.4f})", low, high);
  return title;
}

Figure branching_figure(const Json& branching) {
  Figure figure{.name = "branching", .title = "How activity hands itself on"};
  const std::vector<double> r = numbers(branching, "/r");
  if (r.empty() || std::isnan(r.front())) {
    figure.absent = text(branching, "/verdict").empty() ? "There is no branching estimate."
                                                        : text(branching, "/verdict") + ": nothing to draw.";
    return figure;
  }
  SeriesTable table;
  const double white = 1.96 / std::sqrt(number(branching, "/n"));
  const auto law = [&](const std::string& name, double k) {
    return number(branching, name + "/amplitude") * std::exp(-k / number(branching, name + "/tau_steps")) +
           number(branching, name + "/offset");
  };
  for (std::size_t i = 0; i < r.size(); ++i) {
    const double k = static_cast<double>(i + 1);
    table.add("measured", k, r[i]);
    table.add("white", k, NAN, -white, white);
    for (const char* name : {"exponential", "exponential_offset"})
      if (std::isfinite(law("/" + std::string(name), k))) table.add(name, k, law("/" + std::string(name), k));
  }
  const auto control = [&](const std::string& kind) {
    const double mean = number(branching, "/control/" + kind + "/naive_slope/mean"),
                 sd = number(branching, "/control/" + kind + "/naive_slope/sd");
    table.add(kind, 1, mean, mean - 2 * sd, mean + 2 * sd);
    return std::isfinite(mean);
  };
  Panel p{.x_label = "steps k", .y_label = Shown::markup("slope r_k of A_{t+k} on A_t")};
  p.settings = "set xrange [0:*]\n";
  p.curves = {{"white", Mark::band, colour::pale, "no memory, 95 %"},
              {"measured", Mark::points, colour::blue, "measured"},
              {"exponential", Mark::line, colour::vermilion, m_title(branching)},
              {"exponential_offset", Mark::dashes, colour::green,
               fmt::format("with offset, m = {:.4f}", number(branching, "/exponential_offset/m"))}};
  if (control("shuffled")) p.curves.push_back({"shuffled", Mark::bars, colour::grey, "r_1 in random order, ± 2 sd"});
  set_panels(figure, 500, table, {p});
  figure.caption =
      "Slope of the activity on the activity k bins before, which falls as m^k where each event begets m others. In "
      "the "
      "grey band activity has no memory, and an m fitted there means nothing. A slow drift of the drive also gives m "
      "near 1. ";
  figure.caption += fmt::format(
      "{}; slope at one step {:.3f}, in random order {:.3f} ± {:.3f}.", text(branching, "/verdict"), r.front(),
      number(branching, "/control/shuffled/naive_slope/mean"), number(branching, "/control/shuffled/naive_slope/sd"));
  return figure;
}

}  // namespace somn::analysis
