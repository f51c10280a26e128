// The files of one run, read.
#pragma once

#include <somn/figures/json_path.hpp>

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/netgen/network.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace somn::report {

using namespace figures;

// An experiment as it stands in the file: sections and keys in the file's order, values as the user reads them.
struct Setting {
  std::string section, key, value;  // "drive", "amplitude", "9 V"; section "" at the top; inner tables as "key.inner"
};

class Experiment {
 public:
  static Experiment from_file(const std::filesystem::path&);  // InputError with the line where it is not TOML
  const std::vector<Setting>& settings() const { return settings_; }
  std::string value(std::string_view section, std::string_view key) const;  // "" where absent

 private:
  std::vector<Setting> settings_;
};

struct EngineRun {
  std::string engine;  // "ngspice", "native"
  Trace trace;         // time_s, v_source_V, i_source_A, ...
  std::vector<JunctionEvent> events;
  Json stats;
};

struct RunFolder {
  std::filesystem::path dir;
  Experiment experiment;
  netgen::Network network;
  Json analysis;
  std::vector<EngineRun> engines;  // at least one; the figures show the first
};

RunFolder read_run_folder(const std::filesystem::path& dir);

}  // namespace somn::report
