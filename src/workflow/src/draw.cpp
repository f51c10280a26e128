// After the results are safe: what cannot be drawn is said, and costs nothing else.
#include <somn/core/error.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/report/comparison.hpp>
#include <somn/report/report.hpp>
#include <somn/workflow/compare.hpp>
#include <somn/workflow/folder.hpp>

namespace somn::workflow {
namespace fs = std::filesystem;
namespace {

void draw_comparison(const fs::path& folder, const compare::Run& a, const compare::Run& b) {
  FolderAddition files(folder);
  report::draw_comparison({a.name, &a.trace, &a.events, a.time_shift}, {b.name, &b.trace, &b.events, b.time_shift},
                          files.path() / "figures");
  files.commit();
}

// Of what is in memory; of a folder that was complete already, where the picture is missing.
void draw_comparison(const FolderRun& of, const experiment::Experiment& e) {
  if (of.run && of.run->comparison) {
    const EngineRun &a = of.run->engines[0], &b = of.run->engines[1];
    draw_comparison(of.folder, compared_run(a.engine, e, a.result), compared_run(b.engine, e, b.result));
  } else if (!of.run) {
    draw_comparison(of.folder, stored_run(of.folder / "ngspice", "ngspice", e),
                    stored_run(of.folder / "native", "native", e));
  }
}

bool lacks_comparison(const FolderRun& of, const experiment::Experiment& e) {
  if (of.run) return of.run->comparison.has_value();
  return fs::exists(of.folder / "compare.json") && !e.formats.empty() &&
         !fs::exists(of.folder / "figures" / "comparison.svg");
}

template <class F>
void attempt(Pictures& pictures, const char* what, F draw) {
  try {
    draw();
  } catch (const Error& error) {
    pictures.missing.push_back({what, error.what()});
  }
}

}  // namespace

Pictures draw(const FolderRun& of, const experiment::Experiment& e, bool report) {
  Pictures pictures;
  if (lacks_comparison(of, e)) {
    try {  // nobody asked for this one: where there is no gnuplot, that is no failure
      report::require_gnuplot("the picture of the comparison");
    } catch (const InputError& error) {
      pictures.no_gnuplot = error.what();
    }
    if (pictures.no_gnuplot.empty()) attempt(pictures, "picture of the comparison", [&] { draw_comparison(of, e); });
  }
  if (report)
    attempt(pictures, "report", [&] {
      const report::Drawn drawn = report::write_report(of.folder);
      for (const std::string& failure : drawn.failures) pictures.missing.push_back({"picture", failure});
      pictures.page = drawn.page;
    });
  return pictures;
}

}  // namespace somn::workflow
