#include <somn/compare/compare.hpp>
#include <somn/schema/fields.hpp>

namespace somn::compare {
namespace {

std::optional<std::string> if_any(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

using schema::Fields;

std::vector<std::pair<Verdict, const char*>> names_of(const Verdict*) {
  return {{Verdict::passed, "passed"}, {Verdict::failed, "failed"}, {Verdict::not_judged, "not judged"}};
}

Fields<Place> fields_of(const Place*) {
  return Fields<Place>()
      .value("time_s", &Place::time, {.unit = "s", .meaning = "where the two differ most"})
      .value("what", &Place::what, {.meaning = "a column, a junction"})
      .value("a", &Place::a, {.meaning = "the value of one; null for an event that it lacks"})
      .value("b", &Place::b, {.meaning = "of the other"});
}

Fields<Rung> fields_of(const Rung*) {
  return Fields<Rung>()
      .value("rung", &Rung::name, {.meaning = "E, L0 ... L5"})
      .value("title", &Rung::title, {.meaning = "what is compared"})
      .value("value", &Rung::value, {.meaning = "how far the two differ, in the unit that the title says"})
      .value("tolerance", &Rung::tolerance, {.meaning = "how far they may"})
      .value("verdict", &Rung::verdict, {.meaning = "of this rung"})
      .value_if_any("worst", &Rung::worst, {.meaning = "the place of the value"})
      .computed_if_any("note", [](const Rung& r) { return if_any(r.note); },
                       {.meaning = "why it is not judged, what was counted"})
      .elsewhere(&Rung::note);
}

Fields<Resolution> fields_of(const Resolution*) {
  using R = Resolution;
  return Fields<R>()
      .value("kind", &R::kind, {.meaning = "conductance, threshold, time constant, event time, size of event"})
      .value("what", &R::what, {.meaning = "g_on of tunnel, the first event"})
      .value("unit", &R::unit, {.meaning = "of absolute"})
      .value("relative", &R::relative, {.unit = "1", .meaning = "the smallest change that would have been seen"})
      .value("absolute", &R::absolute, {.meaning = "the same in its unit"})
      .value("rung", &R::rung, {.meaning = "that would have seen it"})
      .computed_if_any("note", [](const R& r) { return if_any(r.note); }, {.meaning = "why there is no number"})
      .elsewhere(&R::note);
}

Fields<Comparison> fields_of(const Comparison*) {
  using C = Comparison;
  return Fields<C>()
      .value("a", &C::a, {.meaning = "name of one run"})
      .value("b", &C::b, {.meaning = "of the other"})
      .computed("passed", [](const C& c) { return c.has_passed(); }, {.meaning = "no rung failed"})
      .value("rungs", &C::rungs, {.meaning = "the ladder"})
      .value("resolution", &C::resolution, {.meaning = "what would have been seen at these settings"});
}

}  // namespace somn::compare
