// libngspice, loaded at run time: $SOMN_NGSPICE_LIBRARY, else that of the build, else what the loader finds by its name. So
// one somnspice runs with any ngspice for which it has a code model. Functions that came after version 34 are not used.
#pragma once

#include <ngspice/sharedspice.h>
#include <stdexcept>

namespace somn::ngspice {

struct Library {
  decltype(&ngSpice_Init) init;
  decltype(&ngSpice_Command) command;
  decltype(&ngSpice_Circ) circuit;
  decltype(&ngGet_Vec_Info) vector_info;
};

class LibraryUnusable : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Loaded at the first call; LibraryUnusable with the loader's words where that fails.
const Library& libngspice();

}  // namespace somn::ngspice
