// The deck as it goes to the simulator. What would run commands, write files, choose other vectors or judge stored
// ones is left out, since the driver streams and stores nothing:
//   .control ... .endc, *# lines, .save, .print, .plot, .four, .meas(ure), .width (with their + lines), all after .end.
// Included files go to ngspice as they are: commands in them are run while the deck is read.
// The first line, the title, is made a comment ("*ng_script" as a title would make the deck a command file).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace somn::ngspice {

// The lines for the simulator, ending with .save lines for `record` (at most 1000 characters each) and .end.
// DeckRejected where there is not exactly one .tran line, and for `.options interp`, which replaces accepted points.
std::string prepared_deck(std::string_view deck, const std::vector<std::string>& record);

// Names as ngspice compares them: lower case, no blanks.
std::vector<std::string> folded_names(const std::vector<std::string>& names);

}  // namespace somn::ngspice
