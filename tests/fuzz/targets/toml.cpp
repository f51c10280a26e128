// Experiments and sweeps as TOML: every key is asked for in every way, and the experiment is read.
#include "driver.hpp"

#include <somn/core/config.hpp>
#include <somn/core/error.hpp>
#include <somn/experiment/experiment.hpp>

namespace somn::fuzz {
namespace {

template <class Read>
void reads(Read read) {
  try {
    read();
  } catch (const InputError&) {
  }
}

void ask(const Config& config, int depth) {
  for (const std::string& key : config.keys()) {
    config.where(key);
    reads([&] { config.text(key); });
    reads([&] { config.texts(key); });
    reads([&] { config.quantity(key, dimension::voltage); });
    reads([&] { config.quantities(key, dimension::none); });
    reads([&] { config.integers(key); });
    reads([&] { config.boolean(key); });
    reads([&] { config.items(key); });
    reads([&] { Config::from_text("a = " + config.item(key), "item").item("a"); });
    reads([&] {
      for (const Config& table : config.tables(key)) ask(table, depth + 1);
    });
    if (config.is_table(key)) ask(config.table(key), depth + 1);
  }
}

}  // namespace

void target(const std::string& bytes) {
  Config config = Config::from_text(bytes, "fuzz");
  ask(config, 0);
  reads([&] { config.set("run.t_stop", bytes.substr(0, 200)); });
  reads([&] { experiment::read_experiment(Config::from_text(bytes, "fuzz")); });
}

}  // namespace somn::fuzz
