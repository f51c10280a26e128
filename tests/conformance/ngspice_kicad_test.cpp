// The netlist that KiCad 6.0.11 exported from a schematic of our symbols (tests/data/kicad/export.sh) runs in
// libngspice.
#include "ngspice_recorder.hpp"

#include <somn/core/file.hpp>
#include <somn/ngspice/run.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn::ngspice;

TEST_CASE(
    "KiCad's netlist: a drift memristor behind 1 kohm and a threshold junction at 1.3 V follow their closed forms") {
  const std::filesystem::path libraries = std::filesystem::path(SOMN_BUILD_DIR) / "lib";
  const std::string deck = somn::read_file(std::filesystem::path(SOMN_SOURCE_DIR) / "tests/data/kicad/first.cir");
  Worker worker;
  Recorder r;
  worker.run({.deck = deck,
              .record = {"v(m)", "@a.xmr1.a1[state]", "@a.xmr2.a1[state]", "@a.xmr2.a1[i]"},
              .t_stop = 0.1,
              .code_model = libraries / "somn.cm",
              .folder = libraries},
             r);
  REQUIRE(r.n_rows() > 1000);

  // drift: dx/dt = (mu_v r_on/d^2) V/R with R = r_series + r_off - (r_off - r_on) x, so that R^2 falls linearly
  const double v = 1.3, r_series = 1e3, r_on = 100, r_off = 16e3, r_init = 11e3, speed = 1e-14 * r_on / 1e-16;
  double worst_v = 0, worst_x = 0, worst_w = 0, worst_i = 0;
  for (std::size_t k = 0; k < r.n_rows(); ++k) {
    const double t = r.time()[k];
    const double resistance = std::sqrt(std::pow(r_series + r_init, 2) - 2 * (r_off - r_on) * speed * v * t);
    const double w = 1 - std::exp(-t / 0.1 * std::tanh(2 * (v - 0.8)));
    worst_v = std::max(worst_v, std::abs(r.recorded(0)[k] - v * (1 - r_series / resistance)));
    worst_x = std::max(worst_x, std::abs(r.recorded(1)[k] - (r_series + r_off - resistance) / (r_off - r_on)));
    worst_w = std::max(worst_w, std::abs(r.recorded(2)[k] - w));
    worst_i = std::max(worst_i, std::abs(r.recorded(3)[k] - v * (1e-6 + 999e-6 * w)));
  }
  CAPTURE(worst_v, worst_x, worst_w, worst_i);
  CHECK(worst_v < 1e-8);
  CHECK(worst_x < 1e-8);
  CHECK(worst_w < 1e-8);
  CHECK(worst_i < 1e-11);
}
