// Which bodies reach which electrode.
//
//   read_contacts      the regions, points or numbers of each electrode
//   find_touches       for each contact, for each body: disc and rectangle nearer than the radius, wire clipped by the
//                      rectangle (Liang & Barsky, ACM Trans. Graph. 3, 1 (1984)); for each point: the nearest body
//   contact_of_groups  no group in two contacts, no contact without a group
#include "contacts.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <set>

namespace somn::netgen {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

struct Entry {
  std::string name;
  std::vector<std::string_view> values;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

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

// The part of the wire inside the rectangle, as places from 0 (a) to 1 (b).
std::optional<std::pair<double, double>> clipped(const Body& wire, const Region& r) {
  if (std::max(wire.a.x, wire.b.x) < r.x0 || std::min(wire.a.x, wire.b.x) > r.x1 ||
      std::max(wire.a.y, wire.b.y) < r.y0 || std::min(wire.a.y, wire.b.y) > r.y1)
    return {};
  double from = 0, to = 1;
  const auto clip = [&](double start, double step, double low, double high) {
    if (step == 0) return;  // the boxes overlap
    const double p = (low - start) / step, q = (high - start) / step;
    from = std::max(from, std::min(p, q));
    to = std::min(to, std::max(p, q));
  };
  clip(wire.a.x, wire.b.x - wire.a.x, r.x0, r.x1);
  clip(wire.a.y, wire.b.y - wire.a.y, r.y0, r.y1);
  if (from > to) return {};
  return std::pair(from, to);
}

bool is_disc(const Body& body) {
  return body.a.x == body.b.x && body.a.y == body.b.y;
}

Point along(const Body& wire, double t) {
  return {wire.a.x + t * (wire.b.x - wire.a.x), wire.a.y + t * (wire.b.y - wire.a.y)};
}

std::optional<Touch> touch(const Body& body, const Region& r) {
  if (is_disc(body)) {
    const Point nearest{std::clamp(body.a.x, r.x0, r.x1), std::clamp(body.a.y, r.y0, r.y1)};
    const double dx = body.a.x - nearest.x, dy = body.a.y - nearest.y;
    if (dx * dx + dy * dy > body.radius * body.radius) return {};
    return Touch{.at = nearest};
  }
  const auto part = clipped(body, r);
  if (!part) return {};
  return Touch{.from = part->first, .to = part->second, .at = along(body, 0.5 * (part->first + part->second))};
}

Body moved(Body body, double dx, double dy) {
  body.a.x += dx, body.b.x += dx, body.a.y += dy, body.b.y += dy;
  return body;
}

void touch_regions(const Film& film, const Contact& contact, std::uint32_t index, std::vector<Touch>& touches) {
  for (std::uint32_t k = 0; k < film.bodies.size(); ++k)
    for (const Region& region : contact.regions) {
      std::optional<Touch> found = touch(film.bodies[k], region);
      for (const double lift : {-film.box.y, film.box.y})
        if (!found && film.periodic.y) found = touch(moved(film.bodies[k], 0, lift), region);
      if (!found) continue;
      found->body = k, found->contact = index;
      touches.push_back(*found);
    }
}

// Squared distance of the point from the disc's middle or the wire, less the radius; and where on the wire.
std::pair<double, double> distance(const Body& body, const Point& p) {
  const double ux = body.b.x - body.a.x, uy = body.b.y - body.a.y, square = ux * ux + uy * uy;
  const double t = square > 0 ? std::clamp(((p.x - body.a.x) * ux + (p.y - body.a.y) * uy) / square, 0.0, 1.0) : 0.0;
  return {std::hypot(body.a.x + t * ux - p.x, body.a.y + t * uy - p.y) - body.radius, t};
}

Touch nearest(const Film& film, const Point& p, std::uint32_t contact) {
  Touch best{.contact = contact};
  double least = unbounded;
  for (std::uint32_t k = 0; k < film.bodies.size(); ++k)
    for (int i = film.periodic.x ? -1 : 0; i <= (film.periodic.x ? 1 : 0); ++i)
      for (int j = film.periodic.y ? -1 : 0; j <= (film.periodic.y ? 1 : 0); ++j) {
        const auto [d, t] = distance(moved(film.bodies[k], i * film.box.x, j * film.box.y), p);
        if (d >= least) continue;
        least = d;
        best.body = k, best.from = best.to = t, best.at = along(film.bodies[k], t);
      }
  return best;
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

std::vector<Touch> find_touches(const Film& film, const Contacts& contacts) {
  std::vector<Touch> touches;
  if (!film.has_geometry()) return touches;
  for (std::uint32_t c = 0; c < contacts.list.size(); ++c) {
    touch_regions(film, contacts.list[c], c, touches);
    for (const Point& p : contacts.list[c].points) touches.push_back(nearest(film, p, c));
  }
  return touches;
}

std::vector<std::uint32_t> contact_of_groups(const Film& film, const Contacts& contacts,
                                             const std::vector<Touch>& touches, const Settings& settings) {
  std::vector<std::uint32_t> contact(film.n_groups, none);
  std::vector<bool> is_reached(contacts.list.size(), false);
  const auto fail = [&](const std::string& what, const std::string& remedy) {
    throw InputError({.what = fmt::format("{} in this sample", what),
                      .where = settings.where(fmt::format("seed {}", settings.seed())),
                      .remedy = remedy});
  };
  const auto attach = [&](std::uint32_t group, std::uint32_t c) {
    if (contact[group] != none && contact[group] != c)
      fail(fmt::format("{} and {} are one body, without a junction between them,", contacts.list[contact[group]].name,
                       contacts.list[c].name),
           "lower the density, enlarge the box, move the electrodes or take another seed");
    contact[group] = c;
    is_reached[c] = true;
  };
  for (const Touch& t : touches) attach(film.bodies[t.body].node.index, t.contact);
  for (std::uint32_t c = 0; c < contacts.list.size(); ++c)
    for (const std::uint32_t group : contacts.list[c].numbers) attach(group, c);
  for (std::size_t c = 0; c < is_reached.size(); ++c)
    if (!is_reached[c])
      fail(fmt::format("no path between electrodes: nothing touches {}", contacts.list[c].name),
           "raise the density or take another seed");
  return contact;
}

}  // namespace somn::netgen
