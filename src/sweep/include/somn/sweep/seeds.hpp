// Seeds as `--seeds` takes them: whole numbers and ranges, "1-10,15".
#pragma once

#include <somn/core/config.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace somn::sweep {

// InputError for what is no such list, for a seed named twice, and for more than a million seeds.
std::vector<std::uint64_t> parse_seeds(const std::string& text, const std::string& where = "--seeds");
// `seeds` of the table [sweep]: a list, or a text of that kind; [1] where there is none.
std::vector<std::uint64_t> read_seeds(const Config& sweep);
std::string seed_ranges(const std::vector<std::uint64_t>& seeds);  // in the order given

}  // namespace somn::sweep
