// Columns of a sweep against a key: for every panel, a line per combination of the other keys, mean over seeds with its
// standard error.
#include <somn/figures/csv_text.hpp>
#include <somn/figures/json_path.hpp>
#include "phase_figures.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::report {
namespace {

struct Request {
  std::string name, title, x;
  std::vector<std::string> y;
  bool is_log_x = false, is_log_y = false;
  std::vector<double> marks;
  std::vector<std::pair<std::string, std::vector<std::string>>> where;
};

Request request_of(const Json& json) try {
  const std::string name = json.at("name");
  if (!is_file_name(name))
    throw InputError({.what = "not a name for a figure",
                      .where = "sweep.json: figures",
                      .value = '"' + printable(name) + '"',
                      .allowed = file_name_rule});
  return {name,
          json.at("title"),
          json.at("x"),
          json.at("y"),
          json.at("log_x"),
          json.at("log_y"),
          json.value("marks", std::vector<double>{}),
          json.at("where")};
} catch (const Json::exception& error) {
  throw InputError(
      {.what = "a damaged description of a figure", .where = "sweep.json: figures", .value = error.what()});
}

std::vector<double> means(const PhaseData& data, const Request& request, const std::string& column) {
  if (!data.map.find(column + "_mean"))
    throw InputError({.what = "a figure of a column that does not exist",
                      .where = "[[figure]] " + request.name,
                      .value = column,
                      .allowed = "a column X of phase_map.csv's X_mean"});
  return data.column(column + "_mean");
}

struct Line {
  std::string label;
  std::vector<std::size_t> rows;  // of the map, ascending in x
};

class Panels {
 public:
  Panels(const PhaseData& data, Request request) : data_(data), request_(std::move(request)) {
    for (const PhaseAxis& axis : data_.axes)
      if (axis.key == request_.x && axis.is_numeric) axis_ = &axis;
    if (!axis_) x_ = means(data_, request_, request_.x);
    if (axis_)
      for (const std::string& text : data_.words(axis_->key)) x_.push_back(axis_->places[axis_->index(text)]);
    find_lines();
  }

  Figure figure() {
    Figure f{.name = request_.name, .title = request_.title.empty() ? request_.name : request_.title};
    f.tables = {{request_.name + ".csv", table()}};
    const double head = 60, foot = 75, panel = 220, gap = 18;
    const auto n = static_cast<double>(request_.y.size());
    f.height = static_cast<int>(head + foot + n * panel + (n - 1) * gap);
    f.script =
        "set multiplot\nset lmargin at screen 0.12\nset rmargin at screen 0.97\nset format x \"\"\n"
        "set key outside top center horizontal\nset datafile missing \"nan\"\n";
    for (const auto& [flag, which] : {std::pair{request_.is_log_x, 'x'}, std::pair{request_.is_log_y, 'y'}})
      if (flag) f.script += fmt::format("set logscale {}\n", which);
    if (!request_.is_log_x) f.script += "set offsets graph 0.03, graph 0.03, 0, 0\n";
    for (const double x : request_.marks)
      f.script += fmt::format("set arrow from {0:g}, graph 0 to {0:g}, graph 1 nohead dashtype 2 linecolor \"{1}\"\n",
                              x, colour::grey);
    f.script += "pick(p, l) = strcol(\"panel\") eq p && column(\"line\") == l ? column(\"x\") : NaN\n";
    for (std::size_t k = 0; k < request_.y.size(); ++k) {
      const double top = head + static_cast<double>(k) * (panel + gap);
      f.script += fmt::format("set tmargin at screen {:g}\nset bmargin at screen {:g}\n", 1 - top / f.height,
                              1 - (top + panel) / f.height);
      if (k + 1 == request_.y.size())
        f.script +=
            fmt::format("set format x \"%g\"\nset xlabel {}\n", Shown(axis_ ? axis_->label : parameter_label(request_.x)).literal());
      f.script += vertical_label(parameter_label(request_.y[k])) + curves(request_.y[k], k == 0);
      if (k == 0) f.script += "unset key\n";
    }
    f.script += "unset multiplot\n";
    f.caption = "Mean over seeds with its standard error.";
    return f;
  }

