// The program's pipeline through the C++ library, in five lines: an experiment in, its trace, events and analysis out.
#include <somn/somn.hpp>

#include <iostream>

int main() {
  const auto run = somn::run("run.toml");
  std::cout << run.network.n_junctions() << " junctions, " << run.events().size() << " events, "
            << run.analysis["avalanches"]["n"] << " avalanches, regime " << run.analysis["regime"] << '\n';
}
