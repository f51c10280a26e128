// What is measured of a run, and how well: voltages and currents of electrodes, conductances of junctions, noise and the
// steps of a converter. The same in both engines: noise of row k is a function of the seed, the column and k.
#pragma once

#include <somn/experiment/experiment.hpp>

#include <span>
#include <string>
#include <vector>

namespace somn::experiment {

struct ElectrodeColumn {
  std::string name = {};                  // as in the columns: electrode_<name>_V
  NodeId node = {};
  const circuit::Drive* drive = nullptr;  // where its current is known: a resistor or a current source
};

// Those that the record names, in the order of the terminals; all but the drain for "electrodes". InputError with the
// nearest name for one that the network does not have.
std::vector<ElectrodeColumn> electrode_columns(const Record&, const circuit::Circuit&, const std::string& where);

// [A] into the network, of an electrode at voltage v while its drive is what it is at that time.
double electrode_current(const circuit::Drive&, double time, double v);

// value + noise z, then the nearest of 2^bits levels from -range to range; columns are numbered from 0.
double measured(const ReadOut&, double value, double noise, double range, std::size_t row, std::size_t column);

}  // namespace somn::experiment