 private:
  bool is_wanted(std::size_t row) const {
    return std::all_of(request_.where.begin(), request_.where.end(), [&](const auto& wanted) {
      const std::string& text = data_.map.rows[row][data_.map.column(wanted.first)];
      return std::find(wanted.second.begin(), wanted.second.end(), text) != wanted.second.end();
    });
  }

  // The values of the keys that vary among the wanted rows, besides x.
  void find_lines() {
    std::vector<std::size_t> wanted;
    for (std::size_t r = 0; r < data_.map.rows.size(); ++r)
      if (is_wanted(r)) wanted.push_back(r);
    std::vector<std::pair<std::string, std::size_t>> varying;
    const auto note = [&](const std::string& name) {
      const std::size_t c = data_.map.column(name);
      if (std::any_of(wanted.begin(), wanted.end(),
                      [&](std::size_t r) { return data_.map.rows[r][c] != data_.map.rows[wanted.front()][c]; }))
        varying.emplace_back(name, c);
    };
    for (const PhaseAxis& axis : data_.axes)
      if (&axis != axis_) note(axis.key);
    note("direction");
    for (const std::size_t r : wanted) {
      std::string label;
      for (const auto& [name, c] : varying)
        label += (label.empty() ? "" : ", ") + name.substr(name.find('.') + 1) + " " + data_.map.rows[r][c];
      auto it = std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) { return line.label == label; });
      if (it == lines_.end()) it = lines_.insert(it, {label, {}});
      it->rows.push_back(r);
    }
    // points of a hypercube: no two share the other keys
    is_scatter_ = lines_.size() > 1 &&
                  std::all_of(lines_.begin(), lines_.end(), [](const Line& line) { return line.rows.size() == 1; });
    if (is_scatter_) lines_ = {{"", wanted}};
    for (Line& line : lines_)
      std::stable_sort(line.rows.begin(), line.rows.end(), [&](std::size_t a, std::size_t b) { return x_[a] < x_[b]; });
  }

  std::string table() const {
    std::string csv = "panel,line,label,x,mean,se\n";
    for (const std::string& y : request_.y) {
      const std::vector<double> mean = means(data_, request_, y), se = data_.column(y + "_se");
      for (std::size_t l = 0; l < lines_.size(); ++l)
        for (const std::size_t r : lines_[l].rows)
          if (std::isfinite(mean[r]) && std::isfinite(x_[r]))
            add_row(csv, y, l, lines_[l].label.empty() ? "all" : lines_[l].label, x_[r], mean[r],
                    std::isfinite(se[r]) ? se[r] : 0.0);
    }
    return csv;
  }

  std::string curves(const std::string& y, bool is_labelled) const {
    constexpr const char* tints[] = {colour::blue,   colour::vermilion, colour::green,
                                     colour::purple, colour::orange,    colour::ink};
    std::string plots;
    for (std::size_t l = 0; l < lines_.size(); ++l)
      plots += fmt::format(
          "{}table1 using (pick({}, {})):\"mean\":\"se\" with {} pointtype 7 pointsize 0.6 linewidth 1.5 "
          "linecolor \"{}\" title {}",
          plots.empty() ? "plot " : ", \\\n     ", plot_key(y), l, is_scatter_ ? "yerrorbars" : "yerrorlines",
          tints[l % std::size(tints)], Shown(is_labelled ? lines_[l].label : "").literal());
    return plots.empty() ? "plot NaN notitle\n" : plots + "\n";
  }

  const PhaseData& data_;
  Request request_;
  const PhaseAxis* axis_ = nullptr;
  std::vector<double> x_;  // by row of the map
  std::vector<Line> lines_;
  bool is_scatter_ = false;  // one point a line: drawn as points of one colour
};

}  // namespace

std::vector<Figure> requested_figures(const PhaseData& data, const Json& facts) {
  std::vector<Figure> figures;
  if (facts.is_object() && facts.contains("figures"))
    for (const Json& json : facts["figures"]) figures.push_back(Panels(data, request_of(json)).figure());
  return figures;
}

}  // namespace somn::report
