// somn percolation: spanning probability against density for several sizes, and the threshold.
#include "commands.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "progress.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/core/text.hpp>
#include <somn/workflow/percolation.hpp>

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

namespace somn::cli {
namespace {

struct Request {
  workflow::PercolationRequest of;
  std::string output;
  bool json = false, quiet = false, force = false, lattice_options = false, wire_options = false;
};

void refuse_idle_options(const Request& request) {
  const bool is_lattice = request.of.ensemble == "lattice", is_wires = request.of.ensemble == "wires";
  const char* idle = request.lattice_options && !is_lattice ? "--kind or --dilute"
                     : request.wire_options && !is_wires    ? "--length-sd"
                                                            : nullptr;
  if (idle)
    throw InputError(
        {.what = fmt::format("{} does not apply to {}", idle, request.of.ensemble), .where = "somn percolation"});
}

bool is_folder(const std::string& output) {
  return !output.empty() && output != "-" && !output.ends_with(".csv");
}

// The curves first; a picture that fails costs the picture.
ExitCode write(const workflow::Percolation& o, OutputFolder& folder) {
  workflow::write_percolation(o, folder.path());
  folder.commit();
  try {
    FolderAddition pictures(folder.target());
    workflow::draw_percolation(o, pictures.path());
    pictures.commit();
  } catch (const Error& error) {
    fmt::print(stderr, "somn: no picture: {}\n  the curves are in {}\n", error.what(), folder.target().string());
    return ExitCode::picture_failed;
  }
  return ExitCode::ok;
}

void sample(workflow::Percolation& o, const Request& request) {
  Progress progress(fmt::format("percolation of {}", request.of.ensemble), request.quiet);
  const StopOnInterrupt guard;
  workflow::sample(o, {.on_progress = [&](double fraction) { progress.show(fraction); }, .stop = guard.flag()});
  progress.end();
}

ExitCode run(const Request& request) {
  workflow::Percolation o = workflow::plan_percolation(request.of);
  refuse_idle_options(request);
  std::optional<OutputFolder> folder;
  if (is_folder(request.output))
    folder.emplace(request.output, request.force ? Existing::replace : Existing::refuse, "somn percolation");
  sample(o, request);
  if (request.json)
    fmt::print("{}", json_text(workflow::to_json(o)));
  else if (!request.quiet && request.output != "-")
    fmt::print("{}", workflow::to_text(o));
  ExitCode code = ExitCode::ok;
  if (folder)
    code = write(o, *folder);
  else if (!request.output.empty())
    write_file(request.output, workflow::to_csv(o));
  return o.is_complete ? code : ExitCode::interrupted;
}

}  // namespace

void add_percolation(CLI::App& program, int& exit_code) {
  CLI::App* command = program.add_subcommand(
      "percolation", "spanning probability against density for several sizes, and the percolation threshold");
  const auto request = std::make_shared<Request>();
  command->add_option("ENSEMBLE", request->of.ensemble, "discs | wires | lattice")->required();
  CLI::Option* kind =
      command->add_option("--kind", request->of.kind, "lattice: square | triangular | honeycomb | cubic")
          ->check(CLI::IsMember({"square", "triangular", "honeycomb", "cubic"}));
  CLI::Option* dilute = command->add_option("--dilute", request->of.dilute, "lattice: bond | site")
                            ->check(CLI::IsMember({"bond", "site"}));
  CLI::Option* spread =
      command->add_option("--length-sd", request->of.length_sd,
                          "wires: standard deviation of the Gamma distributed length, in mean lengths, 0 ... 1 [0]");
  command
      ->add_option("--rule", request->of.rule,
                   "wrapping: periodic, a cluster winds around [default] | spanning: open, left to right")
      ->check(CLI::IsMember({"wrapping", "spanning"}));
  command
      ->add_option("--sizes", request->of.sizes,
                   "sides of the samples, in diameters, mean lengths or lattice constants; such as 32,64,128")
      ->delimiter(',')
      ->type_name("L1,L2,...");
  command
      ->add_option("--samples", request->of.samples,
                   "samples of the largest size; smaller ones get as many as take the same work")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", request->of.seed, "of all random numbers [1]");
  command->add_option("-j,--threads", request->of.threads,
                      "threads; the result is the same for any number [all cores]");
  command->add_option("-o,--output", request->output,
                      "FILE.csv (- is standard output): the curves; any other name: a folder for them and a figure");
  command->add_flag("--force", request->force, "replace the output folder, if it is one of somn");
  command->add_flag("--json", request->json, "print the results as JSON (docs/analysis-json.md)");
  command->add_flag("--quiet", request->quiet, "no progress, and no text unless --json is given");
  command->footer(
      "Density: covered fraction (discs), n l^2 (wires), occupied fraction (lattice). Ctrl-C ends the sampling and\n"
      "reports what is done.\nExample: somn percolation lattice --kind triangular --dilute site --seed 7 -o curves");
  command->callback([request, kind, dilute, spread, &exit_code] {
    request->lattice_options = kind->count() + dilute->count() > 0;
    request->wire_options = spread->count() > 0;
    exit_code = static_cast<int>(run(*request));
  });
}

}  // namespace somn::cli
