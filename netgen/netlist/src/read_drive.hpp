#pragma once

#include "statement.hpp"

#include <somn/circuit/drive.hpp>

namespace somn::netlist {

// The rest of a source's line: its waveform, as write_deck writes it.
circuit::Drive read_waveform(Statement&);

}  // namespace somn::netlist
