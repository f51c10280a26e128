#include "figures.hpp"
#include "html.hpp"
#include "run_folder.hpp"
#include "sections.hpp"
#include "view_page.hpp"

#include <somn/analyses/run_json.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/core/text.hpp>
#include <somn/report/report.hpp>
#include <somn/view/page.hpp>

#include <fmt/format.h>

namespace somn::report {
namespace {

// Up events in the window of analysis [s].
std::vector<double> up_times(const RunFolder& run) {
  const double start = number(run.analysis, "/parameters/t_start_s"),
               stop = number(run.analysis, "/parameters/t_stop_s");
  std::vector<double> times;
  for (const JunctionEvent& e : run.engines.front().events)
    if (e.kind == EventKind::up && e.time >= start && e.time < stop) times.push_back(e.time);
  return times;
}

// The parts that every run has come first, those that were asked for after them in the order of their names.
std::vector<const analysis::Analysis*> drawn_parts() {
  std::vector<const analysis::Analysis*> parts;
  for (const char* name : {"isi", "avalanches", "branching"}) parts.push_back(&analysis::find_analysis(name));
  for (const analysis::Analysis* part : analysis::parts_of_runs()) parts.push_back(part);
  return parts;
}

std::vector<Figure> figures_of(const RunFolder& run) {
  const EngineRun& shown = run.engines.front();
  const std::vector<double>& time = shown.trace.time();
  std::vector<Figure> figures{network_figure(run.network, shown.events), current_figure(shown.trace, run.analysis),
                              raster_figure(run.network, shown.events, number(run.analysis, "/parameters/t_start_s"),
                                            time.empty() ? 0 : time.back())};
  for (const analysis::Analysis* part : drawn_parts())
    if (part->figure_of_run != nullptr && run.analysis.contains(std::string(part->name)))
      figures.push_back(part->figure_of_run(run.analysis, up_times(run)));
  return figures;
}

// A picture that fails costs that picture.
std::string figure_html(const Figure& figure, const std::filesystem::path& folder, Drawn& drawn) {
  const std::string heading = fmt::format("<h2>{}</h2>\n", escape_markup(figure.title));
  if (!figure.absent.empty()) return fmt::format("{}<p class=\"absent\">{}</p>\n", heading, escape_markup(figure.absent));
  std::string svg;
  try {
    svg = inline_svg(draw(figure, folder), figure.name, figure.title);
  } catch (const FileError&) {
    throw;
  } catch (const InputError& error) {
    drawn.failures.push_back(fmt::format("{}: {}", figure.name, error.what()));
    return fmt::format(
        "{0}<p class=\"absent\">This picture could not be drawn: {1}. Its numbers are in figures/{2}*.csv; "
        "<code>gnuplot {2}.gp</code> in that folder draws it.</p>\n",
        heading, escape_markup(error.facts().value.empty() ? error.facts().what : error.facts().value), escape_markup(figure.name));
  }
  drawn.pictures.push_back(folder.filename() / (figure.name + ".svg"));
  return fmt::format("{}<figure>\n{}\n<figcaption>{}</figcaption>\n</figure>\n", heading, svg, escape_markup(figure.caption));
}

}  // namespace

Drawn write_report(const std::filesystem::path& dir) {
  const RunFolder run = read_run_folder(dir);
  require_gnuplot(dir.string());
  FolderAddition folder(dir);
  Drawn drawn{.page = dir / "report.html"};
  const std::string title = report_title(run);
  std::string body = fmt::format("<header><h1>{}</h1>\n<p class=\"source\">A run of somnspice</p></header>\n<main>\n",
                                 escape_markup(title));
  body += view::has_program()
              ? "<p class=\"film\"><a href=\"view.html\">Watch it happen: the interactive film of this run</a></p>\n"
              : "<p class=\"note\">This somn was built without esbuild: there is no interactive page beside this one.</p>\n";
  body += summary(run);
  for (const Figure& figure : figures_of(run)) body += figure_html(figure, folder.path() / "figures", drawn);
  body += "<h2>Results in numbers</h2>\n" + result_tables(run);
  body += "<h2>Before you speak of criticality</h2>\n" + warnings();
  body +=
      "<h2>Parameters</h2>\n<p class=\"note\">Every setting of the experiment, defaults included. Bare numbers are in "
      "SI units.</p>\n" +
      parameter_tables(run);
  body += "<h2>Solver statistics</h2>\n" + solver_table(run);
  body += "<h2>How it was made</h2>\n" + how_it_was_made(run) + "</main>\n";
  write_file(folder.path() / "report.html", page(title, body));
  if (view::has_program()) {
    write_file(folder.path() / "view.html", view_page(run));
    drawn.view = dir / "view.html";
  }
  folder.commit();
  for (std::filesystem::path& picture : drawn.pictures) picture = dir / picture;
  return drawn;
}

void write_view(const std::filesystem::path& dir, const std::filesystem::path& page) {
  view::require_program(dir.string());
  const RunFolder run = read_run_folder(dir);
  if (!page.empty()) return write_file(page, view_page(run));
  FolderAddition folder(dir);
  write_file(folder.path() / "view.html", view_page(run));
  folder.commit();
}

void draw_network(const netgen::Network& network, const std::filesystem::path& svg) {
  if (svg.extension() != ".svg")
    throw InputError(
        {.what = "not the name of a picture", .where = svg.string(), .allowed = "a name that ends in .svg"});
  constexpr std::size_t most = 300000;  // marks; beyond that neither gnuplot nor a browser is of use
  if (network.bodies.size() > most || network.n_junctions() > most)
    throw InputError({.what = "too large to draw",
                      .where = svg.string(),
                      .value = fmt::format("{} bodies, {} junctions", network.bodies.size(), network.n_junctions()),
                      .allowed = fmt::format("at most {} of each", most),
                      .remedy = "draw a smaller box of the same density"});
  const Figure figure = network_picture(network, svg.stem().string());
  if (!figure.absent.empty()) throw InputError({.what = figure.absent, .where = svg.string()});
  draw(figure, svg.has_parent_path() ? svg.parent_path() : ".");
}

}  // namespace somn::report
