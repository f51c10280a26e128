#include "html.hpp"

#include <somn/figures/gnuplot.hpp>

#include <somn/core/text.hpp>

#include <cmath>
#include <fmt/format.h>

namespace somn::report {

using namespace figures;
namespace {

constexpr const char* style = R"(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.25rem 4rem; background: #fff; color: #22272e;
       font: 1.05rem/1.6 "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.35rem; margin: 2.8rem 0 .6rem; padding-top: 1.2rem; border-top: 1px solid #dfe3e8; }
p.lead { font-size: 1.15rem; max-width: 48rem; }
p.source, figcaption, p.note { color: #59636e; }
a { color: #0072b2; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.4rem, 1fr)); gap: .7rem; margin: 1.6rem 0; padding: 0; }
.tiles div { background: #f4f6f8; border-radius: .5rem; padding: .7rem .9rem; }
.tiles dt { font-size: .85rem; color: #59636e; }
.tiles dd { margin: 0; font-size: 1.35rem; font-weight: 600; }
figure { margin: 1.2rem 0 2.2rem; break-inside: avoid; }
svg.figure { display: block; width: 100%; height: auto; background: #fff; }
svg.figure text { font-family: "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; }
figcaption { font-size: .95rem; max-width: 48rem; margin-top: .5rem; }
figcaption.data { font-size: .85rem; margin-top: .2rem; }
nav ul { columns: 2 16rem; padding: 0; margin: 1rem 0; list-style: none; font-size: .95rem; }
p.film a { display: inline-block; background: #0072b2; color: #fff; border-radius: .5rem; padding: .5rem 1rem; text-decoration: none; font-weight: 600; }
p.absent { background: #f4f6f8; border-left: 4px solid #9a9a9a; padding: .8rem 1rem; }
.scroll { overflow-x: auto; margin: 1rem 0 1.6rem; }
table { border-collapse: collapse; font-size: .93rem; min-width: 60%; }
caption { text-align: left; padding: .2rem 0; font-weight: 600; }
th, td { text-align: left; padding: .3rem 1rem .3rem 0; border-bottom: 1px solid #e8ebee; vertical-align: top; }
thead th { font-weight: 400; color: #59636e; } tbody th { font-weight: 400; }
td { font-variant-numeric: tabular-nums; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .9em; }
pre { background: #f4f6f8; padding: .8rem 1rem; overflow-x: auto; border-radius: .4rem; }
.columns { columns: 2 22rem; column-gap: 2.5rem; } .columns .scroll { break-inside: avoid; margin-top: 0; }
@media (max-width: 46rem) { body { padding: 1.2rem .9rem 3rem; } h1 { font-size: 1.5rem; } figure { overflow-x: auto; }
                            svg.figure { min-width: 42rem; } figcaption { position: sticky; left: 0; } }
@media print { nav, p.film { display: none; } body { font-size: 10pt; max-width: none; padding: 0; } h2 { break-after: avoid; } .tiles div, pre { border: 1px solid #dfe3e8; }
               a { color: inherit; text-decoration: none; } }
)";

}  // namespace

std::string html_table(std::string_view caption, const std::vector<std::string>& header,
                       const std::vector<std::vector<std::string>>& rows) {
  std::string html = "<div class=\"scroll\"><table>";
  if (!caption.empty()) html += fmt::format("<caption>{}</caption>", escape_markup(caption));
  if (!header.empty()) {
    html += "<thead><tr>";
    for (const std::string& cell : header) html += fmt::format("<th scope=\"col\">{}</th>", escape_markup(cell));
    html += "</tr></thead>";
  }
  html += "<tbody>\n";
  for (const std::vector<std::string>& row : rows) {
    html += "<tr>";
    for (std::size_t k = 0; k < row.size(); ++k)
      html += (k == 0 ? "<th scope=\"row\">" : "<td>") + escape_markup(row[k]) + (k == 0 ? "</th>" : "</td>");
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string human_count(double value) {
  if (!std::isfinite(value)) return "–";
  std::string digits = fmt::format("{:.0f}", value);
  for (std::size_t at = digits.size(); at > 3 + (value < 0 ? 1U : 0U); at -= 3) digits.insert(at - 3, "\u202f");
  return digits;
}

std::string with_error(double value, double error) {
  if (!std::isfinite(value)) return "–";
  const int decimals = std::abs(value) < 10 ? 2 : 1;
  if (!std::isfinite(error)) return fmt::format("{:.{}f}", value, decimals);
  return fmt::format("{:.{}f}\u00a0±\u00a0{:.{}f}", value, decimals, error, decimals);
}

std::string page(std::string_view title, std::string_view body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
      escape_markup(title), style, body);
}

}  // namespace somn::report
