// What the viewer needs of a run, in at most 16 MB (with its network and events a page of less than 25 MB): states,
// conductances and node voltages of every so-manieth sample.
//
//   frames    at most 1001, every m-th sample of the trace
//   numbers   16 bits where all of them take less than 8 MB; else 1024 levels for states and conductances and 4096 for
//             voltages, 10 and 12 bits, which is what they take after deflation
//   junctions all that the record names (all of the network for film:AUTO), or evenly spaced ones where fewer than 100
//             frames would fit otherwise; nodes: those at their ends
#pragma once

#include <somn/core/archive.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/formats/film.hpp>
#include <somn/models/catalogue.hpp>

#include <span>
#include <vector>

namespace somn::experiment {

struct FilmPlan {
  std::vector<std::uint32_t> junctions, nodes, positive, negative;  // see formats::Film
  std::size_t every = 1;                                            // [samples]
  std::uint32_t levels = 65536, v_levels = 65536;
  std::string note;  // what is left out
};
// Nothing is recorded where the plan has no junctions.
FilmPlan plan_film(const RunOptions&, const circuit::Circuit&, const Record&);

class FilmRecorder {
 public:
  FilmRecorder(const RunOptions&, const circuit::Circuit&, const Record&);

  bool wants(std::size_t sample) const { return !plan_.junctions.empty() && sample % plan_.every == 0; }
  std::vector<NodeId> nodes() const;
  // states [state unit] and, where they do not tell them, conductances [S] of all junctions; voltages [V] of nodes()
  void add(double time, std::span<const double> states, std::span<const double> conductances,
           std::span<const double> voltages);
  void archive(Archive&);
  formats::Film finish();  // without frames: nothing was recorded

 private:
  double conductance(std::uint32_t junction, double state, double v) const;  // i/v

  const circuit::Circuit& circuit_;
  FilmPlan plan_;
  std::vector<models::Device> devices_;  // one per circuit model
  std::vector<bool> is_ohmic_;           // likewise
  std::vector<double> times_;
  std::vector<float> states_, log_g_, v_;
};

// i = G(state) v, at any voltage
bool is_ohmic(const models::Device&);

}  // namespace somn::experiment
