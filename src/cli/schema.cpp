// somn schema: the keys of experiment and sweep files, as JSON Schema for editors or as the tables of the
// documentation.
#include "commands.hpp"

#include <somn/experiment/tables.hpp>
#include <somn/sweep/tables.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace somn::cli {
namespace {

struct Request {
  std::string file;
  bool markdown = false;
};

void run(const Request& request) {
  const bool is_experiment = request.file == "experiment";
  const experiment::Keys keys = request.markdown ? experiment::Keys::own : experiment::Keys::all;
  const std::vector<schema::Description> fields = is_experiment ? experiment::file_fields(keys) : sweep::file_fields();
  if (request.markdown) {
    fmt::print("{}", schema::markdown_sections(fields));
    return;
  }
  schema::Json json{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                    {"title", fmt::format("somnspice {} file", request.file)}};
  json.update(schema::json_schema(fields));
  fmt::print("{}\n", json.dump(2));
}

}  // namespace

void add_schema(CLI::App& program) {
  CLI::App* command = program.add_subcommand("schema", "JSON Schema of experiment or sweep files, for editors");
  const auto request = std::make_shared<Request>();
  command->add_option("FILE", request->file, "experiment or sweep")
      ->required()
      ->check(CLI::IsMember({"experiment", "sweep"}));
  command->add_flag("--markdown", request->markdown, "the tables of the documentation instead");
  command->footer(
      "Editors complete and check TOML with it (Even Better TOML, taplo): put \"#:schema experiment.json\" on the "
      "first\n"
      "line of the file.\n"
      "Example:\n  somn schema experiment > experiment.json");
  command->callback([request] { run(*request); });
}

}  // namespace somn::cli
