// What writing and reading a network costs: CPU seconds and the peak memory of the process so far.
//
//   netgen_files_bench [FOLDER]    files of 1e4 ... 1e6 junctions go there, default /tmp, and are removed
//
// Wire films of 0.1 /um2 and 10 um; about 3.1 junctions per wire.
#include "costs.hpp"

#include <somn/netgen/files.hpp>
#include <somn/netgen/generate.hpp>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>

using namespace somn;

namespace {

template <class Action>
double timed(Action action) {
  const double start = bench::cpu();
  action();
  return bench::cpu() - start;
}

void measure(const netgen::Network& network, const std::filesystem::path& folder, const std::string& format) {
  const std::filesystem::path file = folder / ("netgen_files_bench." + format);
  const double writing = timed([&] { netgen::write_network(network, file); });
  const double peak = bench::peak_bytes() / 0x1p20;
  const auto size = static_cast<double>(std::filesystem::file_size(file)) / 1e6;
  std::string reading = "-";
  bool is_same = true;
  if (format != "dot") {
    netgen::Network again;
    reading = fmt::format("{:.3f}", timed([&] { again = netgen::read_network(file); }));
    is_same = netgen::hash(again) == netgen::hash(network) || format == "edges";
  }
  fmt::print("{:>9} {:>8} {:>8.1f} {:>8.3f} {:>8.0f} {:>8} {:>8.0f}{}\n", network.n_junctions(), format, size, writing,
             peak, reading, bench::peak_bytes() / 0x1p20, is_same ? "" : "  DIFFERS");
  std::filesystem::remove(file);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : "/tmp";
  fmt::print("junctions   format       MB  write_s  peak_MB   read_s  peak_MB\n");
  for (const double junctions : {1e4, 1e5, 1e6}) {
    const double box = std::sqrt(junctions / 3.14);  // [um^2 / 10]: 0.314 junctions per um2
    const netgen::Network network = netgen::generate({.ensemble = "wires",
                                                      .options = {{"density", "0.1 /um2"},
                                                                  {"length", "10 um"},
                                                                  {"box", fmt::format("{:.0f} um", box * 3.16)},
                                                                  {"seed", "1"}},
                                                      .where = "bench"});
    for (const std::string format : {"graphml", "csv", "edges", "dot"}) measure(network, folder, format);
  }
}
