#include <somn/analyses/reservoir/recording.hpp>
#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/tables/columns.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

bool is_finite(const NumberColumn& c) {
  return std::all_of(c.values.begin(), c.values.end(), [](double x) { return std::isfinite(x); });
}
bool has_numbers(const NumberColumn& c) {
  return std::any_of(c.values.begin(), c.values.end(), [](double x) { return std::isfinite(x); });
}
bool moves(const NumberColumn& c) {
  return std::any_of(c.values.begin(), c.values.end(), [&](double x) { return x != c.values.front(); });
}

// "8_V[V]" and "8_V": "8"; "electrode_b_A": "electrode_b"; nothing for another quantity
std::string electrode_of(const std::string& column, char quantity, const Dimension& unit) {
  const ColumnName name = read_column_name(column);
  if (!name.unit || name.unit->dimension != unit) return {};
  const std::string tail = {'_', quantity};
  return name.quantity.ends_with(tail) ? name.quantity.substr(0, name.quantity.size() - 2) : name.quantity;
}

// The columns called so, in whatever way files write units.
const NumberColumn& find(const std::vector<NumberColumn>& all, const std::string& wanted, const std::string& source) {
  std::vector<std::string> names;
  for (const NumberColumn& c : all) {
    if (c.name == wanted || read_column_name(c.name).quantity == wanted) return c;
    names.push_back(c.name);
  }
  return all[tables::must_find(names, source, wanted)];
}

void require(const NumberColumn& c, const std::string& source) {
  for (std::size_t row = 0; row < c.values.size(); ++row)
    if (!std::isfinite(c.values[row]))
      throw InputError({.what = "not a finite number",
                        .where = source,
                        .value = fmt::format("row {} of column {}", row + 1, c.name),
                        .remedy = has_numbers(c) ? "cut the record where it is whole" : "read another column"});
}

std::vector<const NumberColumn*> floating(const std::vector<NumberColumn>& all, const std::vector<std::string>& inputs) {
  std::vector<std::string> driven;
  for (const NumberColumn& c : all)
    for (const char quantity : {'I', 'A'})
      if (const std::string e = electrode_of(c.name, quantity, dimension::current); !e.empty() && has_numbers(c)) driven.push_back(e);
  std::vector<const NumberColumn*> outputs;
  for (const NumberColumn& c : all) {
    const std::string e = electrode_of(c.name, 'V', dimension::voltage);
    const bool is_input = std::find(inputs.begin(), inputs.end(), c.name) != inputs.end();
    if (e.empty() || is_input || c.name == "v_source_V" || !is_finite(c) || !moves(c)) continue;
    if (std::find(driven.begin(), driven.end(), e) == driven.end()) outputs.push_back(&c);
  }
  return outputs;
}

std::vector<double> picked(const std::vector<double>& values, const Steps& s, std::size_t part, std::size_t n_parts) {
  std::vector<double> rows;
  for (std::size_t begin = s.first; begin + s.rows <= values.size(); begin += s.rows)
    rows.push_back(values[begin + (part + 1) * s.rows / n_parts - 1]);
  return rows;
}

}  // namespace

Steps steps_of(const std::vector<double>& input) {
  std::size_t last = 0, common = 0, first = 0;
  for (std::size_t k = 1; k < input.size(); ++k) {
    if (input[k] == input[k - 1]) continue;
    if (last > 0) common = std::gcd(common, k - last);
    if (last == 0) first = k;
    last = k;
  }
  return common > 1 ? Steps{common, first % common} : Steps{};
}

static std::string list_of(const std::vector<NumberColumn>& signals) {
  std::string names;
  for (const NumberColumn& c : signals) names += (names.empty() ? "" : ", ") + c.name;
  return names;
}

Recording read_recording(const std::string& path, const RecordingOptions& o) {
  const tables::SignalFile file = tables::read_signals(path, {}, {.plot = o.plot}, false);
  Recording r{.source = file.source};
  std::vector<std::string> names = o.inputs;
  if (names.empty()) {
    const auto source = std::find_if(file.signals.begin(), file.signals.end(), [](const auto& c) { return c.name == "v_source_V"; });
    if (source == file.signals.end())
      throw InputError({.what = "no column v_source_V: which one is the input?",
                        .where = file.source,
                        .value = list_of(file.signals),
                        .remedy = "name it: --input 8_V"});
    names = {source->name};
  }
  std::vector<const NumberColumn*> inputs, outputs;
  for (const std::string& name : names) {
    inputs.push_back(&find(file.signals, name, file.source));
    r.input_names.push_back(inputs.back()->name);
  }
  for (const std::string& name : o.outputs) outputs.push_back(&find(file.signals, name, file.source));
  if (outputs.empty()) outputs = floating(file.signals, r.input_names);
  if (outputs.empty())
    throw InputError({.what = "no column that is a voltage of a node besides the input",
                      .where = file.source,
                      .value = list_of(file.signals),
                      .remedy = "name the outputs: --output 9_V,10_V"});
  for (const auto* list : {&inputs, &outputs})
    for (const NumberColumn* c : *list) require(*c, file.source);

  Steps steps = steps_of(inputs.front()->values);
  if (o.rows_per_input > 0) steps = {o.rows_per_input, 0};
  if (o.virtual_nodes == 0 || steps.rows % std::max<std::size_t>(1, o.virtual_nodes) != 0)
    throw InputError({.what = "virtual nodes that do not divide the rows of an input",
                      .where = "--virtual-nodes",
                      .value = std::to_string(o.virtual_nodes),
                      .allowed = fmt::format("divisors of {}", steps.rows)});
  r.rows_per_input = steps.rows;
  for (const NumberColumn* c : inputs) r.inputs.push_back(picked(c->values, steps, 0, o.virtual_nodes));
  for (const NumberColumn* c : outputs)
    for (std::size_t part = 0; part < o.virtual_nodes; ++part) {
      r.outputs.push_back(picked(c->values, steps, part, o.virtual_nodes));
      r.output_names.push_back(o.virtual_nodes > 1 ? fmt::format("{}[{}]", c->name, part + 1) : c->name);
    }
  return r;
}

}  // namespace somn::analysis
