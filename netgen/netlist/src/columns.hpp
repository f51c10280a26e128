#pragma once

#include "kinds.hpp"

namespace somn::netlist {

// The columns of junction values under the names that the laws know: v_set_mV becomes v_set_V, gap_nm gap_m. Where a
// junction has no value, its law's stands. Columns that are no parameter of any law stay as they are. InputError for a
// parameter without its unit, with another kind of unit, given twice, and for what is nearly the name of a parameter of a
// law in use.
void settle_columns(netgen::Network&, const std::vector<Kind>&, const std::string& where);

}  // namespace somn::netlist
