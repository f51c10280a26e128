// read_deck
//   split     text into head and statements
//   read      statement by statement; a node is n<k>, or a name: 0 (the drain of a deck), a pin, substrate
//   number    names get the index that their cg<k> gives them, else the lowest that is free
//   settle    ends of junctions and resistors become indices; gaps among the junctions are filled with unconnected ones
#include "elements.hpp"
#include "read_drive.hpp"

#include <somn/core/error.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netlist/read_deck.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>

namespace somn::netlist {
namespace {

// Where an element ends: a number from the text, or above these a name.
constexpr std::uint32_t first_name = 1U << 31;

// ve_, ie_ and re_ of a pin, in any order
struct ElectrodeDrive {
  std::optional<circuit::Drive> source;
  NodeId at = {};
  bool needs_resistor = false;   // the source is at drive_<pin>
  double series_resistance = 0;  // [ohm] of re_<pin>; 0: none
};

class Reader {
 public:
  Reader(std::string_view text, const std::string& source) : source_(source), text_(split(text, source)) {}

  Deck read() {
    deck_.circuit.title = text_.title;
    deck_.transient.remarks = text_.remarks;
    for (Statement& s : text_.statements) read(s);
    check_complete();
    read_electrodes();
    number_names();
    settle();
    return std::move(deck_);
  }

 private:
  bool is_subcircuit() const { return !deck_.subcircuit.empty(); }

  [[noreturn]] void fail_whole(const std::string& what, const std::string& allowed) const {
    throw InputError({.what = what, .where = source_, .allowed = allowed});
  }

  void once(Statement& s, const std::string& what) {
    if (!seen_.insert(what).second) s.fail("a second " + what, "one");
  }

  void need(const char* what) const {
    if (!seen_.contains(what)) fail_whole(fmt::format("no {}", what), "a deck that `somn netlist` wrote, whole");
  }

  void read(Statement& s) {
    if (seen_.contains(".end") || seen_.contains(".ends")) s.fail_next("something after the end", "nothing");
    if (s.sees(".subckt")) return read_subckt(s);
    std::uint32_t k = 0;
    const Word first = s.take_word("an element or a card");
    const std::string_view name = first.text;
    if (name == ".model") return read_model(s);
    if (is_index(name, "a", k)) return read_junction(s, k);
    if (is_index(name, "cg", k)) return read_ground_capacitance(s, k);
    if (is_index(name, "c", k)) return read_capacitance(s, k);
    if (is_index(name, "rw", k)) return read_resistor(s, k);
    if (name == ".ends" && is_subcircuit()) return once(s, ".ends"), s.take(deck_.subcircuit), s.end();
    if (is_subcircuit() || !read_card(s, name))
      s.fail("an element or a card that is not read",
             "what `somn netlist` writes: a<k> c<k> rw<k> cg<k> .model, and in a deck v_drive i_drive r_series "
             "ve_<pin> ie_<pin> re_<pin> .options .save "
             ".tran .print .end");
  }

  bool read_card(Statement& s, std::string_view name) {
    if (name == "v_drive")
      read_source(s);
    else if (name == "i_drive")
      read_current_source(s);
    else if (name == "r_series")
      read_series_resistance(s);
    else if (name.starts_with("ve_") || name.starts_with("ie_") || name.starts_with("re_"))
      read_electrode_drive(s, name);
    else if (name == ".options")
      read_options(s);
    else if (name == ".save")
      read_save(s);
    else if (name == ".tran")
      read_transient(s);
    else if (name == ".print")
      once(s, ".print"), s.take("tran"), s.take("i"), s.take("("), s.take("v_drive"), s.take(")");
    else if (name == ".end")
      once(s, ".end");
    else
      return false;
    s.end();
    return true;
  }

  void read_options(Statement& s) {
    once(s, ".options");
    s.take("reltol"), s.take("="), deck_.transient.rtol = s.take_positive("reltol");
    for (const char* solver : {"klu", "sparse"})
      if (deck_.transient.solver.empty() && s.accept(solver)) deck_.transient.solver = solver;
  }

