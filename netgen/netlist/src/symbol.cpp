// File formats: "Symbol Library File Format" of KiCad 6.0; "XSCHEM file format specification" in xschem's manual
// (type=primitive: no empty subcircuit of the symbol's name is written).
#include <somn/core/error.hpp>
#include <somn/netlist/symbol.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::netlist {
namespace {

// In steps of the editors' grid of pins, y upwards: the first half of the pins on the left, the others on the right.
struct Place {
  int x = 0, y = 0;
  bool is_left = true;
};

struct Box {
  std::vector<Place> pins;
  int half_width = 4, top = 0, bottom = 0;
};

Box box_of(const std::vector<std::string>& pins) {
  Box box;
  const std::size_t n_left = (pins.size() + 1) / 2;
  std::size_t longest = 0;
  for (const std::string& pin : pins) longest = std::max(longest, pin.size());
  box.half_width = std::max(4, static_cast<int>(longest) + 1);
  for (std::size_t k = 0; k < pins.size(); ++k) {
    const bool is_left = k < n_left;
    const auto row = static_cast<int>(is_left ? k : k - n_left);
    box.pins.push_back({(is_left ? -1 : 1) * (box.half_width + 2), -2 * row, is_left});
  }
  box.top = 2, box.bottom = -2 * static_cast<int>(n_left);
  return box;
}

std::string kicad(const std::string& name, const std::vector<std::string>& pins, const std::string& library) {
  constexpr double grid = 1.27;  // [mm]
  const Box box = box_of(pins);
  std::string text = fmt::format(
      "(kicad_symbol_lib (version 20211014) (generator somnspice)\n  (symbol \"{}\" (in_bom no) (on_board no)\n", name);
  int id = 0;
  std::string order, sim_pins;
  for (std::size_t k = 0; k < pins.size(); ++k) {
    order += fmt::format("{}{}", k ? " " : "", k + 1);
    sim_pins += fmt::format("{}{}={}", k ? " " : "", k + 1, pins[k]);
  }
  const auto property = [&](const char* key, const std::string& value, int y) {
    text += fmt::format("    (property \"{}\" \"{}\" (id {}) (at 0 {:.4g} 0) (effects (font (size 1.27 1.27)){}))\n",
                        key, value, id++, grid * y, y ? "" : " hide");
  };
  property("Reference", "X", box.top + 2);
  property("Value", name, box.bottom - 2);
  for (const auto& [key, value] : std::vector<std::pair<const char*, std::string>>{{"Spice_Primitive", "X"},
                                                                                   {"Spice_Model", name},
                                                                                   {"Spice_Netlist_Enabled", "Y"},
                                                                                   {"Spice_Node_Sequence", order},
                                                                                   {"Spice_Lib_File", library},
                                                                                   {"Sim.Device", "SUBCKT"},
                                                                                   {"Sim.Library", library},
                                                                                   {"Sim.Name", name},
                                                                                   {"Sim.Pins", sim_pins}})
    property(key, value, 0);
  text += fmt::format(
      "    (symbol \"{0}_0_1\"\n      (rectangle (start {1:.4g} {2:.4g}) (end {3:.4g} {4:.4g}) (stroke (width "
      "0.254) (type default) (color 0 0 0 0)) (fill (type background)))\n    )\n    (symbol \"{0}_1_1\"\n",
      name, -grid * box.half_width, grid * box.top, grid * box.half_width, grid * box.bottom);
  for (std::size_t k = 0; k < pins.size(); ++k)
    text += fmt::format(
        "      (pin passive line (at {:.4g} {:.4g} {}) (length 2.54) (name \"{}\" (effects (font (size 1.27 "
        "1.27)))) (number \"{}\" (effects (font (size 1.27 1.27)))))\n",
        grid * box.pins[k].x, grid * box.pins[k].y, box.pins[k].is_left ? 0 : 180, pins[k], k + 1);
  return text + "    )\n  )\n)\n";
}

std::string xschem(const std::string& name, const std::vector<std::string>& pins) {
  constexpr int grid = 10;
  const Box box = box_of(pins);
  std::string text =
      "G {type=primitive\nformat=\"@name @pinlist @symname m=@m\"\ntemplate=\"name=x1 m=1\"}\nV {}\nS {}\nE {}\n";
  const int w = grid * box.half_width, top = -grid * box.top, bottom = -grid * box.bottom;
  text += fmt::format("P 4 5 {0} {2} {1} {2} {1} {3} {0} {3} {0} {2} {{}}\n", -w, w, top, bottom);
  for (const Place& p : box.pins)
    text += fmt::format("L 4 {} {} {} {} {{}}\n", grid * p.x, -grid * p.y, p.is_left ? -w : w, -grid * p.y);
  for (std::size_t k = 0; k < pins.size(); ++k) {
    const int x = grid * box.pins[k].x, y = -grid * box.pins[k].y;
    text += fmt::format("B 5 {} {} {} {} {{name={} dir=inout}}\n", x - 2.5, y - 2.5, x + 2.5, y + 2.5, pins[k]);
  }
  for (std::size_t k = 0; k < pins.size(); ++k)
    text += fmt::format("T {{{}}} {} {} 0 {} 0.2 0.2 {{}}\n", pins[k], (box.pins[k].is_left ? -w + 5 : w - 5),
                        -grid * box.pins[k].y - 5, box.pins[k].is_left ? 0 : 1);
  return text + fmt::format("T {{@name}} {} {} 0 0 0.2 0.2 {{}}\nT {{{}}} {} {} 0 0 0.2 0.2 {{}}\n", -w, top - 20, name,
                            -w, bottom + 5);
}

}  // namespace

Symbol write_symbol(const circuit::Circuit& c, const std::string& editor, const std::string& name,
                    const std::string& library) {
  const std::vector<std::string> pins = subcircuit_pins(c);
  if (editor == "kicad") return {".kicad_sym", kicad(name, pins, library)};
  if (editor == "xschem") return {".sym", xschem(name, pins)};
  throw unknown_name("schematic editor", editor, "--symbol", {"kicad", "xschem"});
}

}  // namespace somn::netlist
