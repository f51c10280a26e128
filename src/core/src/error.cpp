#include <somn/core/error.hpp>

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>

namespace somn {
namespace {

std::string input_sentence(const InputFacts& f) {
  std::string s = f.where.empty() ? f.what : f.where + ": " + f.what;
  if (!f.value.empty()) s += fmt::format(" (got {})", f.value);
  if (!f.allowed.empty()) s += fmt::format("; allowed: {}", f.allowed);
  if (!f.remedy.empty()) s += fmt::format("; {}", f.remedy);
  return s;
}

std::string simulation_sentence(const std::string& what, const std::vector<std::string>& transcript,
                                const std::string& remedy) {
  std::string s = what;
  if (!remedy.empty()) s += "; " + remedy;
  for (const std::string& line : transcript) s += "\n  | " + line;
  return s;
}

}  // namespace

InputError::InputError(InputFacts facts) : Error(input_sentence(facts)), facts_(std::move(facts)) {}

FileError::FileError(std::string what, std::string path, int error_number)
    : InputError({.what = fmt::format("{}: {}", what, std::strerror(error_number)), .where = std::move(path)}) {}

SimulationError::SimulationError(std::string what, std::vector<std::string> transcript, std::string remedy)
    : Error(simulation_sentence(what, transcript, remedy)),
      what_failed_(std::move(what)),
      transcript_(std::move(transcript)) {}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t d = edit_distance(word, candidate);
    if (d < best_distance && d < candidate.size()) best = candidate, best_distance = d;
  }
  return best;
}

InputError unknown_name(std::string_view kind, std::string_view word, std::string where,
                        const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_name(word, candidates);
  return InputError({.what = fmt::format("unknown {} '{}'", kind, word),
                     .where = std::move(where),
                     .value = {},
                     .allowed = fmt::format("{}", fmt::join(candidates, ", ")),
                     .remedy = nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest)});
}

}  // namespace somn
