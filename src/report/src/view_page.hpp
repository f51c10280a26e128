// A run as an interactive page (somn/view).
#pragma once

#include "run_folder.hpp"

#include <string>

namespace somn::report {

// The whole document. A film.h5 that is missing or damaged is said on the page.
std::string view_page(const RunFolder&);
std::string network_view_page(const netgen::Network&, const std::string& title);

}  // namespace somn::report
