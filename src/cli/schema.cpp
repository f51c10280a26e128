// somn schema: the keys of the files that are read and written, as JSON Schema or as the tables of the documentation.
#include "commands.hpp"

#include <somn/compare/compare.hpp>
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

std::vector<schema::Description> keys_of(const Request& request) {
  if (request.file == "sweep") return sweep::file_fields();
  if (request.file == "findings") return schema::descriptions<sweep::FindingsFile>();
  if (request.file == "comparison") return schema::descriptions<compare::Comparison>();
  return experiment::file_fields(request.markdown ? experiment::Keys::own : experiment::Keys::all);
}

void run(const Request& request) {
  const std::vector<schema::Description> fields = keys_of(request);
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
  CLI::App* command = program.add_subcommand("schema", "JSON Schema of experiment and sweep files, for editors, and of results");
  const auto request = std::make_shared<Request>();
  command->add_option("FILE", request->file, "experiment or sweep, which are read; findings or comparison, which are written")
      ->required()
      ->check(CLI::IsMember({"experiment", "sweep", "findings", "comparison"}));
  command->add_flag("--markdown", request->markdown, "the tables of the documentation instead");
  command->footer(
      "Editors complete and check TOML with it (Even Better TOML, taplo): put \"#:schema experiment.json\" on the "
      "first\n"
      "line of the file.\n"
      "Example:\n  somn schema experiment > experiment.json");
  command->callback([request] { run(*request); });
}

}  // namespace somn::cli
