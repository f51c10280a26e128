// Any bytes: a deck that is understood and written stably, or an InputError; never a crash.
#include "netlist_circuits.hpp"

#include <somn/netlist/read_deck.hpp>

#include <catch2/catch.hpp>

using namespace somn;

namespace {

std::string mutated(std::string text, Generator& random) {
  const std::string spices = "()=+*.@[]\"0 19n-ejaxv\n\r\t\x01\xff";
  for (std::size_t k = 0; k < test::whole(random, 1, 6); ++k) {
    const std::size_t at = test::whole(random, 0, text.size() - 1), length = test::whole(random, 1, 40);
    const std::string before(text, 0, at), after(text, at);
    const std::string one(1, spices[test::whole(random, 0, spices.size() - 1)]);
    switch (test::whole(random, 0, 4)) {
      case 0:
        text[at] = one[0];
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text = fmt::format("{}{}{}", before, one, after);
        break;
      case 3:
        text = fmt::format("{}{}{}", before, std::string(text, test::whole(random, 0, at), length), after);
        break;
      default:
        text = before;
    }
    if (text.empty()) text.push_back('*');
  }
  return text;
}

}  // namespace

TEST_CASE("mutated decks and subcircuits") {
  std::size_t n_read = 0, n_refused = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    circuit::Circuit c = test::draw_circuit(seed);
    const std::string deck = netlist::write_deck(c, test::draw_transient(seed, c));
    netlist::reach_from_terminals(c);
    const std::string subcircuit = netlist::write_subcircuit(c, "film", {});
    Generator random = generator(seed, "fuzz");
    for (int k = 0; k < 50; ++k) {
      const std::string text = mutated(k % 2 ? deck : subcircuit, random);
      INFO("seed " << seed << ", mutation " << k);
      try {
        const std::string once = netlist::write(netlist::read_deck(text, "fuzz"));
        ++n_read;
        REQUIRE(netlist::write(netlist::read_deck(once, "again")) == once);
      } catch (const InputError& error) {
        ++n_refused;
        CHECK_FALSE(std::string(error.what()).find("again") != std::string::npos);
      }
    }
  }
  CHECK(n_read > 100);
  CHECK(n_refused > 1000);
}
