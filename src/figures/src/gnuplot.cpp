#include <somn/figures/gnuplot.hpp>

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace somn::figures {
namespace fs = std::filesystem;

namespace {

// The title as a comment: a backslash at the end of a line would make the next one part of it.
std::string comment(std::string_view text) {
  std::string line = printable(text);
  std::replace(line.begin(), line.end(), '\\', ' ');
  return line;
}

std::string terminal(const Figure& figure, const std::string& format) {
  if (format == "png")
    return fmt::format("set terminal pngcairo size {},{} enhanced font \"Helvetica,14\" fontscale 2 linewidth 2 pointscale 2 "
                       "background \"#ffffff\"", 2 * figure.width, 2 * figure.height);
  if (format == "pdf")
    return fmt::format("set terminal pdfcairo size {:.3f}in,{:.3f}in enhanced font \"Helvetica,10\" background \"#ffffff\"",
                       figure.width / 96.0, figure.height / 96.0);
  return fmt::format("set terminal svg size {},{} enhanced font \"Helvetica,14\" background \"#ffffff\"", figure.width,
                     figure.height);
}

std::string opening(const Figure& figure, const std::string& format) {
  std::string files;
  for (std::size_t k = 0; k < figure.tables.size(); ++k)
    files += fmt::format("table{} = {}\n", k + 1, plot_file(figure.tables[k].first));
  return fmt::format(R"(# {title}
# Made by somnspice; draw it again, after any change, with `gnuplot -d {name}.gp` in this folder.
{terminal}
set output {picture}
{files}set encoding utf8
set datafile separator comma
set datafile columnheaders
set border 3 linewidth 1 linecolor "{ink}"
set tics nomirror out scale 0.5 textcolor "{ink}"
set key noautotitle Left reverse textcolor "{ink}" samplen 2 spacing 1.15
set xlabel textcolor "{ink}"

)",
                     fmt::arg("title", comment(figure.title)), fmt::arg("name", comment(figure.name)),
                     fmt::arg("terminal", terminal(figure, format)),
                     fmt::arg("picture", plot_file(figure.name + "." + format)), fmt::arg("files", files),
                     fmt::arg("ink", colour::ink));
}

struct Outcome {
  int status = 0;
  std::string message;
};

std::string drain(int descriptor) {
  std::string text;
  std::array<char, 4096> piece;
  ssize_t n = 0;
  while ((n = ::read(descriptor, piece.data(), piece.size())) > 0 || (n < 0 && errno == EINTR))
    if (n > 0) text.append(piece.data(), static_cast<std::size_t>(n));
  return text;
}

InputError not_found(const std::string& where) {
  return InputError({.what = "gnuplot was not found; it draws the figures",
                     .where = where,
                     .remedy = "install it (Debian: apt-get install gnuplot-nox) and have it on the PATH"});
}

// Where gnuplot is: in the absolute folders of PATH only, as it starts in a folder of results, which may hold anything.
std::string gnuplot_program() {
  const char* path = std::getenv("PATH");
  for (std::string_view rest = path ? path : ""; !rest.empty();) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    const std::string program = std::string(folder) + "/gnuplot";
    if (folder.starts_with('/') && ::access(program.c_str(), X_OK) == 0) return program;
  }
  return {};
}

// Runs `gnuplot -d ./SCRIPT` in `folder`; -d leaves the user's own settings (~/.gnuplot) aside, and ./ has gnuplot take
// no name for an option or a command.
Outcome run_gnuplot(const fs::path& folder, const std::string& script) {
  std::array<int, 2> pipe_ends;
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw FileError("cannot start", "gnuplot", errno);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
  std::string program = gnuplot_program(), option = "-d", file = "./" + script;
  std::array<char*, 4> arguments{program.data(), option.data(), file.data(), nullptr};
  pid_t child = 0;
  const int error =
      program.empty() ? ENOENT : ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe_ends[1]);
  Outcome outcome;
  if (error == 0) outcome.message = drain(pipe_ends[0]);
  ::close(pipe_ends[0]);
  if (error == ENOENT) throw not_found((folder / script).string());
  if (error != 0) throw FileError("cannot start gnuplot", (folder / script).string(), error);
  while (::waitpid(child, &outcome.status, 0) < 0 && errno == EINTR) {
  }
  return outcome;
}