  void read_subckt(Statement& s) {
    s.take(".subckt");
    once(s, ".subckt");
    if (seen_.size() > 1 || !ends_.empty() || !deck_.circuit.models.empty())
      s.fail("a subcircuit inside a deck", "a file with one subcircuit and nothing else");
    deck_.subcircuit = s.take_word("the name of the subcircuit").text;
    while (!s.is_at_end() && !s.accept("params:")) {
      const std::string pin(s.take_word("a pin").text);
      if (!names_.emplace(pin, first_name + static_cast<std::uint32_t>(names_.size())).second)
        s.fail("a pin named twice", "each once");
      if (pin != "substrate") deck_.circuit.terminals.push_back({pin, {names_.at(pin)}, {}});
    }
    if (!s.is_at_end()) s.take("m"), s.take("="), s.take("1"), s.end();
    if (deck_.circuit.terminals.size() < 2 || deck_.circuit.terminals[0].name != "source" ||
        deck_.circuit.terminals[1].name != "drain")
      s.fail("pins of another subcircuit", "source drain ... [substrate]");
    if (const std::vector<std::string> pins = pin_names(deck_.circuit);
        !std::equal(pins.begin(), pins.end(), deck_.circuit.terminals.begin(),
                    [](const std::string& pin, const circuit::Terminal& t) { return pin == t.name; }))
      s.fail("a pin's name that is not written", "lower case letters, digits and _, not n<k>, 0 or gnd");
  }

  // n<k>, 0 in a deck, a pin in a subcircuit
  NodeId node(Statement& s) {
    const std::string name(s.take_word("a node").text);
    std::uint32_t k = 0;
    if (is_index(name, "n", k)) return {k};
    if (!is_subcircuit() && name == "0") return {names_.emplace("0", first_name).first->second};
    if (const auto it = names_.find(name); is_subcircuit() && it != names_.end() && name != "substrate")
      return {it->second};
    s.fail("not a node", is_subcircuit() ? "n<k> or a pin of .subckt" : "n<k> or 0");
  }

  std::pair<NodeId, NodeId> two_nodes(Statement& s) {
    const NodeId a = node(s), b = node(s);
    if (a == b) s.fail("an element from a node to itself", "two different nodes");
    ends_.emplace_back(a, b);
    return {a, b};
  }

  void read_model(Statement& s) {
    std::vector<circuit::Model>& models = deck_.circuit.models;
    if (s.take_index("j", "a model") != models.size()) s.fail("models out of order", fmt::format("j{}", models.size()));
    std::string_view name = s.take_word("a law").text;
    if (!name.starts_with("somn_")) s.fail("not a law of somn.cm", "somn_<law>, see `somn models`");
    name.remove_prefix(5);
    const models::Law& law = models::law(name, s.where());
    circuit::Model model{law.name, law.defaults()};
    std::set<std::string_view> given;
    s.take("(");
    while (!s.accept(")")) {
      const std::string_view parameter = s.take_word("a parameter").text;
      if (!given.insert(parameter).second) s.fail("a parameter given twice", "each once");
      if (is_subcircuit() && parameter == "m") {
        s.take("="), s.take("{m}");
        continue;
      }
      if (parameter == "h_max") {  // follows from the largest step when written
        s.take("="), s.take_number("h_max");
        continue;
      }
      const std::size_t p = law.index(parameter, s.where());
      s.take("=");
      const std::string_view value = s.take_word("a value").text;
      model.values[p] = law.parse(p, value, s.where());
      if (!law.parameters[p].is_choice() && value.find_first_of(" \t") != std::string_view::npos)
        s.fail("a unit", "a number in SI units");
    }
    law.check(model.values, s.where());
    s.end();
    models.push_back(std::move(model));
  }

  void read_junction(Statement& s, std::uint32_t k) {
    std::vector<circuit::Junction>& junctions = deck_.circuit.junctions;
    if (!junctions.empty() && k <= junctions.back().id.index)
      s.fail("junctions out of order", fmt::format("a number above {}", junctions.back().id.index));
    s.take("%gd"), s.take("(");
    const auto [positive, negative] = two_nodes(s);
    s.take(")");
    const std::uint32_t model = s.take_index("j", "a model");
    if (model >= deck_.circuit.models.size()) s.fail("a model that is not there", "a .model line before");
    s.end();
    junctions.push_back({{k}, positive, negative, model});
  }

