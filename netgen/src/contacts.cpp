// Electrodes as they are asked for: regions, points or numbers of each (the grammar: contacts.hpp).
#include "contacts.hpp"

#include "place.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>

namespace somn::netgen {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

struct Entry {
  std::string name;
  std::vector<std::string_view> values;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    parts.push_back(trimmed(text.substr(start, end - start)));
    start = end + 1;
  }
  return parts;
}

[[noreturn]] void refuse(std::string what, const Settings& settings, std::string_view option, std::string value,
                         std::string allowed) {
  throw InputError({.what = std::move(what),
                    .where = settings.where(option),
                    .value = std::move(value),
                    .allowed = std::move(allowed)});
}

std::vector<Entry> entries(const Settings& settings, std::string_view option, const std::string& shape) {
  std::vector<Entry> all;
  for (const std::string_view text : split(settings.text(option), ';')) {
    if (text.empty()) continue;
    const std::size_t colon = text.find(':');
    Entry entry{.name = std::string(trimmed(text.substr(0, colon))), .values = {}};
    const bool is_name = !entry.name.empty() && std::all_of(entry.name.begin(), entry.name.end(), [](unsigned char c) {
      return std::isalnum(c) || c == '_';
    });
    if (colon == std::string_view::npos || !is_name)
      refuse("not an electrode", settings, option, fmt::format("\"{}\"", text), shape);
    entry.values = split(text.substr(colon + 1), ',');
    all.push_back(std::move(entry));
  }
  return all;
}

Contact& named(std::vector<Contact>& list, const std::string& name) {
  for (Contact& contact : list)
    if (contact.name == name) return contact;
  return list.emplace_back(Contact{.name = name});
}

double length(std::string_view text, const Settings& settings, std::string_view option) {
  return parse_quantity(text, dimension::length, settings.where(option));
}

std::vector<Contact> read_points(const Settings& settings, const Film& film) {
  const bool by_number = !film.has_geometry() || !film.shows_bodies;
  const std::string shape = by_number ? "NAME: NUMBER; ..., such as \"source: 0; drain: 19\""
                                      : "NAME: X, Y; ..., such as \"source: 2 um, 25 um; drain: 48 um, 25 um\"";
  std::vector<Contact> list;
  for (const Entry& entry : entries(settings, "points", shape)) {
    if (entry.values.size() != (by_number ? 1 : 2))
      refuse("not a point", settings, "points", fmt::format("\"{}\"", fmt::join(entry.values, ", ")), shape);
    Contact& contact = named(list, entry.name);
    if (by_number) {
      const long long number = parse_integer(entry.values[0], settings.where("points"));
      const auto first = film.numbers.begin(), last = film.numbers.end();
      const auto found = std::lower_bound(first, last, number);
      const bool exists = film.numbers.empty() ? number >= 0 && number < static_cast<long long>(film.n_groups)
                                               : found != last && *found == number;
      if (!exists)
        refuse(
            "no node of this number", settings, "points", std::to_string(number),
            film.numbers.empty() ? fmt::format("0 ... {}", film.n_groups - 1) : "an occupied site, row by row from 0");
      contact.numbers.push_back(static_cast<std::uint32_t>(film.numbers.empty() ? number : found - first));
    } else {
      contact.points.push_back(
          {length(entry.values[0], settings, "points"), length(entry.values[1], settings, "points")});
    }
  }
  if (!list.empty()) return list;
  if (by_number)
    return {{.name = "source", .numbers = {0}},
            {.name = "drain", .numbers = {static_cast<std::uint32_t>(film.n_groups) - 1}}};
  return {{.name = "source", .points = {{0, 0.5 * film.box.y}}},
          {.name = "drain", .points = {{(film.periodic.x ? 0.5 : 1) * film.box.x, 0.5 * film.box.y}}}};
}

