// somn results: the findings of several sweeps as one page of tables.
#include "command.hpp"

#include <somn/core/file.hpp>
#include <somn/sweep/finding.hpp>

namespace somn::cli {
namespace {

struct Request {
  std::vector<std::filesystem::path> folders;
  std::string output = "-";
};

void options(Options& o, Request& r) {
  o("DIR", r.folders, "", "folders that `somn sweep` wrote, in the order of the page", required);
  o("-o,--output", r.output, "", "file for the page (Markdown); default: standard output");
}

void run(const Request& r) {
  write_file(r.output, sweep::results_page(r.folders));
}

}  // namespace

void add_results(CLI::App& program, int& code) {
  add<Request>(program, code,
               {"results", "the findings of several sweeps as one page: claimed, published, measured",
                "Example:  somn results out/* -o docs/results.md"},
               options, run);
}

}  // namespace somn::cli
