// The figures of a report: each takes numbers and returns a Figure (tables, script, caption) that draw() turns into an
// SVG. Where there is nothing to draw, Figure::absent says so in a sentence.
#pragma once

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/figures/json_path.hpp>
#include <somn/netgen/network.hpp>

#include <nlohmann/json.hpp>
#include <vector>

namespace somn::report {

using namespace figures;
using figures::Json;

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

}  // namespace somn::report