std::vector<Contact> read_pads(const Settings& settings, const Film& film) {
  const std::string shape = "NAME: X, Y, X, Y (two opposite corners); ...";
  std::vector<Contact> list;
  for (const Entry& entry : entries(settings, "pads", shape)) {
    if (entry.values.size() != 4)
      refuse("not a rectangle", settings, "pads", fmt::format("\"{}\"", fmt::join(entry.values, ", ")), shape);
    double v[4];
    for (std::size_t k = 0; k < 4; ++k) v[k] = length(entry.values[k], settings, "pads");
    named(list, entry.name)
        .regions.push_back({std::min(v[0], v[2]), std::min(v[1], v[3]), std::max(v[0], v[2]), std::max(v[1], v[3])});
  }
  constexpr double strip = 0.025;  // of the box: Hochstetter et al. 2021
  if (list.empty())
    list = {{.name = "source", .regions = {{0, 0, strip * film.box.x, film.box.y}}},
            {.name = "drain", .regions = {{(1 - strip) * film.box.x, 0, film.box.x, film.box.y}}}};
  for (Contact& c : list)
    c.middle = {0.5 * (c.regions.front().x0 + c.regions.front().x1),
                0.5 * (c.regions.front().y0 + c.regions.front().y1)};
  return list;
}

std::vector<Contact> borders(const Film& film) {
  return {
      {.name = "source", .regions = {{-unbounded, -unbounded, film.left, unbounded}}, .middle = {0, 0.5 * film.box.y}},
      {.name = "drain",
       .regions = {{film.right, -unbounded, unbounded, unbounded}},
       .middle = {film.box.x, 0.5 * film.box.y}}};
}

void order(std::vector<Contact>& list, const Settings& settings, std::string_view option) {
  for (const std::size_t place : {std::size_t{0}, std::size_t{1}}) {
    const std::string wanted = place == 0 ? "source" : "drain";
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const Contact& contact) { return contact.name == wanted; });
    if (found == list.end())
      refuse(fmt::format("no electrode \"{}\"", wanted), settings, option, settings.text(option),
             "a source, a drain, and any others");
    std::rotate(list.begin() + static_cast<std::ptrdiff_t>(place), found, found + 1);
  }
}

}  // namespace

Sides periodic_sides(const Settings& settings) {
  const bool periodic = settings.flag("periodic");
  return {.x = periodic && settings.text("electrodes") == "points", .y = periodic};
}

std::vector<Option> contact_options(const std::string& ensemble) {
  const bool is_film = ensemble == "wires" || ensemble == "discs", is_graph = !is_film && ensemble != "lattice";
  std::vector<Option> options;
  std::vector<std::string> choices{"left-right", "pads", "points", "bus"};
  if (ensemble == "lattice") choices = {"left-right", "points", "bus"};
  if (is_graph) choices = {"points"};
  options.push_back(choice("electrodes", choices, "where the contacts are"));
  options.push_back({.name = "points",
                     .kind = Option::Kind::text,
                     .meaning = is_film
                                    ? "\"source: X, Y; drain: X, Y; NAME: ...\"; default: left and right middle"
                                    : "\"source: NUMBER; drain: NUMBER; NAME: ...\"; default: first and last node"});
  if (is_film)
    options.push_back(
        {.name = "pads",
         .kind = Option::Kind::text,
         .meaning = "\"source: X, Y, X, Y; ...\", two corners each; default: strips of 2.5 % of the box"});
  return options;
}

Contacts read_contacts(const Settings& settings, const Film& film) {
  using Joining = Contacts::Joining;
  const std::string& kind = settings.text("electrodes");
  Contacts contacts{.joining = kind == "points" ? Joining::themselves
                               : kind == "bus"  ? Joining::by_junctions
                                                : Joining::merged,
                    .list = {}};
  for (const std::string option : {"points", "pads"})
    if (settings.has(option) && !settings.text(option).empty() && kind != option)
      refuse(fmt::format("{} without electrodes = {}", option, option), settings, option, settings.text(option),
             fmt::format("electrodes {} (now {})", option, kind));
  contacts.list = kind == "points" ? read_points(settings, film)
                  : kind == "pads" ? read_pads(settings, film)
                                   : borders(film);
  if (kind == "bus")  // beside the film, clear of what it is joined to
    for (Contact& c : contacts.list) c.middle.x += (c.name == "source" ? -0.1 : 0.1) * film.box.x;
  if (kind == "points" || kind == "pads") order(contacts.list, settings, kind);
  return contacts;
}

}  // namespace somn::netgen
