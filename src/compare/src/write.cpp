#include <somn/compare/compare.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/schema/fields.hpp>

#include <fmt/format.h>

namespace somn::compare {
namespace {

const char* name(Verdict v) {
  return v == Verdict::passed ? "passed" : v == Verdict::failed ? "FAILED" : "-";
}

// "2.1e-3 of itself, 4.3e-07 S (L3, until the first event: ...)"
std::string size_of(const Resolution& r) {
  std::string text;
  if (r.relative) text = fmt::format("{:.2g} of itself", *r.relative);
  if (r.absolute) text += fmt::format("{}{}", text.empty() ? "" : ", ", to_human(*r.absolute, r.unit, 3));
  if (!text.empty() && !r.rung.empty()) text += fmt::format("  ({})", r.rung);
  if (!r.note.empty()) text += (text.empty() ? "" : "; ") + r.note;
  return text;
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
  text += c.has_passed() ? "the two agree\n" : "the two do not agree\n";
  if (c.resolution.empty()) return text;
  text += "the smallest changes that would have been seen at these settings:\n";
  for (const Resolution& r : c.resolution) text += fmt::format("  {:<13}  {}: {}\n", r.kind, r.what, size_of(r));
  return text;
}

std::string to_json(const Comparison& c) {
  return json_text(schema::to_json(c));
}

}  // namespace somn::compare
