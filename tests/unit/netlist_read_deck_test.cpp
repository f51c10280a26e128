// What the reader refuses, and where it says it is.
#include <somn/core/error.hpp>
#include <somn/netlist/read_deck.hpp>

#include <catch2/catch.hpp>

using namespace somn;

namespace {

const std::string deck =
    "* title\n"
    "* a remark\n"
    "* Before this deck is read, somn.cm must be loaded: a line `codemodel <folder>/somn.cm` in .spiceinit.\n"
    "* electrodes: source=n0 drain=0\n"
    ".options reltol=1e-4\n"
    "v_drive n0 0 dc 9\n"
    ".model j0 somn_threshold(v_threshold=0.5)\n"
    "a0 %gd(n0 n1) j0\n"
    "a4 %gd(n1 0) j0\n"
    ".save i(v_drive) v(n1) @a0[state] @a4[state]\n"
    ".tran 1e-5 1e-3 0 1e-5\n"
    ".print tran i(v_drive)\n"
    ".end\n";

std::string with(const std::string& old, const std::string& text) {
  std::string changed = deck;
  changed.replace(changed.find(old), old.size(), text);
  return changed;
}

void refused(const std::string& text, const std::string& place, const std::string& words) {
  INFO(text);
  CHECK_THROWS_WITH(netlist::read_deck(text, "d.cir"), Catch::Contains(place) && Catch::Contains(words));
}

}  // namespace

TEST_CASE("a deck by hand") {
  const netlist::Deck d = netlist::read_deck(deck, "d.cir");
  CHECK(d.circuit.title == "title");
  CHECK(d.transient.remarks == std::vector<std::string>{"a remark"});
  CHECK(d.circuit.n_nodes == 3);
  CHECK(d.circuit.source == NodeId{0});
  CHECK(d.circuit.drain == NodeId{2});  // the lowest free number
  REQUIRE(d.circuit.junctions.size() == 5);
  CHECK(netlist::is_in_deck(d.circuit, d.circuit.junctions[4]));
  CHECK_FALSE(netlist::is_in_deck(d.circuit, d.circuit.junctions[2]));
  CHECK(d.circuit.models[0].values[2] == 0.5);
  CHECK(d.circuit.models[0].values[0] == 1e-3);  // what is not named has its default
  CHECK(d.transient.nodes == std::vector<NodeId>{{1}});
  CHECK_FALSE(d.transient.states.has_value());
  CHECK(netlist::read_deck(with("v_drive n0 0 dc 9", "v_drive n0 0 pwl(0 1\n+ 2 3)"), "d").circuit.drive.times ==
        std::vector<double>{0, 2});
}

TEST_CASE("found by fuzzing: a head line that is itself only when cleaned") {
  for (const char* line : {"* Before\x01this deck", "*Before this deck"}) {
    const std::string once = netlist::write(netlist::read_deck(with("* Before this deck", line), "d"));
    CHECK(netlist::write(netlist::read_deck(once, "d")) == once);
  }
}

TEST_CASE("drives of further electrodes: any order of lines; whole, or refused") {
  const auto driven = [](const std::string& lines) {
    std::string text = with("v_drive n0 0 dc 9\n", "v_drive n0 0 dc 9\n" + lines);
    return text.replace(text.find("drain=0"), 7, "drain=0 gate=n1");
  };
  for (const char* lines : {"ve_gate drive_gate 0 dc 2\nre_gate drive_gate n1 50\n",
                            "re_gate drive_gate n1 50\nve_gate drive_gate 0 dc 2\n"}) {
    const auto drive = netlist::read_deck(driven(lines), "d").circuit.terminals.at(2).drive;
    REQUIRE(drive);
    CHECK(drive->amplitude == 2);
    CHECK(drive->series_resistance == 50);
  }
  CHECK(netlist::read_deck(driven("ie_gate 0 n1 dc 1e-6\n"), "d").circuit.terminals.at(2).drive->is_current);
  refused(driven("ve_gate drive_gate 0 dc 2\n"), "d.cir", "gate and its series resistance do not meet");
  refused(driven("re_gate drive_gate n1 50\n"), "d.cir", "do not meet");
  refused(driven("ve_gate n1 0 dc 2\nre_gate drive_gate n1 50\n"), "d.cir", "do not meet");
  refused(driven("ie_gate 0 n1 dc 2\nre_gate drive_gate n1 50\n"), "d.cir", "do not meet");
  refused(driven("ve_gate n1 0 dc 2\nie_gate 0 n1 dc 2\n"), "d.cir:8:1", "a second source");
  refused(driven("ve_gate n0 0 dc 2\n"), "d.cir", "not at its node");
  refused(driven("ve_source n0 0 dc 2\n"), "d.cir", "not at its node");
  refused(driven("i_drive 0 drive dc 1e-6\n"), "d.cir:7:1", "after v_drive");
  std::string nameless = driven("ve_gate n1 0 dc 2\n");
  nameless.erase(nameless.find("* electrodes"), std::string("* electrodes: source=n0 drain=0 gate=n1\n").size());
  refused(nameless, "d.cir", "not at its node");
}

