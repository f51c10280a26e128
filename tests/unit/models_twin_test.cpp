// Plain twins with numbers in place of parameters; the formulas of parameters by hand.
#include <somn/core/error.hpp>
#include <somn/models/twin.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using models::Dialect;

TEST_CASE("a twin by hand: numbers for parameters, each simulator's own words") {
  const models::Law& law = models::law("threshold", "test");
  const std::vector<double> values = law.defaults();
  CHECK(models::twin(law, values, "j0", Dialect::ngspice, 1e-9) ==
        ".subckt j0 p n\n"
        "bi p n i = v(p,n)*((1e-06)+(0.000999)*v(x))\n"
        "bf f 0 v = ((1-v(x))*tanh((2)*uramp(v(p,n)-(0.8)))-v(x)*tanh((3)*uramp(-v(p,n)-(0.8))))/(0.001) - v(x)*(0)\n"
        "bx 0 x i = v(on)*v(f) + (1-v(on))*1e3*((0)-v(x))\n"
        "cx x 0 1 ic=0\n"
        "von on 0 pwl(0 0 1e-09 1)\n"
        ".ends j0\n");
  const std::string ltspice = models::twin(law, values, "j0", Dialect::ltspice, 1e-9);
  CHECK(ltspice.find("\nbi p n i=v(p,n)*") != std::string::npos);
  CHECK(ltspice.find("tanh((2)*max(0,v(p,n)-(0.8)))") != std::string::npos);
  const std::string xyce = models::twin(law, values, "j0", Dialect::xyce, 1e-9);
  CHECK(xyce.find("\nbx 0 x i={v(on)*v(f) + (1-v(on))*1e3*((0)-v(x))}\n") != std::string::npos);
}

TEST_CASE("every law has a twin in which nothing is left to be worked out") {
  for (const models::Law& law : models::laws())
    for (const Dialect dialect : {Dialect::ngspice, Dialect::ltspice, Dialect::xyce}) {
      INFO(law.name);
      std::vector<double> values = law.defaults();
      for (std::size_t p = 0; p < values.size(); ++p)
        if (law.parameters[p].name == "redraw") values[p] = 0;  // of `break`: drawn by default
      const std::string text = models::twin(law, values, "t", dialect, 1e-9);
      CHECK((text.find('{') == std::string::npos || dialect == Dialect::xyce));
      for (const char* word : {"==", "**", "nan", "inf", "@"}) CHECK(text.find(word) == std::string::npos);
      if (dialect != Dialect::ngspice) CHECK(text.find("uramp") == std::string::npos);
    }
}

TEST_CASE("what the twin does not have is refused, and so is a misspelt dialect") {
  const models::Law& law = models::law("vts", "test");
  std::vector<double> values = law.defaults();
  values[law.index("c2c", "test")] = 0.1;
  CHECK_THROWS_WITH(models::twin(law, values, "j0", Dialect::ngspice, 0), Catch::Contains("c2c"));
  CHECK(models::dialect("xyce", "test") == Dialect::xyce);
  CHECK_THROWS_WITH(models::dialect("xyze", "test"), Catch::Contains("xyce"));
}
