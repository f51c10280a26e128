// Files for circuit designers, made from the parameter tables: SPICE libraries, schematic symbols, data sheets.
#pragma once

#include <somn/models/catalogue.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace somn::library {

// One subcircuit: a law with the defaults of one of its presets. `name`: "somn_drift", "somn_drift_biolek2".
struct Device {
  const models::Law* law = nullptr;
  std::string name = {};
  std::vector<double> values = {};  // [SI], as Law::parameters
  std::string source = {};          // of the preset; empty for the defaults
};

std::vector<Device> devices();

// "1000" or, for a choice, its index: a subcircuit can pass numbers only.
std::string number(double value);

// somn.lib: each law as a subcircuit with per-instance parameters around the code model.
std::string code_model_library();

// somn_pure.lib: the same subcircuits of plain SPICE elements; bodies from models/<law>/pure.lib.
std::string pure_library();

// Schematic symbols, one per law: a memristor with the pins p and n and the law's parameters. somn.kicad_sym carries
// the simulation fields of KiCad 6 (Spice_*) and of 7 and later (Sim.*); somn_<law>.sym is xschem's.
std::string kicad_symbols();
std::string xschem_symbol(const models::Law& law);

// models/<law>/page.md: equations from the head of law.h, parameters, presets.
std::string data_sheet(const models::Law&, const std::filesystem::path& models_folder);

}  // namespace somn::library