TEST_CASE("errors have a line and a column") {
  refused("title\n", "d.cir:1:1", "first line");
  refused(with("a4 %gd", "b4 %gd"), "d.cir:9:1", "not read");
  refused(with("a4 %gd(n1 0) j0", "m1 n1 n1 0 0 nmos"), "d.cir:9:1", "what `somn netlist` writes");
  refused(with("n1 0) j0", "n1 vdd) j0"), "d.cir:9:11", "not a node");
  refused(with("n1 0) j0", "n1 0) j1"), "d.cir:9:14", "a model that is not there");
  refused(with("n1 0) j0", "n1 n1) j0"), "d.cir:9:11", "to itself");
  refused(with("n1 0) j0", "n1 0) j0 x"), "d.cir:9:17", "more than");
  refused(with("n1 0) j0", "n1 0 j0"), "d.cir:9:13", "`)`");
  refused(with("a4 %gd(n1 0)", "a0 %gd(n1 0)"), "d.cir:9:1", "out of order");
  refused(with("dc 9", "dc 9m"), "d.cir:6:17", "without suffix");
  refused(with("dc 9", "exp(0 1)"), "d.cir:6:14", "`dc`");
  refused(with("dc 9", "dc 0 sin(0 1 1e3 0)"), "d.cir:6:31", "`)`");
  refused(with("dc 9", "pwl(0 1 2 3 1 5)"), "d.cir:6", "do not increase");
  refused(with("somn_threshold", "somn_treshold"), "d.cir:7:11", "did you mean 'threshold'");
  refused(with("v_threshold=0.5", "v_thresold=0.5"), "d.cir:7:26", "did you mean 'v_threshold'");
  refused(with("v_threshold=0.5", "v_threshold=-1"), "d.cir:7:38", "out of range");
  refused(with("v_threshold=0.5", "v_threshold=0.5 v_threshold=1"), "d.cir:7:42", "twice");
  refused(with("@a4[state]", "@a4[i]"), "d.cir:10:35", "not a vector");
  refused(with("@a4[state]", "@a3[state]"), "d.cir:10:35", "not there");
  refused(with(".tran 1e-5 1e-3 0 1e-5", ".tran 1e-5 1e-3"), "d.cir:11:16", "`0`");
  refused(with(".end\n", ".end\na5 %gd(n0 0) j0\n"), "d.cir:14:1", "after the end");
  refused(with(".end\n", ""), "d.cir", "no .end");
  refused(with("drain=0", "drain=n1"), "d.cir", "electrodes are not where");
  refused(with("a4 %gd(n1 0) j0\n", "a4 %gd(n1 0) j0\nc4 n1 0 1e-13\n"), "d.cir:10:1",
          "for every junction or for none");
  refused(with("a4 %gd(n1 0) j0\n", "a4 %gd(n1 0) j0\ncg1 n1 0 1e-15\n"), "d.cir", "cg<k> for every node or for none");
  refused(with("a4 %gd(n1 0) j0\n", "a4 %gd(n1 n99999999) j0\n"), "d.cir:9:11", "not a node");
}
