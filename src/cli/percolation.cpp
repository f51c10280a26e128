// somn percolation: spanning probability against density for several sizes, and the threshold.
#include "command.hpp"
#include "interrupt.hpp"
#include "progress.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/core/text.hpp>
#include <somn/workflow/percolation.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>

namespace somn::cli {
namespace {

struct Request {
  workflow::PercolationRequest of;
  std::string output;
  bool json = false, quiet = false, force = false;
};

void options(Options& o, Request& r) {
  o("ENSEMBLE", r.of.ensemble, "", "discs | wires | lattice", required);
  o("--kind", r.of.kind, "", "lattice: square | triangular | honeycomb | cubic",
    one_of({"square", "triangular", "honeycomb", "cubic"}));
  o("--dilute", r.of.dilute, "", "lattice: bond | site", one_of({"bond", "site"}));
  o("--length-sd", r.of.length_sd, "",
    "wires: standard deviation of the Gamma distributed length, in mean lengths, 0 ... 1 [0]");
  o("--rule", r.of.rule, "", "wrapping: periodic, a cluster winds around [default] | spanning: open, left to right",
    one_of({"wrapping", "spanning"}));
  o("--sizes", r.of.sizes, "L1,L2,...",
    "sides of the samples, in diameters, mean lengths or lattice constants; such as 32,64,128", with_commas);
  o("--samples", r.of.samples, "", "samples of the largest size; smaller ones get as many as take the same work",
    positive);
  o("--seed", r.of.seed, "", "of all random numbers [1]");
  o("-j,--threads", r.of.threads, "", "threads; the result is the same for any number [all cores]");
  o("-o,--output", r.output, "",
    "FILE.csv (- is standard output): the curves; any other name: a folder for them and a figure");
  o("--force", r.force, "replace the output folder, if it is one of somn");
  o("--json", r.json, "print the results as JSON (docs/analysis-json.md)");
  o("--quiet", r.quiet, "no progress, and no text unless --json is given");
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

void sample(workflow::Percolation& o, const Request& r) {
  Progress progress("percolation of " + r.of.ensemble, r.quiet);
  const StopOnInterrupt guard;
  workflow::sample(o, {.on_progress = [&](double fraction) { progress.show(fraction); }, .stop = guard.flag()});
  progress.end();
}

ExitCode run(const Request& r) {
  workflow::Percolation o = workflow::plan_percolation(r.of);
  std::optional<OutputFolder> folder;
  if (is_folder(r.output)) folder.emplace(r.output, r.force ? Existing::replace : Existing::refuse, "somn percolation");
  sample(o, r);
  if (r.json)
    fmt::print("{}", json_text(workflow::to_json(o)));
  else if (!r.quiet && r.output != "-")
    fmt::print("{}", workflow::to_text(o));
  ExitCode code = ExitCode::ok;
  if (folder)
    code = write(o, *folder);
  else if (!r.output.empty())
    write_file(r.output, workflow::to_csv(o));
  return o.is_complete ? code : ExitCode::interrupted;
}

}  // namespace

void add_percolation(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"percolation", "spanning probability against density for several sizes, and the percolation threshold",
       "Density: covered fraction (discs), n l^2 (wires), occupied fraction (lattice). Ctrl-C ends the sampling and\n"
       "reports what is done.\nExample: somn percolation lattice --kind triangular --dilute site --seed 7 -o curves"},
      options, run);
}

}  // namespace somn::cli
