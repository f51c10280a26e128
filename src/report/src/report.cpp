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

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>

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

std::string data_links(const Figure& figure) {
  std::string links;
  for (const auto& [file, table] : figure.tables)
    links += fmt::format("<a href=\"figures/{0}\">{0}</a>, ", escape_markup(file));
  return fmt::format("<figcaption class=\"data\">Data: {0}script: <a href=\"figures/{1}.gp\">{1}.gp</a></figcaption>\n", links,
                     escape_markup(figure.name));
}

// A picture that fails costs that picture.
std::string figure_html(const Figure& figure, const std::filesystem::path& folder, const std::vector<std::string>& formats,
                        Drawn& drawn) {
  const std::string heading = fmt::format("<h2 id=\"{}\">{}</h2>\n", escape_markup(figure.name + "-figure"), escape_markup(figure.title));
  if (!figure.absent.empty()) return fmt::format("{}<p class=\"absent\">{}</p>\n", heading, escape_markup(figure.absent));
  std::string svg;
  try {
    svg = inline_svg(draw(figure, folder), figure.name, figure.title);
    for (const std::string& format : formats) draw_also(figure, folder, format);
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
  return fmt::format("{}<figure>\n{}\n<figcaption>{}</figcaption>\n{}</figure>\n", heading, svg, escape_markup(figure.caption),
                     data_links(figure));
}

struct Part {
  std::string id, title, html;
};

std::vector<Part> parts_of(const RunFolder& run, const std::filesystem::path& figures,
                           const std::vector<std::string>& formats, Drawn& drawn) {
  std::vector<Part> parts;
  for (const Figure& figure : figures_of(run))
    parts.push_back({figure.name + "-figure", figure.title, figure_html(figure, figures, formats, drawn)});
  const auto add = [&](const char* id, const char* title, const std::string& html) {
    parts.push_back({id, title, fmt::format("<h2 id=\"{}\">{}</h2>\n{}", id, title, html)});
  };
  add("numbers", "Results in numbers", result_tables(run));
  add("criticality", "Before you speak of criticality", warnings());
  add("parameters", "Parameters",
      "<p class=\"note\">Every setting of the experiment, defaults included. Bare numbers are in SI units.</p>\n" +
          parameter_tables(run));
  add("solver", "Solver statistics", solver_table(run));
  add("made", "How it was made", how_it_was_made(run));
  return parts;
}

std::string contents(const std::vector<Part>& parts) {
  std::string html = "<nav aria-label=\"Contents\"><ul>\n";
  for (const Part& part : parts)
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", escape_markup(part.id), escape_markup(part.title));
  return html + "</ul></nav>\n";
}

// When the run was analysed, by its file: the same folder gives the same page.
std::string date_of(const RunFolder& run) {
  struct stat status = {};
  if (::stat((run.dir / "analysis.json").c_str(), &status) != 0) return {};
  return fmt::format(", {:%Y-%m-%d}", fmt::gmtime(status.st_mtime));
}

}  // namespace

Drawn write_report(const std::filesystem::path& dir, const std::vector<std::string>& formats) {
  const RunFolder run = read_run_folder(dir);
  require_gnuplot(dir.string());
  FolderAddition folder(dir);
  Drawn drawn{.page = dir / "report.html"};
  const std::string title = report_title(run);
  const std::vector<Part> parts = parts_of(run, folder.path() / "figures", formats, drawn);
  std::string body = fmt::format("<header><h1>{}</h1>\n<p class=\"source\">A run of somnspice{}</p></header>\n<main>\n",
                                 escape_markup(title), date_of(run));
  body += view::has_program()
              ? "<p class=\"film\"><a href=\"view.html\">Watch it happen: the interactive film</a></p>\n"
              : "<p class=\"note\">This somn was built without esbuild: there is no interactive page beside this one.</p>\n";
  body += summary(run) + contents(parts);
  for (const Part& part : parts) body += part.html;
  body += "</main>\n";
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
