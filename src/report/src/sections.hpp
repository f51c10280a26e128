// The parts of report.html in words and tables; each returns HTML.
#pragma once

#include "run_folder.hpp"

#include <string>

namespace somn::report {

std::string report_title(const RunFolder&);   // plain text
std::string summary(const RunFolder&);        // one paragraph and the tiles of key numbers
std::string result_tables(const RunFolder&);  // order parameters, intervals, exponents with errors and controls
std::string solver_table(const RunFolder&);
std::string parameter_tables(const RunFolder&);
std::string warnings();  // what a power law does not prove (docs/physics.md 8.2)
std::string how_it_was_made(const RunFolder&);

}  // namespace somn::report
