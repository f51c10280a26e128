// ngspice raw files: columns of one length, or a sentence.
#include "driver.hpp"

#include <somn/formats/raw.hpp>

void somn::fuzz::target(const std::string& bytes) {
  for (const formats::Plot& plot : formats::plots_from_bytes(bytes, "fuzz"))
    for (const Column& column : plot.trace.columns)
      if (column.values.size() != plot.trace.n_rows()) broken("columns of different lengths");
  const Trace trace = formats::raw_from_bytes(bytes, "fuzz");
  for (const Column& column : trace.columns)
    if (column.values.size() != trace.n_rows()) broken("columns of different lengths");
}
