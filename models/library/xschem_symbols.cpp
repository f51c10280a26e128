// File format: "XSCHEM file format specification" in xschem's manual; G{} carries the attributes in 2.8.1 and is
// still read from symbols by 3.x, whose own block is K{}. type=primitive: no subcircuit of the symbol's name is
// written.
#include "library.hpp"
#include "symbol_shape.hpp"

#include <fmt/format.h>

namespace somn::library {
namespace {

constexpr double unit = 10;  // so that the pins are on xschem's grid of 10

std::string line(ShapePoint a, ShapePoint b) {
  return fmt::format("L 4 {} {} {} {} {{}}\n", unit * a.x, -unit * a.y, unit * b.x, -unit * b.y);
}

std::string box(double x1, double y1, double x2, double y2, const char* attributes) {
  return fmt::format("P 4 5 {0} {1} {2} {1} {2} {3} {0} {3} {0} {1} {{{4}}}\n", unit * x1, -unit * y1, unit * x2,
                     -unit * y2, attributes);
}

std::string pin(const char* name, double y) {
  return fmt::format("B 5 -2.5 {} 2.5 {} {{name={} dir=inout}}\n", -unit * y - 2.5, -unit * y + 2.5, name);
}

}  // namespace

std::string xschem_symbol(const models::Law& law) {
  std::string format = "@name @pinlist @symname", values = "name=x1";
  for (const models::Parameter& p : law.parameters) {
    format += fmt::format(" {0}=@{0}", p.name);
    values += fmt::format("\n{}={}", p.name, number(p.default_value));
  }
  std::string text =
      fmt::format("G {{type=primitive\nformat=\"{}\"\ntemplate=\"{}\"}}\nV {{}}\nS {{}}\nE {{}}\n", format, values);
  text += line({0, shape_pin}, {0, shape_half_height}) + line({0, -shape_half_height}, {0, -shape_pin});
  for (std::size_t k = 1; k < meander.size(); ++k) text += line(meander[k - 1], meander[k]);
  text += box(-shape_half_width, shape_half_height, shape_half_width, -shape_half_height, "");
  text += box(-shape_half_width, -shape_half_height + shape_bar, shape_half_width, -shape_half_height, "fill=true");
  return text + pin("p", shape_pin) + pin("n", -shape_pin) +
         "T {@name} 15 -18.75 0 0 0.2 0.2 {}\nT {@symname} 15 -3.75 0 0 0.2 0.2 {}\n";
}

}  // namespace somn::library
