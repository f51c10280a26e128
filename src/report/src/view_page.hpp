// A run as an interactive page (somn/view).
#pragma once

#include "run_folder.hpp"

#include <string>

namespace somn::report {

// The whole document. A film.h5 that is missing or damaged is said on the page.
std::string view_page(const RunFolder&);

}  // namespace somn::report