  void read_capacitance(Statement& s, std::uint32_t k) {
    const std::vector<circuit::Junction>& junctions = deck_.circuit.junctions;
    if (junctions.empty() || junctions.back().id.index != k || ++n_capacitances_ != junctions.size())
      s.fail("a capacitance without its junction", "c<k> after a<k>, for every junction or for none");
    if (node(s) != junctions.back().positive || node(s) != junctions.back().negative)
      s.fail("not across its junction", "the nodes of the junction before");
    take_common(s, deck_.circuit.junction_capacitance);
  }

  void read_ground_capacitance(Statement& s, std::uint32_t k) {
    if (!grounded_.empty() && k <= last_grounded_) s.fail("capacitances out of order", "ascending numbers");
    last_grounded_ = k;
    const NodeId at = node(s);
    if (!is_subcircuit() && at.index >= first_name) s.fail("a capacitance of ground itself", "n<k>");
    if (at.index >= first_name) index_of_name_[at.index] = k;
    if (at.index < first_name && at.index != k) s.fail("another node than its number", fmt::format("n{}", k));
    if (is_subcircuit() && !names_.contains("substrate")) s.fail("no pin substrate", "a last pin substrate");
    s.take(is_subcircuit() ? "substrate" : "0");
    if (!grounded_.insert(at).second) s.fail("a second capacitance at this node", "one");
    take_common(s, deck_.circuit.ground_capacitance);
  }

  // The multiplier of a subcircuit, which files of version 0.1 do not have
  void end_of_element(Statement& s) {
    if (is_subcircuit() && s.accept("m")) s.take("="), s.take("{m}");
    s.end();
  }

  void take_common(Statement& s, double& common) {
    const double value = s.take_positive("a capacitance [F]");
    if (common > 0 && value != common) s.fail("another capacitance than before", fmt::format("{} for all", common));
    common = value;
    end_of_element(s);
  }

  void read_resistor(Statement& s, std::uint32_t k) {
    std::vector<circuit::Resistor>& resistors = deck_.circuit.resistors;
    if (k != resistors.size()) s.fail("resistors out of order", fmt::format("rw{}", resistors.size()));
    const auto [a, b] = two_nodes(s);
    resistors.push_back({a, b, s.take_positive("a resistance [ohm]")});
    end_of_element(s);
  }

  // In series with a current source, v_drive measures.
  void read_current_source(Statement& s) {
    once(s, "i_drive");
    if (seen_.contains("v_drive"))
      s.fail("a current source after v_drive", "i_drive before the v_drive that measures it");
    s.take("0"), s.take("drive");
    deck_.circuit.drive = read_waveform(s);
    deck_.circuit.drive.is_current = true;
  }

  void read_source(Statement& s) {
    once(s, "v_drive");
    if (deck_.circuit.drive.is_current) {
      deck_.circuit.source = node(s);
      s.take("drive"), s.take("dc"), s.take("0");
      return;
    }
    has_series_ = s.accept("drive");
    if (!has_series_) deck_.circuit.source = node(s);
    s.take("0");
    const double series = deck_.circuit.drive.series_resistance;
    deck_.circuit.drive = read_waveform(s);
    deck_.circuit.drive.series_resistance = series;
  }

  void read_series_resistance(Statement& s) {
    once(s, "r_series");
    s.take("drive");
    deck_.circuit.source = node(s);
    deck_.circuit.drive.series_resistance = s.take_positive("a resistance [ohm]");
  }

  // ve_<pin> node 0 WAVE; ie_<pin> 0 node WAVE; ve_<pin> drive_<pin> 0 WAVE and re_<pin> drive_<pin> node R
  void read_electrode_drive(Statement& s, std::string_view name) {
    once(s, std::string(name));
    const std::string pin(name.substr(3)), between = "drive_" + pin;
    ElectrodeDrive& e = electrode_drives_[pin];
    if (name.starts_with("re_")) {
      s.take(between);
      e.at = node(s);
      e.series_resistance = s.take_positive("a resistance [ohm]");
      return;
    }
    if (e.source) s.fail("a second source of this electrode", "one");
    const bool is_current = name.starts_with("ie_");
    if (is_current) s.take("0");
    e.needs_resistor = !is_current && s.accept(between);
    if (!e.needs_resistor) e.at = node(s);
    if (!is_current) s.take("0");
    e.source = read_waveform(s);
    e.source->is_current = is_current;
  }

