// Seeds as `--seeds` takes them: whole numbers and ranges, "1-10,15".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace somn::sweep {

// InputError for what is no such list, for a seed named twice, and for more than a million seeds.
std::vector<std::uint64_t> parse_seeds(const std::string& text);
std::string seed_ranges(const std::vector<std::uint64_t>& seeds);  // in the order given

}  // namespace somn::sweep
