// dip_of, in units of 1/2n (Hartigan & Hartigan 1985; their AS 217 with its later corrections):
//   for each point the next one down on the greatest convex minorant, and the next one up on the least concave majorant
//   [low, high] = everything; repeat:
//     corners of minorant and majorant on it; d = largest gap between the two, seen from the corners of either
//     stop where d <= dip
//     dip = largest distance of the empirical distribution from the minorant left of that gap, from the majorant right
//       of it; shrink [low, high] to the gap; stop where it no longer shrinks
#include <somn/analyses/modality/modality.hpp>

#include <algorithm>
#include <cstddef>

namespace somn::analysis {
namespace {

using Index = std::ptrdiff_t;

struct Hulls {
  std::vector<Index> down, up;
};

Hulls hulls_of(const std::vector<double>& x) {
  const Index n = static_cast<Index>(x.size());
  const auto at = [&](Index k) { return x[static_cast<std::size_t>(k)]; };
  Hulls h{std::vector<Index>(x.size()), std::vector<Index>(x.size())};
  const auto down = [&](Index k) -> Index& { return h.down[static_cast<std::size_t>(k)]; };
  const auto up = [&](Index k) -> Index& { return h.up[static_cast<std::size_t>(k)]; };
  down(0) = 0;
  for (Index j = 1; j < n; ++j)
    for (down(j) = j - 1;;) {
      const Index a = down(j), b = down(a);
      if (a == 0 || (at(j) - at(a)) * static_cast<double>(a - b) < (at(a) - at(b)) * static_cast<double>(j - a)) break;
      down(j) = b;
    }
  up(n - 1) = n - 1;
  for (Index k = n - 2; k >= 0; --k)
    for (up(k) = k + 1;;) {
      const Index a = up(k), b = up(a);
      if (a == n - 1 || (at(k) - at(a)) * static_cast<double>(a - b) < (at(a) - at(b)) * static_cast<double>(k - a))
        break;
      up(k) = b;
    }
  return h;
}

}  // namespace

Dip dip_of(const std::vector<double>& x) {
  const Index n = static_cast<Index>(x.size());
  Dip result;
  if (n < 1) return result;
  double dip = 1;
  Index low = 0, high = n - 1;
  const auto finish = [&] {
    return Dip{dip / (2 * static_cast<double>(n)), static_cast<std::size_t>(low), static_cast<std::size_t>(high)};
  };
  if (n < 2 || x.front() == x.back()) return finish();
  const auto at = [&](Index k) { return x[static_cast<std::size_t>(k)]; };
  const Hulls hulls = hulls_of(x);
  std::vector<Index> g, l;  // corners: minorant from high down to low, majorant from low up to high
  while (true) {
    g.assign(1, high);
    while (g.back() > low) g.push_back(hulls.down[static_cast<std::size_t>(g.back())]);
    l.assign(1, low);
    while (l.back() < high) l.push_back(hulls.up[static_cast<std::size_t>(l.back())]);
    std::size_t ig = g.size() - 1, ih = l.size() - 1, ix = ig - 1, iv = 1;
    double d = 0;
    if (g.size() == 2 && l.size() == 2) {
      d = 1;
    } else {
      do {
        const Index gx = g[ix], lv = l[iv];
        if (gx > lv) {
          const Index g1 = g[ix + 1];
          const double gap =
              static_cast<double>(lv - g1 + 1) - (at(lv) - at(g1)) * static_cast<double>(gx - g1) / (at(gx) - at(g1));
          ++iv;
          if (gap >= d) d = gap, ig = ix + 1, ih = iv - 1;
        } else {
          const Index l1 = l[iv - 1];
          const double gap =
              (at(gx) - at(l1)) * static_cast<double>(lv - l1) / (at(lv) - at(l1)) - static_cast<double>(gx - l1 - 1);
          if (gap >= d) d = gap, ig = ix, ih = iv;
          if (ix > 0) --ix;
        }
        iv = std::min(iv, l.size() - 1);
      } while (g[ix] != l[iv]);
    }
    if (d < dip) break;
    double largest = 0;
    for (std::size_t j = ig; j + 1 < g.size(); ++j) {
      const Index first = g[j + 1], last = g[j];
      double here = 1;
      if (last - first > 1 && at(last) != at(first)) {
        const double slope = static_cast<double>(last - first) / (at(last) - at(first));
        for (Index k = first; k <= last; ++k)
          here = std::max(here, static_cast<double>(k - first + 1) - (at(k) - at(first)) * slope);
      }
      largest = std::max(largest, here);
    }
    for (std::size_t j = ih; j + 1 < l.size(); ++j) {
      const Index first = l[j], last = l[j + 1];
      double here = 1;
      if (last - first > 1 && at(last) != at(first)) {
        const double slope = static_cast<double>(last - first) / (at(last) - at(first));
        for (Index k = first; k <= last; ++k)
          here = std::max(here, (at(k) - at(first)) * slope - static_cast<double>(k - first - 1));
      }
      largest = std::max(largest, here);
    }
    dip = std::max(dip, largest);
    if (low == g[ig] && high == l[ih]) break;
    low = g[ig];
    high = l[ih];
  }
  return finish();
}

}  // namespace somn::analysis
