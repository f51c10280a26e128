// somn schema: the keys of the files that are read and written, as JSON Schema or as the tables of the documentation.
#include "command.hpp"

#include <somn/compare/compare.hpp>
#include <somn/experiment/tables.hpp>
#include <somn/sweep/tables.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string file;
  bool markdown = false;
};

void options(Options& o, Request& r) {
  o("FILE", r.file, "", "experiment or sweep, which are read; findings or comparison, which are written", required,
    one_of({"experiment", "sweep", "findings", "comparison"}));
  o("--markdown", r.markdown, "the tables of the documentation instead");
}

std::vector<schema::Description> keys_of(const Request& r) {
  if (r.file == "sweep") return sweep::file_fields();
  if (r.file == "findings") return schema::descriptions<sweep::FindingsFile>();
  if (r.file == "comparison") return schema::descriptions<compare::Comparison>();
  return experiment::file_fields(r.markdown ? experiment::Keys::own : experiment::Keys::all);
}

void run(const Request& r) {
  const std::vector<schema::Description> fields = keys_of(r);
  if (r.markdown) {
    fmt::print("{}", schema::markdown_sections(fields));
    return;
  }
  schema::Json json{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                    {"title", fmt::format("somnspice {} file", r.file)}};
  json.update(schema::json_schema(fields));
  fmt::print("{}\n", json.dump(2));
}

}  // namespace

void add_schema(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"schema", "JSON Schema of experiment and sweep files, for editors, and of results",
       "Editors complete and check TOML with it (Even Better TOML, taplo): put \"#:schema experiment.json\" on the "
       "first\nline of the file.\nExample:\n  somn schema experiment > experiment.json"},
      options, run);
}

}  // namespace somn::cli