// Beside a picture that the user names stand files that nobody named: those of somebody else are left alone. The script
// says whose it and its tables are.
void refuse_foreign_files(const Figure& figure, const fs::path& folder) {
  const fs::path script = folder / (figure.name + ".gp");
  const bool has_script = fs::exists(script);
  if (has_script && read_file(script).find("\n# Made by somnspice") != std::string::npos) return;
  for (const auto& [name, csv] : figure.tables)
    if (has_script || fs::exists(folder / name))
      throw InputError({.what = "a file that somn did not make has the name of one beside the figure",
                        .where = has_script ? script.string() : (folder / name).string(),
                        .remedy = "choose another name for the figure, or move the file away"});
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

void cut(std::string& text, std::string_view begin, std::string_view end) {
  for (std::size_t at = 0; (at = text.find(begin, at)) != std::string::npos;) {
    const std::size_t stop = text.find(end, at + begin.size());
    text.erase(at, stop == std::string::npos ? std::string::npos : stop + end.size() - at);
  }
}

}  // namespace

std::string require_gnuplot(const std::string& what_for) {
  std::string program = gnuplot_program();
  if (program.empty()) throw not_found(what_for);
  return program;
}

std::string draw(const Figure& figure, const fs::path& folder) {
  const std::string text = opening(figure, "svg") + figure.script;  // refuses bad names before anything is written
  make_folder(folder);
  refuse_foreign_files(figure, folder);
  for (const auto& [name, csv] : figure.tables) write_file(folder / name, csv);
  const std::string script = figure.name + ".gp";
  const fs::path picture = folder / (figure.name + ".svg");
  write_file(folder / script, text);
  fs::remove(picture);
  const Outcome outcome = run_gnuplot(folder, script);
  const std::string svg = fs::exists(picture) ? read_file(picture) : "";
  if (outcome.status == 0 && svg.find("</svg>") != std::string::npos) return svg;
  fs::remove(picture);
  throw InputError({.what = "gnuplot failed to draw a figure",
                    .where = (folder / script).string(),
                    .value = outcome.message.empty() ? "no complete SVG" : outcome.message,
                    .remedy = "check `gnuplot --version` (5.4 or later) and the space left on the disk"});
}

void draw_also(const Figure& figure, const fs::path& folder, const std::string& format) {
  if (std::find(picture_formats.begin(), picture_formats.end(), format) == picture_formats.end())
    throw unknown_name("format of pictures", format, "--format", {picture_formats.begin(), picture_formats.end()});
  if (format == "svg") return;
  const std::string script = figure.name + "." + format + ".gp";  // for the moment: NAME.gp is the one to keep
  const fs::path picture = folder / (figure.name + "." + format);
  write_file(folder / script, opening(figure, format) + figure.script);
  fs::remove(picture);
  const Outcome outcome = run_gnuplot(folder, script);
  fs::remove(folder / script);
  std::error_code none;
  if (outcome.status == 0 && fs::exists(picture) && fs::file_size(picture, none) > 0) return;
  fs::remove(picture);
  throw InputError({.what = "gnuplot failed to draw a figure as " + format,
                    .where = picture.string(),
                    .value = outcome.message,
                    .remedy = "`gnuplot -e 'set terminal'` must list pngcairo and pdfcairo (Debian: gnuplot-nox)"});
}

