// The file of a network: what is written is read back; what is damaged ends in a sentence that names file and line.
#include "netlist_circuits.hpp"

#include <somn/component/network_file.hpp>
#include <somn/core/digest.hpp>
#include <somn/core/file.hpp>

#include <catch2/catch.hpp>

using namespace somn;

namespace {

const std::string whole = read_file(SOMN_SOURCE_DIR "/src/component/codemodel/proof.somn");

std::string hashed(const std::string& content) {
  Digest digest;
  digest.add_bytes(content);
  return content + "end " + digest.text() + "\n";
}

// The file with one change, its hash put right
std::string changed(const std::string& from, const std::string& to) {
  std::string content = whole.substr(0, whole.rfind("end "));
  const std::size_t at = content.find(from);
  REQUIRE(at != std::string::npos);
  return hashed(content.replace(at, from.size(), to));
}

void refused(const std::string& text, const std::string& words) {
  try {
    component::read_network(text, "film.somn");
    FAIL_CHECK("read: " << words);
  } catch (const InputError& e) {
    CHECK_THAT(e.what(), Catch::Contains(words) && Catch::Contains("film.somn"));
  }
}

}  // namespace

TEST_CASE("random circuits are read back as they were written") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    circuit::Circuit c = test::draw_circuit(seed);
    netlist::reach_from_terminals(c);
    CAPTURE(seed);
    const std::string text = component::write_network(c, {"a remark", "two\nlines"});
    const circuit::Circuit again = component::read_network(text, "again");
    CHECK(component::write_network(again, {"a remark", "two\nlines"}) == text);
    REQUIRE(again.junctions.size() == c.junctions.size());
    for (std::size_t k = 0; k < c.junctions.size(); ++k) {
      CHECK(again.junctions[k].positive == c.junctions[k].positive);
      CHECK(again.models[again.junctions[k].model].values == c.models[c.junctions[k].model].values);
    }
    CHECK(again.is_connected == c.is_connected);
    CHECK(again.junction_capacitance == c.junction_capacitance);
    CHECK(again.source == c.source);
    CHECK(again.drain == c.drain);
  }
}

TEST_CASE("a network on paper") {
  const circuit::Circuit c = component::read_network(whole, "proof.somn");
  CHECK(c.n_nodes == 3);
  CHECK(c.source == NodeId{0});
  CHECK(c.drain == NodeId{2});
  CHECK(c.junctions[1].positive == NodeId{1});
  CHECK(c.models[0].values[3] == 1e-3);
  CHECK(component::write_network(c, {}) == whole);
}

TEST_CASE("damage ends in a sentence") {
  refused("", "no network of somn");
  refused("<graphml/>", "no network of somn");
  refused("somn network 2\n", "version 2");
  refused(whole.substr(0, whole.size() / 2), "cut short");
  refused(whole.substr(0, whole.rfind("end ")), "cut short");
  std::string flipped = whole;
  flipped[whole.find("2 0\nwires")] = '1';
  refused(flipped, "changed or damaged");
  refused(changed("threshold g_on", "treshold g_on"), "threshold");
  refused(changed("alpha=2", "alpa=2"), "alpha");
  refused(changed("alpha=2 ", ""), "alpha is missing");
  refused(changed("tau=0.001", "tau=-1"), "tau");
  refused(changed("0 1 0", "0 3 0"), "from 0 to 2");
  refused(changed("1 2 0", "1 2 1"), "from 0 to 0");
  refused(changed("1 2 0", "1 2"), "not a law");
  refused(changed("1 2 0", "1 2 0 7"), "more words");
  refused(changed("junctions 2", "junctions 3"), "wires");
  refused(changed("junctions 2", "junctions 1"), "wires");
  refused(changed("junctions 2", "junctions 99999999999"), "a count of junctions");
  refused(changed("electrode 2 drain", "electrode 0 drain"), "at one node");
  refused(changed("electrode 2 drain", "electrode 2 source"), "of one name");
  refused(changed("electrode 2 drain\n", ""), "fewer than two electrodes");
  refused(changed("wires 0\n", "wires 1\n0 1 -5\n"), "not positive");
  refused(changed("wires 0\n", "wires 0\n0 1 5\n"), "more lines");
  refused(changed("nodes 3", "nodes 4"), "no path joins node 3");
  refused(changed("nodes 3", "nodes 3\napart 2"), "left out");
  refused(changed("capacitance 0 0", "capacitance -1 0"), "negative capacitance");
  refused(changed("capacitance 0 0", "capacitance nan 0"), "a finite number");
}
