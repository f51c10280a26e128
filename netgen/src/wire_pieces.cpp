// From equipotential wires to chains of resistances.
//
//   for each wire:
//     stops   the part that each contact holds, and the places of its junctions
//     nodes   one per stop; junctions on a contact's part, and junctions at one place, share it; a wire without stops
//             is one node
//     between neighbouring nodes a resistor: ohm per metre times the length of wire from one to the other
//     the body of a node reaches half way to its neighbours
//   gaps join the nodes of their two stops
//
// What lies beyond the first and the last stop carries no current and has no node.
#include "attached_film.hpp"

#include <algorithm>
#include <cmath>

namespace somn::netgen {
namespace {

// A place or a part of a wire, from 0 (a) to 1 (b).
struct Stop {
  double from, to;
  std::uint32_t* group;   // where to put its node
  std::uint32_t contact;  // or none
};

// Stops that overlap, or lie at one place, become one.
std::vector<std::vector<Stop>> grouped(std::vector<Stop> stops) {
  std::sort(stops.begin(), stops.end(), [](const Stop& p, const Stop& q) { return p.from < q.from; });
  std::vector<std::vector<Stop>> nodes;
  double end = -1;
  for (const Stop& stop : stops) {
    if (nodes.empty() || stop.from > end) nodes.emplace_back();
    nodes.back().push_back(stop);
    end = std::max(end, stop.to);
  }
  return nodes;
}

class Pieces {
 public:
  explicit Pieces(AttachedFilm film) : f_(std::move(film)) {}

  AttachedFilm cut() {
    const Film& film = f_.film;
    std::vector<std::vector<Stop>> stops(film.bodies.size());
    std::vector<std::uint32_t> unused(f_.touches.size());
    for (std::size_t k = 0; k < f_.touches.size(); ++k)
      if (const Touch& t = f_.touches[k]; true) stops[t.body].push_back({t.from, t.to, &unused[k], t.contact});
    for (std::size_t k = 0; k < film.gaps.size(); ++k) add_junction(stops, k);
    for (std::uint32_t w = 0; w < film.bodies.size(); ++w) cut_wire(w, std::move(stops[w]));
    f_.film.bodies = std::move(bodies_);
    f_.film.places = std::move(places_);
    f_.film.n_groups = f_.film.places.size();
    f_.contact_of = std::move(contact_of_);
    f_.reached_at = f_.film.places;
    return std::move(f_);
  }

 private:
  void add_junction(std::vector<std::vector<Stop>>& stops, std::size_t k) {
    Film& film = f_.film;
    const Crossing& c = film.crossings[k];
    const Point on_second{c.at.x - c.boxes_x * film.box.x, c.at.y - c.boxes_y * film.box.y};
    const double s = nearest_place(film.bodies[c.first], c.at), t = nearest_place(film.bodies[c.second], on_second);
    stops[c.first].push_back({s, s, &film.gaps[k].a, none});
    stops[c.second].push_back({t, t, &film.gaps[k].b, none});
  }

  void cut_wire(std::uint32_t w, std::vector<Stop> stops) {
    const Body wire = f_.film.bodies[w];
    const double length = std::hypot(wire.b.x - wire.a.x, wire.b.y - wire.a.y);
    std::uint32_t unused = 0;
    if (stops.empty()) stops.push_back({0.5, 0.5, &unused, none});
    const std::vector<std::vector<Stop>> nodes = grouped(std::move(stops));
    double previous_end = 0, body_start = 0;
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      double to = 0;
      for (const Stop& stop : nodes[k]) to = std::max(to, stop.to);
      const double from = nodes[k].front().from;
      const auto group = static_cast<std::uint32_t>(places_.size());
      if (k > 0)
        f_.film.resistors.push_back({{group - 1}, {group}, f_.film.ohm_per_metre[w] * length * (from - previous_end)});
      const double body_end = k + 1 < nodes.size() ? 0.5 * (to + nodes[k + 1].front().from) : 1;
      bodies_.push_back({{group}, along(wire, body_start), along(wire, body_end), 0});
      add_node(nodes[k], f_.film.folded(along(wire, 0.5 * (from + to))), group);
      previous_end = to, body_start = body_end;
    }
  }

  void add_node(const std::vector<Stop>& stops, const Point& place, std::uint32_t group) {
    places_.push_back(place);
    contact_of_.push_back(none);
    for (const Stop& stop : stops) {
      *stop.group = group;
      if (stop.contact != none) contact_of_[group] = stop.contact;
    }
  }

  AttachedFilm f_;
  std::vector<Body> bodies_;
  std::vector<Point> places_;
  std::vector<std::uint32_t> contact_of_;
};

}  // namespace

AttachedFilm with_wire_pieces(AttachedFilm film) {
  return Pieces(std::move(film)).cut();
}

}  // namespace somn::netgen