std::string inline_svg(const std::string& svg, const std::string& prefix, const std::string& title) {
  std::string text = svg.substr(svg.find("<svg"));
  cut(text, "<title>", "</title>");
  cut(text, "<desc>", "</desc>");
  std::string root = text.substr(0, text.find('>'));  // only there: what is shown may hold the same letters
  const std::size_t root_size = root.size();
  cut(root, " xmlns=\"", "\"");
  cut(root, " xmlns:xlink=\"", "\"");
  text.replace(0, root_size, root);
  for (const std::string quote : {"'", "\""}) {
    replace_all(text, " id=" + quote, fmt::format(" id={}{}-", quote, prefix));
    replace_all(text, "href=" + quote + "#", fmt::format("href={}#{}-", quote, prefix));
  }
  replace_all(text, "xlink:href", "href");
  replace_all(text, "url(#", fmt::format("url(#{}-", prefix));
  text.insert(text.find('>') + 1, fmt::format("<title>{}</title>", escape_markup(title)));
  text.insert(4, " role=\"img\" class=\"figure\"");
  return text;
}

Scale axis_scale(double largest, const std::string& si_unit) {
  struct Prefix {
    double size, factor;
    const char* letter;
  };
  constexpr std::array<Prefix, 9> prefixes{{{1e9, 1e-9, "G"},
                                            {1e6, 1e-6, "M"},
                                            {1e3, 1e-3, "k"},
                                            {1, 1, ""},
                                            {1e-3, 1e3, "m"},
                                            {1e-6, 1e6, "µ"},
                                            {1e-9, 1e9, "n"},
                                            {1e-12, 1e12, "p"},
                                            {1e-15, 1e15, "f"}}};
  if (!(largest > 0) || !std::isfinite(largest)) return {1, si_unit};
  for (const Prefix& prefix : prefixes)
    if (largest >= prefix.size) return {prefix.factor, prefix.letter + si_unit};
  return {prefixes.back().factor, prefixes.back().letter + si_unit};
}

std::string viridis() {
  return R"(set palette defined (0 "#440154", 1 "#472c7a", 2 "#3b518b", 3 "#2c718e", 4 "#21908d", \
                     5 "#27ad81", 6 "#5cc863", 7 "#aadc32", 8 "#fde725")
)";
}

std::string vertical_label(const Shown& text) {
  return fmt::format("set label 99 {} at screen 0.016, graph 0.5 center rotate by 90 textcolor \"{}\"\n",
                     text.literal(), colour::ink);
}

std::string start_line(double time) {
  if (!(time > 0)) return {};
  return fmt::format("set arrow from {0:g}, graph 0 to {0:g}, graph 1 nohead dashtype 2 linecolor \"{1}\"\n", time,
                     colour::grey);
}

double tic_step(double range) {
  const double rough = range / 4, decade = std::pow(10, std::floor(std::log10(rough)));
  return decade * (rough > 5 * decade ? 10 : rough > 2 * decade ? 5 : rough > decade ? 2 : 1);
}

// Draws under the name of the SVG; tables are called after it, so that no file of the user's is written over.
void draw_as(Figure figure, const std::filesystem::path& svg) {
  if (!figure.absent.empty())
    throw InputError({.what = "there is nothing to draw", .where = svg.string(), .value = figure.absent});
  if (svg.extension() != ".svg")
    throw InputError({.what = "figures are SVG", .where = svg.string(), .allowed = "a name that ends in .svg"});
  const std::string stem = svg.stem().string();
  for (std::size_t k = 0; k < figure.tables.size(); ++k)
    figure.tables[k].first = fmt::format("{}_figure{}.csv", stem, k == 0 ? "" : std::to_string(k + 1));
  figure.name = stem;
  draw(figure, svg.has_parent_path() ? svg.parent_path() : ".");
}

std::string human(double value, const std::string& unit, int digits) {
  if (!std::isfinite(value)) return "–";
  const Scale scale = unit.empty() ? Scale{} : axis_scale(std::abs(value), unit);
  const double scaled = value * scale.factor;
  const std::string number =
      std::abs(scaled) >= 999.5 ? fmt::format("{:.0f}", scaled) : fmt::format("{:.{}g}", scaled, digits);
  return unit.empty() ? number : number + "\u00a0" + scale.unit;
}

}  // namespace somn::figures