  void read_save(Statement& s) {
    if (!seen_.contains(".save")) s.take("i"), s.take("("), s.take("v_drive"), s.take(")");
    seen_.insert(".save");
    while (!s.is_at_end()) {
      if (s.accept("v")) {
        s.take("(");
        deck_.transient.nodes.push_back({s.take_index("n", "a node")});
        s.take(")");
        if (!states_.empty()) s.fail("a voltage after the states", "voltages first");
        continue;
      }
      std::string_view name = s.take_word("v(n<k>) or @a<k>[state]").text;
      std::uint32_t k = 0;
      const bool is_state = name.starts_with("@") && name.ends_with("[state]");
      if (is_state) name = name.substr(1, name.size() - 8);
      if (!is_state || !is_index(name, "a", k)) s.fail("not a vector that is read", "v(n<k>) or @a<k>[state]");
      states_.push_back({{k}, s.where()});
    }
  }

  void read_transient(Statement& s) {
    once(s, ".tran");
    deck_.transient.t_sample = s.take_positive("the sampling interval [s]");
    deck_.transient.t_stop = s.take_positive("the end [s]");
    s.take("0");
    deck_.transient.dt_max = s.take_positive("the largest step [s]");
  }

  void check_complete() {
    if (n_capacitances_ != 0 && n_capacitances_ != deck_.circuit.junctions.size())
      fail_whole("a junction without capacitance among others with one", "c<k> for every junction or for none");
    if (deck_.circuit.junctions.empty()) fail_whole("no junctions", "at least one");
    if (is_subcircuit()) return need(".ends");
    for (const char* what : {"v_drive", ".options", ".save", ".tran", ".print", ".end"}) need(what);
    if (has_series_ != seen_.contains("r_series"))
      fail_whole("the drive and its series resistance do not meet", "v_drive drive 0 ... with r_series drive n<k> R");
    if (!names_.contains("0")) fail_whole("nothing reaches the drain", "an element at node 0");
  }

  void read_electrodes() {
    if (is_subcircuit()) return;
    Statement s(source_, text_.electrodes);
    while (!text_.electrodes.empty() && !s.is_at_end()) {
      const std::string name(s.take_word("an electrode").text);
      s.take("=");
      deck_.circuit.terminals.push_back({name, node(s), {}});
    }
    for (const auto& [pin, e] : electrode_drives_) set_drive(pin, e);
  }

  void set_drive(const std::string& pin, const ElectrodeDrive& e) {
    if (!e.source || e.needs_resistor != (e.series_resistance > 0))
      fail_whole(fmt::format("the drive of electrode {} and its series resistance do not meet", pin),
                 fmt::format("ve_{0} drive_{0} 0 ... with re_{0} drive_{0} n<k> R", pin));
    std::vector<circuit::Terminal>& terminals = deck_.circuit.terminals;
    for (std::size_t k = 2; k < terminals.size(); ++k)  // source and drain have v_drive
      if (terminals[k].name == pin && terminals[k].node == e.at) {
        terminals[k].drive = e.source;
        terminals[k].drive->series_resistance = e.series_resistance;
        return;
      }
    fail_whole(fmt::format("the drive of electrode {} is not at its node", pin),
               "* electrodes: source=n<k> drain=0 name=n<k> with the node that it drives");
  }

  // Names to indices that no n<k> uses.
  void number_names() {
    std::set<std::uint32_t> used;
    for (const auto& [a, b] : ends_)
      for (const NodeId n : {a, b})
        if (n.index < first_name) used.insert(n.index);
    for (const NodeId n : grounded_)
      if (n.index < first_name) used.insert(n.index);
    for (const circuit::Terminal& t : deck_.circuit.terminals)
      if (t.node.index < first_name) used.insert(t.node.index);
    for (const NodeId n : deck_.transient.nodes) used.insert(n.index);
    if (!is_subcircuit()) used.insert(deck_.circuit.source.index);
    for (const auto& [name, index] : index_of_name_)
      if (!used.insert(index).second)
        fail_whole(fmt::format("cg{} is the capacitance of two nodes", index), "each number once");
    std::uint32_t next = 0;
    for (std::uint32_t k = 0; k < names_.size(); ++k) {
      if (index_of_name_.contains(first_name + k) || is_substrate(first_name + k)) continue;
      while (used.contains(next)) ++next;
      used.insert(next);
      index_of_name_[first_name + k] = next;
    }
    deck_.circuit.n_nodes = used.empty() ? 0 : *used.rbegin() + 1;
  }

