// Is it the same experiment? A run that goes on from a check point must be the one that wrote it, in every key.
//
// The identity of a run is the experiment with every default spelled out (to_toml), a digest of the circuit that it
// makes (network, what is drawn for its junctions, initial states, electrodes, drives), and the version of the program.
#pragma once

#include <somn/experiment/difference.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace somn::experiment {

std::string identity(const Experiment&, const circuit::Circuit&);  // TOML text

// Keys that may differ when a run goes on, and why: nothing of them is in what the check point holds.
struct FreeKey {
  std::string_view key, reason;  // "analysis.": all keys of that table
};
const std::vector<FreeKey>& free_keys();
bool is_free(const std::string& key);

// InputError that names the keys which differ, with both values: what was begun there (the identity of a check point)
// is another experiment than `now`. Keys that are free do not count.
void refuse_other(const std::string& before, const std::string& now, const std::string& where);
// The same of the experiment.toml of a folder of results, where only the title and run.checkpoint are free.
void refuse_other_results(const std::string& toml, const Experiment&, const std::string& where);

}  // namespace somn::experiment
