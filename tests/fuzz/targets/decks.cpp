// Decks: what is read is written, and written again the same.
#include "driver.hpp"

#include <somn/netlist/read_deck.hpp>

void somn::fuzz::target(const std::string& bytes) {
  const std::string text = netlist::write(netlist::read_deck(bytes, "fuzz"));
  if (netlist::write(netlist::read_deck(text, "again")) != text) broken("a deck that was written is not written again");
}
