#include <somn/compare/compare.hpp>

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::compare {
namespace {

const char* name(Verdict v) {
  return v == Verdict::passed ? "passed" : v == Verdict::failed ? "FAILED" : "-";
}

}  // namespace

std::string to_table(const Comparison& c) {
  std::string text = fmt::format("{} against {}\n", c.a, c.b);
  for (const Rung& r : c.rungs) {
    text +=
        fmt::format("  {}  {:<60} {:>9.3g}  of {:>9.3g}  {}\n", r.name, r.title, r.value, r.tolerance, name(r.verdict));
    if (r.worst && r.verdict == Verdict::failed)
      text += fmt::format("        worst: {} at {:.9g} s: {:.12g} and {:.12g}\n", r.worst->what, r.worst->time,
                          r.worst->a, r.worst->b);
    if (!r.note.empty()) text += fmt::format("        {}\n", r.note);
  }
  return text + (c.has_passed() ? "the two agree\n" : "the two do not agree\n");
}

std::string to_json(const Comparison& c) {
  nlohmann::ordered_json json{
      {"a", c.a}, {"b", c.b}, {"passed", c.has_passed()}, {"rungs", nlohmann::ordered_json::array()}};
  for (const Rung& r : c.rungs) {
    nlohmann::ordered_json rung{{"rung", r.name}, {"title", r.title}, {"value", r.value}, {"tolerance", r.tolerance}};
    rung["verdict"] = r.verdict == Verdict::passed ? "passed" : r.verdict == Verdict::failed ? "failed" : "not judged";
    if (r.worst) {
      rung["worst"] = {{"time_s", r.worst->time}, {"what", r.worst->what}, {"a", r.worst->a}, {"b", nullptr}};
      if (std::isfinite(r.worst->b)) rung["worst"]["b"] = r.worst->b;
    }
    if (!r.note.empty()) rung["note"] = r.note;
    json["rungs"].push_back(std::move(rung));
  }
  return json.dump(2) + "\n";
}

}  // namespace somn::compare
