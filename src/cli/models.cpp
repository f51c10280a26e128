// somn models: the parameter tables of the junction laws.
#include "command.hpp"

#include <somn/core/text.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/workflow/describe.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

struct Request {
  std::string name;
  bool json = false, quiet = false;
};

void options(Options& o, Request& r) {
  o("NAME", r.name, "", "one law; all of them without it");
  o("--json", r.json, "a list of objects with name and parameters");
  o("--quiet", r.quiet, "no messages beside the result");
}

void run(const Request& r) {
  const std::vector<models::Law> chosen =
      r.name.empty() ? models::laws() : std::vector{models::law(r.name, "somn models")};
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  std::string text;
  for (const models::Law& law : chosen) {
    json.push_back(workflow::to_json(law));
    text += (text.empty() ? "" : "\n") + workflow::to_text(law);
  }
  fmt::print("{}", r.json ? json_text(json) : text);
}

}  // namespace

void add_models(CLI::App& program, int& code) {
  add<Request>(program, code,
               {"models", "junction laws: parameters with default, unit, range, meaning, source",
                "Example:\n  somn models vts\nUnits are SI; a range with a round bracket excludes its end point."},
               options, run);
}

}  // namespace somn::cli
