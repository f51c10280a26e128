#include <somn/experiment/tables.hpp>
#include <somn/sweep/tables.hpp>

namespace somn::sweep {

using schema::Description;
using schema::Fields;
using schema::Kind;

std::vector<std::pair<Keep, const char*>> names_of(const Keep*) {
  return {{Keep::all, "all"}, {Keep::light, "light"}, {Keep::none, "none"}};
}

std::vector<std::pair<Statistic, const char*>> names_of(const Statistic*) {
  return {{Statistic::mean, "mean"},     {Statistic::minimum, "min"},
          {Statistic::maximum, "max"},   {Statistic::sum, "sum"},
          {Statistic::pooled_exponent, "pooled_exponent"},
          {Statistic::argmax, "argmax"}, {Statistic::crossing, "crossing"},
          {Statistic::slope, "slope"},   {Statistic::rank_correlation, "rank_correlation"}};
}

std::vector<std::pair<PublishedOf, const char*>> names_of(const PublishedOf*) {
  return {{PublishedOf::mean, "mean"}, {PublishedOf::one, "one"}};
}

Fields<Finding> fields_of(const Finding*) {
  return Fields<Finding>()
      .value("name", &Finding::name, {.meaning = "of the row of the table", .is_required = true})
      .value("claim", &Finding::claim, {.meaning = "text: what was claimed"})
      .value("published", &Finding::published, {.meaning = "text: what was published"})
      .value("note", &Finding::note, {.meaning = "text: why it holds or fails"})
      .value("measure", &Finding::measure, {.meaning = "a column of points.csv; of pooled_exponent a JSON pointer into analysis.json to a list", .is_required = true})
      .by_hand("where", Kind::any, {.meaning = "rows that count: KEY = VALUE or [VALUE, ...]"})
      .value("statistic", &Finding::statistic, {.meaning = "per seed, over these rows"})
      .value("along", &Finding::along,
             {.meaning = "a swept key with numbers; of argmax, crossing, slope, rank_correlation"})
      .value("level", &Finding::level, {.unit = "1", .meaning = "of crossing, in the unit of the measure"})
      .by_hand("share", Kind::any,
               {.meaning = "[LOW, HIGH] in place of statistic: 1 where all rows lie within, else 0"})
      .by_hand("fit_range", Kind::any,
               {.meaning = "[XMIN, XMAX] of pooled_exponent; default: xmin by the KS distance, up to the largest value"})
      .by_hand("relative_to", Kind::any, {.meaning = "the number is divided by that of these rows"})
      .by_hand("expected", Kind::any,
               {.meaning = "[LOW, HIGH], SI: what is promised for the mean over seeds", .is_required = true})
      .value("reason", &Finding::reason, {.meaning = "text: why this range, written with it"})
      .by_hand("null", Kind::any, {.meaning = "[LOW, HIGH]: values without the effect; expected holds none of them"})
      .by_hand("possible", Kind::any, {.meaning = "[LOW, HIGH]: values that the quantity can take"})
      .by_hand("published_value", Kind::any, {.meaning = "[LOW, HIGH]: the published value with its uncertainty, SI"})
      .value("published_of", &Finding::published_of, {.meaning = "whether that is a mean or one network"})
      .left_out(&Finding::place, "where it stands in the file");
}

Fields<FigureRequest> fields_of(const FigureRequest*) {
  return Fields<FigureRequest>()
      .value("name", &FigureRequest::name, {.meaning = "of the files under figures/", .is_required = true})
      .value("title", &FigureRequest::title, {.meaning = "above the picture"})
      .value("x", &FigureRequest::x, {.meaning = "a swept key with numbers, or a column", .is_required = true})
      .value("y", &FigureRequest::y, {.meaning = "columns of points.csv, a panel each", .is_required = true})
      .by_hand("log", Kind::text, {.meaning = "x, y or xy; default: neither"})
      .value("marks", &FigureRequest::marks, {.unit = "1", .meaning = "dashed vertical lines, in the unit of the axis"})
      .by_hand("where", Kind::any, {.meaning = "as in findings"});
}

Fields<Plan> sweep_fields() {
  return Fields<Plan>()
      .by_hand("grid", Kind::any, {.meaning = "KEY = [VALUE, ...]: every combination"})
      .by_hand("list", Kind::any, {.meaning = "[{ KEY = VALUE, ... }, ...]: the points one by one"})
      .by_hand("latin", Kind::any,
               {.meaning = "a Latin hypercube: samples, seed, KEY = [LOW, HIGH] or [LOW, HIGH, \"log\"]"})
      .by_hand("seeds", Kind::any, {.meaning = "each point with each seed: [1, 2, 3] or \"1-200\"; default [1]"})
      .value("direction", &Plan::direction,
             {.meaning = "final states are carried on along a branch", .choices = {"", "up", "down", "both"}})
      .by_hand("along", Kind::text,
               {.meaning = "the key that a direction runs along; default: drive.amplitude or the only key"})
      .value("timeout", &Plan::timeout, {.unit = "s", .range = "[0, inf)", .meaning = "wall time of one run; 0: none"})
      .value("keep", &Plan::keep, {.meaning = "what stays of a run: all, without traces, or its row only"});
}

std::vector<Description> file_fields() {
  const auto tables = [](const char* key, const char* meaning, bool is_list, std::vector<Description> fields) {
    return Description{
        .key = key, .meaning = meaning, .kind = Kind::table, .is_list = is_list, .fields = std::move(fields)};
  };
  return {{.key = "title", .meaning = "one line", .kind = Kind::text},
          {.key = "frozen", .meaning = "commit in which the expected ranges were written", .kind = Kind::text},
          {.key = "experiment", .meaning = "the base, relative to this file", .kind = Kind::text, .is_required = true},
          tables("sweep", "the points", false, schema::descriptions(sweep_fields())),
          {.key = "measures", .meaning = "further columns: NAME = JSON pointer into analysis.json", .kind = Kind::any},
          tables("finding", "what the sweep is expected to show", true, schema::descriptions<Finding>()),
          tables("figure", "pictures", true, schema::descriptions<FigureRequest>())};
}

}  // namespace somn::sweep