  bool is_substrate(std::uint32_t name) const {
    const auto it = names_.find("substrate");
    return it != names_.end() && it->second == name;
  }

  void settle(NodeId& n) const {
    if (n.index >= first_name) n.index = index_of_name_.at(n.index);
  }

  void settle() {
    circuit::Circuit& c = deck_.circuit;
    for (circuit::Junction& j : c.junctions) settle(j.positive), settle(j.negative);
    for (circuit::Resistor& r : c.resistors) settle(r.a), settle(r.b);
    for (circuit::Terminal& t : c.terminals) settle(t.node);
    c.is_connected.assign(c.n_nodes, false);
    for (auto [a, b] : ends_) {
      settle(a), settle(b);
      c.is_connected[a.index] = c.is_connected[b.index] = true;
    }
    for (NodeId n : grounded_) {
      settle(n);
      c.is_connected[n.index] = true;
    }
    if (is_subcircuit()) c.source = c.terminals[0].node, c.drain = c.terminals[1].node;
    if (!is_subcircuit()) {
      c.drain = {index_of_name_.at(first_name)};
      if (c.source.index >= first_name) fail_whole("the drive is at the drain", "another node");
    }
    check_grounded();
    fill_gaps();
    set_states();
    if (!c.terminals.empty() &&
        (c.terminals[0].node != c.source || c.terminals.size() < 2 || c.terminals[1].node != c.drain))
      fail_whole("the electrodes are not where the drive is", "* electrodes: source=n<k> drain=0 ...");
    if (c.terminals.empty()) c.terminals = {{"source", c.source, {}}, {"drain", c.drain, {}}};
  }

  void check_grounded() const {
    const circuit::Circuit& c = deck_.circuit;
    const auto n = static_cast<std::size_t>(std::count(c.is_connected.begin(), c.is_connected.end(), true));
    if (!grounded_.empty() && grounded_.size() != n - (is_subcircuit() ? 0 : c.is_connected[c.drain.index]))
      fail_whole("a node without capacitance to ground among others with one", "cg<k> for every node or for none");
    if (grounded_.empty() && names_.contains("substrate"))
      fail_whole("a pin substrate without capacitances", "cg<k> to it, or no such pin");
  }

  void fill_gaps() {
    circuit::Circuit& c = deck_.circuit;
    std::vector<circuit::Junction> all;
    for (const circuit::Junction& j : c.junctions) {
      while (all.size() < j.id.index) all.push_back({{static_cast<std::uint32_t>(all.size())}, c.drain, c.drain, 0});
      all.push_back(j);
    }
    c.junctions = std::move(all);
  }

  void set_states() {
    const circuit::Circuit& c = deck_.circuit;
    std::vector<JunctionId> wanted, all;
    for (const auto& [id, where] : states_) {
      if (id.index >= c.junctions.size() || !is_in_deck(c, c.junctions[id.index]))
        throw InputError(
            {.what = fmt::format("the state of junction {}, which is not there", id.index), .where = where});
      wanted.push_back(id);
    }
    for (const circuit::Junction& j : c.junctions)
      if (is_in_deck(c, j)) all.push_back(j.id);
    if (wanted != all) deck_.transient.states = std::move(wanted);
  }

  const std::string& source_;
  SpiceText text_;
  Deck deck_;
  std::set<std::string, std::less<>> seen_;
  std::map<std::string, std::uint32_t, std::less<>> names_;  // 0, pins, substrate -> first_name + k
  std::map<std::uint32_t, std::uint32_t> index_of_name_;     // first_name + k -> node
  std::vector<std::pair<NodeId, NodeId>> ends_;
  std::set<NodeId> grounded_;
  std::uint32_t last_grounded_ = 0;
  std::size_t n_capacitances_ = 0;
  bool has_series_ = false;
  std::map<std::string, ElectrodeDrive> electrode_drives_;  // by pin
  std::vector<std::pair<JunctionId, std::string>> states_;  // with their places
};

}  // namespace

Deck read_deck(std::string_view text, const std::string& source) {
  return Reader(text, source).read();
}

std::string write(const Deck& deck) {
  return deck.subcircuit.empty() ? write_deck(deck.circuit, deck.transient)
                                 : write_subcircuit(deck.circuit, deck.subcircuit, deck.transient.remarks);
}

}  // namespace somn::netlist
