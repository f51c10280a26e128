// isi_distance, spike_distance: the record is cut at the spikes of both trains; on each piece the dissimilarity is
//   constant (ISI) or linear (SPIKE), so that its integral over the window is exact.
// A train as these see it: for a time t its interval [p, f) with p, f the spikes around t; before the first spike the
//   interval is max(first - start, second - first) long, behind the last likewise.
// SPIKE: d(p), d(f) = distance of these spikes to the nearest of the other train (which has one spike more beyond
//   either edge, an interval away); S(t) = [d(p)(f - t) + d(f)(t - p)]/I; before the first spike S = d(f), behind the
//   last d(p).
#include <somn/spike_trains/train_pairs.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace somn::analysis {
namespace {

// A train whose spikes are walked through, with what lies beyond the edges.
class Walk {
 public:
  Walk(Train train, const Segment& record) : record_(record) {
    if (train.empty()) {
      edges_ = {record.start, record.end};
      t_ = edges_;
    } else {
      t_ = train;
    }
    const std::size_t n = t_.size();
    before_ = n > 1 ? std::min(record.start, 2 * t_[0] - t_[1]) : record.start;
    after_ = n > 1 ? std::max(record.end, 2 * t_[n - 1] - t_[n - 2]) : record.end;
    next_ = t_[0] > record.start ? 0 : 1;  // index of the spike that follows the present
  }
  Walk(const Walk&) = delete;

  bool has_next() const { return next_ < t_.size(); }
  double next() const { return has_next() ? t_[next_] : record_.end; }
  void advance() { ++next_; }

  double interval() const {
    const std::size_t n = t_.size();
    if (next_ == 0) return n > 1 ? std::max(t_[0] - record_.start, t_[1] - t_[0]) : t_[0] - record_.start;
    if (next_ == n) return n > 1 ? std::max(record_.end - t_[n - 1], t_[n - 1] - t_[n - 2]) : record_.end - t_[n - 1];
    return t_[next_] - t_[next_ - 1];
  }
  double previous_time() const { return next_ == 0 ? before_ : t_[next_ - 1]; }
  double following_time() const { return next_ == t_.size() ? after_ : t_[next_]; }
  bool is_before_first() const { return next_ == 0; }
  bool is_behind_last() const { return next_ == t_.size(); }

  // Distance of a time to the nearest spike, the two beyond the edges included.
  double distance(double time) const {
    const auto above = std::lower_bound(t_.begin(), t_.end(), time);
    const double high = above == t_.end() ? after_ : *above;
    const double low = above == t_.begin() ? before_ : *(above - 1);
    return std::min(std::abs(high - time), std::abs(time - low));
  }

 private:
  const Segment& record_;
  std::array<double, 2> edges_{};
  Train t_;
  double before_ = 0, after_ = 0;
  std::size_t next_ = 0;
};

// S(t), seen from the piece that the walk is in.
struct Nearness {
  double p = 0, f = 0, d_p = 0, d_f = 0, interval = 0;
  bool is_flat = false;
  Nearness(const Walk& walk, const Walk& other) : interval(walk.interval()) {
    p = walk.previous_time();
    f = walk.following_time();
    is_flat = walk.is_before_first() || walk.is_behind_last();
    if (!walk.is_before_first()) d_p = other.distance(p);
    if (!walk.is_behind_last()) d_f = other.distance(f);
    if (walk.is_before_first()) d_p = d_f;
    if (walk.is_behind_last()) d_f = d_p;
  }
  double at(double t) const { return is_flat ? d_p : (d_p * (f - t) + d_f * (t - p)) / interval; }
};

// Calls piece(from, to, walk_a, walk_b) for every piece of the record on which no spike occurs.
template <class Piece>
void for_each_piece(Train a, Train b, const Segment& record, Piece&& piece) {
  Walk x(a, record), y(b, record);
  double now = record.start;
  while (true) {
    const double next = std::min({x.next(), y.next(), record.end});
    if (next > now) piece(now, next, x, y);
    now = next;
    const bool is_over = !x.has_next() && !y.has_next();
    if (is_over) break;
    const bool x_moves = x.has_next() && x.next() <= now, y_moves = y.has_next() && y.next() <= now;
    if (!x_moves && !y_moves) break;  // spikes at or beyond the end
    if (x_moves) x.advance();
    if (y_moves) y.advance();
  }
}

}  // namespace

double isi_distance(Train a, Train b, const Segment& record, const Segment& window) {
  double sum = 0;
  for_each_piece(a, b, record, [&](double from, double to, const Walk& x, const Walk& y) {
    const double length = std::min(to, window.end) - std::max(from, window.start);
    if (length > 0) sum += length * std::abs(x.interval() - y.interval()) / std::max(x.interval(), y.interval());
  });
  return sum / window.length();
}

double spike_distance(Train a, Train b, const Segment& record, const Segment& window) {
  double sum = 0;
  for_each_piece(a, b, record, [&](double from, double to, const Walk& x, const Walk& y) {
    const double low = std::max(from, window.start), high = std::min(to, window.end);
    if (!(high > low)) return;
    const Nearness s(x, y), r(y, x);
    const auto value = [&](double t) {
      return 2 * (s.at(t) * r.interval + r.at(t) * s.interval) / std::pow(s.interval + r.interval, 2);
    };
    sum += (high - low) * (value(low) + value(high)) / 2;
  });
  return sum / window.length();
}

// A spike's partner, if it has one, is its neighbour in the merged trains: no interval around the two lies between
// them.
Coincidences spike_synchronisation(Train a, Train b, const Segment& record, const Segment& window) {
  const bool is_whole = window.start == record.start && window.end == record.end;
  const auto counts = [&](double t) { return is_whole || (t > window.start && t < window.end); };
  const auto half_gap = [&](Train t, std::size_t k) {
    double gap = record.length();
    if (k > 0) gap = std::min(gap, t[k] - t[k - 1]);
    if (k + 1 < t.size()) gap = std::min(gap, t[k + 1] - t[k]);
    return gap / 2;
  };
  Coincidences c;
  const auto count_side = [&](Train x, Train y) {
    std::size_t j = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!counts(x[i])) continue;
      c.n_spikes += 1;
      while (j + 1 < y.size() && std::abs(y[j + 1] - x[i]) <= std::abs(y[j] - x[i])) ++j;
      if (y.empty()) continue;
      const double distance = std::abs(y[j] - x[i]);
      c.n_partnered += distance == 0 || distance < std::min(half_gap(x, i), half_gap(y, j));
    }
  };
  count_side(a, b);
  count_side(b, a);
  return c;
}

}  // namespace somn::analysis
