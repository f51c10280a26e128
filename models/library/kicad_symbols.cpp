// File format: "Symbol Library File Format" of KiCad 6.0. KiCad 6 copies Spice_Model to the end of the element's line,
// so the parameters stand there; 7 and later take them from Sim.Params and leave symbols that have Sim.* fields alone.
#include "library.hpp"
#include "symbol_shape.hpp"

#include <fmt/format.h>

namespace somn::library {
namespace {

constexpr double unit = 1.27;  // [mm], half of KiCad's grid of pins
constexpr const char* stroke = "(stroke (width 0.254) (type default) (color 0 0 0 0))";
constexpr const char* text_effects = "(effects (font (size 1.27 1.27)))";

struct Property {
  const char* name;
  std::string value;
  double x = 0, y = 0;  // [mm]
  bool is_visible = false;
};

std::string property(const Property& p, std::size_t id) {
  return fmt::format("    (property \"{}\" \"{}\" (id {}) (at {} {} 0) (effects (font (size 1.27 1.27)){}))\n", p.name,
                     p.value, id, p.x, p.y, p.is_visible ? " (justify left)" : " hide");
}

std::string point(ShapePoint p) {
  return fmt::format("(xy {:.4g} {:.4g})", unit * p.x, unit * p.y);
}

std::string rectangle(ShapePoint a, ShapePoint b, const char* fill) {
  return fmt::format("      (rectangle (start {:.4g} {:.4g}) (end {:.4g} {:.4g}) {} (fill (type {})))\n", unit * a.x,
                     unit * a.y, unit * b.x, unit * b.y, stroke, fill);
}

std::string drawing() {
  std::string points;
  for (const ShapePoint& p : meander) points += point(p) + " ";
  points.pop_back();
  return rectangle({-shape_half_width, shape_half_height}, {shape_half_width, -shape_half_height}, "none") +
         rectangle({-shape_half_width, -shape_half_height + shape_bar}, {shape_half_width, -shape_half_height},
                   "outline") +
         fmt::format("      (polyline (pts {}) {} (fill (type none)))\n", points, stroke);
}

std::string pin(const char* name, const char* number, double y, int angle) {
  return fmt::format("      (pin passive line (at 0 {:.4g} {}) (length {:.4g}) (name \"{}\" {}) (number \"{}\" {}))\n",
                     unit * y, angle, unit * (shape_pin - shape_half_height), name, text_effects, number, text_effects);
}

std::string symbol(const models::Law& law) {
  const std::string name = "somn_" + law.name;
  std::string parameters;
  for (const models::Parameter& p : law.parameters)
    parameters += fmt::format("{}{}={}", parameters.empty() ? "" : " ", p.name, number(p.default_value));
  const std::vector<Property> properties = {
      {"Reference", "MR", 2.032, 1.27, true},
      {"Value", name, 2.032, -1.27, true},
      {"Footprint", ""},
      {"Datasheet", "~"},
      {"Spice_Primitive", "X"},
      {"Spice_Model", name + " " + parameters},
      {"Spice_Netlist_Enabled", "Y"},
      {"Spice_Node_Sequence", "1 2"},
      {"Spice_Lib_File", "somn.lib"},
      {"Sim.Device", "SUBCKT"},
      {"Sim.Library", "somn.lib"},
      {"Sim.Name", name},
      {"Sim.Pins", "1=p 2=n"},
      {"Sim.Params", parameters},
      {"ki_keywords", "memristor junction simulation somnspice"},
      {"ki_description", law.title},
  };
  std::string text =
      fmt::format("  (symbol \"{}\" (pin_numbers hide) (pin_names hide) (in_bom no) (on_board no)\n", name);
  for (std::size_t k = 0; k < properties.size(); ++k) text += property(properties[k], k);
  return text + fmt::format("    (symbol \"{}_0_1\"\n{}    )\n    (symbol \"{}_1_1\"\n{}{}    )\n  )\n", name,
                            drawing(), name, pin("p", "1", shape_pin, 270), pin("n", "2", -shape_pin, 90));
}

}  // namespace

std::string kicad_symbols() {
  std::string text = "(kicad_symbol_lib (version 20211014) (generator somnspice)\n";
  for (const models::Law& law : models::laws()) text += symbol(law);
  return text + ")\n";
}

}  // namespace somn::library
