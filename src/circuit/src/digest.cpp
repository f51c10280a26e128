// Each struct is taken apart by name, so that a member which nobody thought of here does not compile.
#include <somn/circuit/digest.hpp>
#include <somn/core/digest.hpp>

namespace somn::circuit {
namespace {

// What random levels are drawn from is in the times and levels that were drawn.
void add(Digest& digest, const Drive& of) {
  const auto& [kind, is_current, offset, amplitude, frequency, seed, distribution, low, high, mask, base, width, period,
               rise, fall, delay, times, levels, series, series_resistance] = of;
  digest.add(static_cast<int>(kind)), digest.add(is_current), digest.add(seed);
  for (const double value : {amplitude, frequency, base, width, period, rise, fall, delay, series_resistance})
    digest.add(value);
  if (offset != 0) digest.add(offset);  // what was begun before there were offsets keeps its digest
  digest.add(times), digest.add(levels);
}

}  // namespace

std::string digest(const Circuit& of) {
  const auto& [title, n_nodes, node_names, contact, is_connected, source, drain, terminals, models, junctions,
               resistors, junction_capacitance, ground_capacitance, drive] = of;
  Digest digest;
  digest.add(n_nodes), digest.add(source.index), digest.add(drain.index);
  for (const bool connected : is_connected) digest.add(connected);
  for (const auto& [name, node, of_terminal] : terminals) {
    digest.add(name), digest.add(node.index), digest.add(of_terminal.has_value());
    if (of_terminal) add(digest, *of_terminal);
  }
  for (const auto& [law, values] : models) digest.add(law), digest.add(values);
  for (const auto& [id, positive, negative, model] : junctions)
    digest.add(positive.index), digest.add(negative.index), digest.add(model);
  for (const auto& [a, b, resistance] : resistors) digest.add(a.index), digest.add(b.index), digest.add(resistance);
  digest.add(junction_capacitance), digest.add(ground_capacitance);
  add(digest, drive);
  return digest.text();
}

}  // namespace somn::circuit
