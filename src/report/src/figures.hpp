// The figures of a report: each takes numbers and returns a Figure (tables, script, caption) that draw() turns into an
// SVG. Where there is nothing to draw, Figure::absent says so in a sentence.
#pragma once

#include "gnuplot.hpp"

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/netgen/network.hpp>

#include <nlohmann/json.hpp>
#include <vector>

namespace somn::report {

using Json = nlohmann::ordered_json;

// The film: its bodies with the electrodes in colour, its junctions as dots coloured by their number of switch-on
// events. A network without bodies is drawn as nodes and lines.
Figure network_figure(const netgen::Network&, const std::vector<JunctionEvent>&);

// The same without a run, as the figure NAME.
Figure network_picture(const netgen::Network&, const std::string& name);

// Source current and drive over the whole record, and the most agitated interval of it enlarged. `analysis` is
// DIR/analysis.json (docs/analysis-json.md), of which network_spikes and parameters are used.
Figure current_figure(const Trace&, const Json& analysis);

// Switch-on events of the active junctions over [0, t_stop], ordered by their distance from the source, above their
// population rate. `t_start` is where the window of analysis begins [s].
Figure raster_figure(const netgen::Network&, const std::vector<JunctionEvent>&, double t_start, double t_stop);

// Densities of the inter-spike intervals in `isi` of analysis.json, with the Poisson process of the pooled rate.
Figure isi_figure(const Json& isi);

// Avalanche sizes and durations in `avalanches` and `control` of analysis.json: densities and complementary cumulative
// distributions, the shuffled control in grey, a law that was not rejected over its range.
Figure avalanche_figure(const Json& avalanches, const Json& control);

// Those of single analyses: each takes the JSON of docs/analysis-json.md (of `somn analyse`, or the object on request
// in analysis.json) and, where that does not hold it, what was measured.
Figure acf_figure(const Json& acf);
Figure branching_figure(const Json& branching);
Figure bursts_figure(const Json& result, const std::vector<std::vector<double>>& trains);  // trains as result.units
Figure events_figure(const Json& result, const std::vector<double>& times, const std::vector<double>& signal);
Figure pairs_figure(const Json& result);
Figure spectrum_figure(const Json& result);
Figure stdp_figure(const Json& result, const std::vector<double>& delays, const std::vector<double>& changes);
Figure synchrony_figure(const Json& result, const std::vector<std::vector<double>>& signals);

struct ModalityData {
  Json modality = {};
  std::vector<double> values = {};  // those that were tested, logarithms where it was them
  std::string label = {}, unit = {};
  bool is_whole = false;  // whole numbers: a bar for each
};
Figure modality_figure(const std::vector<ModalityData>& sets);  // a panel for each that was tested

}  // namespace somn::report
