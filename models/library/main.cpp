// write_libraries MODELS FOLDER SYMBOLS_FOLDER: writes everything that is made from the parameter tables.
#include "library.hpp"

#include <somn/core/file.hpp>

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: write_libraries MODELS_FOLDER RESULT_FOLDER SYMBOLS_FOLDER\n");
    return 2;
  }
  try {
    const std::filesystem::path folder = argv[2], symbols = argv[3];
    somn::write_file(folder / "somn.lib", somn::library::code_model_library());
    somn::write_file(folder / "somn_pure.lib", somn::library::pure_library());
    for (const char* program : {"kicad", "xschem", "docs"}) somn::make_folder(symbols / program);
    somn::write_file(symbols / "kicad/somn.kicad_sym", somn::library::kicad_symbols());
    for (const somn::models::Law& law : somn::models::laws())
      somn::write_file(symbols / "xschem" / ("somn_" + law.name + ".sym"), somn::library::xschem_symbol(law));
    for (const somn::models::Law& law : somn::models::laws())
      somn::write_file(symbols / "docs" / (law.name + ".md"), somn::library::data_sheet(law, argv[1]));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "write_libraries: %s\n", error.what());
    return 70;
  }
}
