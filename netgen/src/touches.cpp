// Which bodies reach which electrode.
//
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

namespace somn::netgen {
namespace {

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

// Distance of the point from the disc or the wire, negative inside a disc; and where on the wire. [m], [1]
std::pair<double, double> distance(const Body& body, const Point& p) {
  const double t = nearest_place(body, p);
  const Point q = along(body, t);
  return {std::hypot(q.x - p.x, q.y - p.y) - body.radius, t};
}

Touch nearest(const Film& film, const Point& p, std::uint32_t contact) {
  Touch best{.contact = contact};
  double least = std::numeric_limits<double>::infinity();
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
