#include <somn/core/text.hpp>
#include <somn/sweep/plan.hpp>

#include <fmt/format.h>

namespace somn::sweep {

std::string points_csv(const Plan& plan) {
  std::string text = "point";
  for (const Key& key : plan.keys) text += fmt::format(",{}", csv_cell(key.name));
  text += plan.direction.empty() ? "\n" : ",direction,previous\n";
  for (const Point& point : plan.points) {
    text += std::to_string(point.number);
    for (const Value& value : point.values) text += fmt::format(",{}", csv_cell(value.text));
    if (!plan.direction.empty())
      text +=
          fmt::format(",{},{}", point.is_down ? "down" : "up", point.previous ? std::to_string(*point.previous) : "");
    text += "\n";
  }
  return text;
}

}  // namespace somn::sweep
