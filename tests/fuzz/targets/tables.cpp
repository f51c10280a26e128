// Tables: networks as .csv and .edges, traces, events, any columns, quantities with units. All readers read every input.
#include "driver.hpp"

#include <somn/core/column_name.hpp>
#include <somn/core/columns.hpp>
#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/events.hpp>
#include <somn/core/text_source.hpp>
#include <somn/core/trace.hpp>
#include <somn/core/units.hpp>
#include <somn/netgen/files.hpp>

namespace somn::fuzz {
namespace {

template <class Read>
bool reads(Read read) {
  try {
    read();
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

void target(const std::string& bytes) {
  bool is_read = false;
  is_read |= reads([&] {
    const netgen::Network network = netgen::from_csv(bytes, "fuzz");
    const std::string text = netgen::to_csv(network);
    if (netgen::to_csv(netgen::from_csv(text, "again")) != text) broken("a .csv that was written is not written again");
  });
  is_read |= reads([&] {
    const netgen::Network network = netgen::from_edges(bytes, "fuzz");
    const std::string text = netgen::to_edges(network);
    if (netgen::to_edges(netgen::from_edges(text, "again")) != text)
      broken("an .edges that was written is not written again");
  });
  is_read |= reads([&] { to_csv(trace_from_csv(bytes, "fuzz")); });
  is_read |= reads([&] { to_csv(events_from_csv(bytes, "fuzz")); });
  is_read |= reads([&] {
    const CsvTable table = parse_csv(bytes, "fuzz");
    for (const std::string& column : table.header) reads([&] { table.numbers(column); });
  });
  is_read |= reads([&] {
    parse_columns(bytes, "fuzz", [](const std::vector<std::string>& header, const std::string&) {
      ColumnChoice choice;
      for (std::size_t k = 0; k < header.size(); ++k) (k % 2 == 0 ? choice.numbers : choice.labels).push_back(k);
      return choice;
    });
  });
  reads([&] { text_of_bytes(bytes); });
  reads([&] { read_column_name(std::string_view(bytes).substr(0, 100)); });
  for (const Dimension d : {dimension::none, dimension::voltage, dimension::time})
    reads([&] { parse_quantity(bytes.substr(0, 100), d, "fuzz"); });
  if (!is_read) throw InputError({.what = "nobody reads it"});
}

}  // namespace somn::fuzz
