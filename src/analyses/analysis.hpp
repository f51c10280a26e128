// What an analysis is to the rest of the house. Each is one folder here, with one entry: the command `somn analyse
// NAME`, the part `[analysis] NAME = true` of a run, its section of the report and its page of the documentation come
// from it. docs/adding-an-analysis.md.
#pragma once

#include <somn/figures/gnuplot.hpp>
#include <somn/schema/fields.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace somn::analysis {

using Json = nlohmann::ordered_json;
struct RunRecord;

// What was found: the numbers, the same in a few lines for the terminal, and a picture where it is asked for.
struct Answer {
  Json json = {};
  std::string text = {};
  std::function<figures::Figure(const Json&)> figure = {};  // of `json`; empty: there is none
};

enum class Input { events, signals, values, table, trace, run };  // what a file of it holds

// One form of the results, where there are several: "--gap".
struct Form {
  std::string_view what = {};
  std::vector<schema::Description> (*keys)() = nullptr;
};

// What an analysis takes for granted, and what it does where data are not so: said by its help and its page.
struct Bounds {
  std::string_view assumes = {}, ties = {}, gaps = {}, not_finite = {}, too_few = {};
};
inline constexpr std::string_view refused_with_row = "refused with the row; nothing is dropped in silence";
inline constexpr std::string_view refused_uneven =
    "refused with the row: --resample STEP interpolates; separate records of a file are analysed one by one";
// Of the answers above, in order.
std::vector<std::pair<std::string_view, std::string_view>> rows_of(const Bounds&);

struct Analysis {
  std::string_view name = {};
  std::string_view summary = {};  // half a line; more stands in the folder's page.md

  // Alone: `somn analyse NAME FILE`. Options are an object with the keys of `options` (no others); "-" is standard input.
  Input input = Input::events;
  std::string_view file = {};     // what FILE is, for the help
  std::string_view example = {};  // and what else the help ends with
  Bounds bounds = {};
  std::vector<schema::Description> (*options)() = nullptr;
  Form results[3] = {};
  Answer (*analyse)(const std::string& file, const Json& options) = nullptr;  // null: only in a run

  // In a run: the object NAME of analysis.json. `keys`: further keys of [analysis], numbers that `of_run` finds in
  // RunRecord::options.
  bool needs_periods = false;  // of a whole number of periods of the drive
  std::vector<schema::Description> (*keys)() = nullptr;
  std::vector<schema::Description> (*run_results)() = nullptr;
  Json (*of_run)(const RunRecord&) = nullptr;  // null: no part of a run that can be asked for
  // Of analysis.json and the up events in the window of analysis [s]; called where analysis.json has the object NAME.
  figures::Figure (*figure_of_run)(const Json& analysis, const std::vector<double>& up_times) = nullptr;
};

// All of them, in the order of their names.
const std::vector<const Analysis*>& analyses();
const Analysis& find_analysis(std::string_view name);  // InternalError where there is none

// Alone, of a file; of a raw file with several plots, where none is chosen, that of each: {"plots": {NAME: ...}}.
Answer answer(const Analysis&, const std::string& file, Json options);

// An analysis that takes its options as a struct.
template <schema::Described Options, Answer (*of)(const std::string& file, const Options&)>
Answer with_options(const std::string& file, const Json& json) {
  Options options;
  schema::read(options, json, "options");
  return of(file, options);
}

}  // namespace somn::analysis
