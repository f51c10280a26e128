#include <somn/core/error.hpp>
#include <somn/sweep/seeds.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace somn::sweep {
namespace {

constexpr std::size_t most_seeds = 1000000;

[[noreturn]] void refuse(const char* what, const std::string& text, const std::string& where) {
  throw InputError({.what = what, .where = where, .value = text, .allowed = "whole numbers and ranges: 1-10,15"});
}

std::uint64_t whole(std::string_view text, const std::string& all, const std::string& where) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) refuse("no seeds", all, where);
  return value;
}

}  // namespace

std::vector<std::uint64_t> parse_seeds(const std::string& text, const std::string& where) {
  std::vector<std::uint64_t> seeds;
  std::set<std::uint64_t> seen;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view part = std::string_view(text).substr(begin, end - begin);
    const std::size_t dash = part.find('-');
    const std::uint64_t first = whole(part.substr(0, dash), text, where);
    const std::uint64_t last = dash == std::string_view::npos ? first : whole(part.substr(dash + 1), text, where);
    if (last < first) refuse("a range that runs backwards", text, where);
    if (last - first >= most_seeds || seeds.size() + (last - first) >= most_seeds) refuse("too many seeds", text, where);
    for (std::uint64_t seed = first;; ++seed) {
      if (!seen.insert(seed).second) refuse("a seed named twice", text, where);
      seeds.push_back(seed);
      if (seed == last) break;
    }
    begin = end + 1;
  }
  return seeds;
}

std::vector<std::uint64_t> read_seeds(const Config& sweep) {
  if (sweep.has("seeds") && !sweep.item("seeds").starts_with('['))
    return parse_seeds(sweep.text("seeds"), sweep.where("seeds"));
  std::vector<std::uint64_t> seeds;
  for (const long long seed : sweep.integers("seeds", std::vector<long long>{1})) {
    if (seed < 0)
      throw InputError({.what = "a seed below 0", .where = sweep.where("seeds"), .value = std::to_string(seed)});
    seeds.push_back(static_cast<std::uint64_t>(seed));
  }
  return seeds;
}

std::string seed_ranges(const std::vector<std::uint64_t>& seeds) {
  std::string text;
  for (std::size_t i = 0, j; i < seeds.size(); i = j) {
    for (j = i + 1; j < seeds.size() && seeds[j] == seeds[j - 1] + 1;) ++j;
    text += (text.empty() ? "" : ",") + std::to_string(seeds[i]);
    if (j - i > 1) text += "-" + std::to_string(seeds[j - 1]);
  }
  return text;
}

}  // namespace somn::sweep
