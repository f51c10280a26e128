// What differs between two experiments, key by key, every default spelled out.
#pragma once

#include <somn/experiment/experiment.hpp>

#include <string>
#include <vector>

namespace somn::experiment {

// physics: another experiment. numerics: the same one solved otherwise. output: engine, title, what is recorded,
// analysed and written. drawn: how the network and its junctions' values came about; two networks that are equal say
// the same.
enum class KeyKind { physics, numerics, output, drawn };
KeyKind kind_of_key(std::string_view dotted_key);

struct KeyDifference {
  std::string key;   // "run.t_stop"
  std::string a, b;  // "1 s", or "absent"
  KeyKind kind = KeyKind::physics;
};

// Of two texts of to_toml or identity, in the order of the first; keys of b alone at the end. [provenance] does not
// count.
std::vector<KeyDifference> differences(const std::string& a, const std::string& b);

}  // namespace somn::experiment
