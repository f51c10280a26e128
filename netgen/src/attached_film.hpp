#pragma once

#include "contacts.hpp"

namespace somn::netgen {

// A film under its electrodes.
struct AttachedFilm {
  Film film;
  Contacts contacts;
  std::vector<Touch> touches;
  std::vector<std::uint32_t> contact_of;  // per group: the contact that it reaches, or none
  std::vector<Point> reached_at;          // [m] per group that does: where
};

AttachedFilm attached(Film, const Settings&);

// Every wire cut at its junctions and contacts; the pieces are resistances (wire_pieces.cpp).
AttachedFilm with_wire_pieces(AttachedFilm);

// Contacts become nodes, polarity is drawn, the connected part is kept, nodes are numbered.
Network contacted(AttachedFilm, const Ensemble&, const Settings&);

}  // namespace somn::netgen
