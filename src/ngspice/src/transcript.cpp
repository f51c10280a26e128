#include "transcript.hpp"

#include "protocol.hpp"

#include <algorithm>
#include <array>

namespace somn::ngspice {
namespace {

// Printed on either stream, for failures that ngspice does not call an error.
constexpr std::array failures{"MIF-ERROR",
                              "Model issue",
                              "unrecognized parameter",
                              "Could not find",
                              "Undefined parameter",
                              "simulation(s) aborted",
                              "couldn't be loaded",
                              "simulation not started",
                              "Error opening code model",
                              "Transient solution failed"};
constexpr std::array convergence{"singular matrix", "imestep too small",   "o convergence",
                                 "iteration limit", "Transient op failed", "Transient solution failed"};
constexpr const char* refusal = "somn error:";      // one of our code models on its parameters (models/glue/device.h)
constexpr std::ptrdiff_t kept_at_each_end = 10000;  // lines
constexpr std::size_t most = 8;                     // lines in a message
constexpr std::size_t context = 2;                  // lines that follow "Error on line ..." and belong to it

template <std::size_t n>
bool contains_any(std::string_view text, const std::array<const char*, n>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string_view::npos; });
}

bool is_error(std::string_view text) {
  return text.find("rror") != std::string_view::npos && !text.starts_with("Warning") && !text.starts_with("Note");
}

}  // namespace

void Transcript::add(std::string_view line) {
  const bool error_stream = line.starts_with("stderr ");
  if (error_stream || line.starts_with("stdout ")) line.remove_prefix(7);
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
  const bool echo = line.starts_with("Circuit:");  // the title, which may say anything
  const bool failure = !echo && ((error_stream && is_error(line)) || contains_any(line, failures));
  const bool no_solution = !echo && contains_any(line, convergence);
  failure_ |= failure;
  convergence_ |= no_solution;
  if (lines_.size() == 2 * kept_at_each_end)
    lines_.erase(lines_.begin() + kept_at_each_end, lines_.end() - kept_at_each_end / 2);
  lines_.push_back({std::string(line), failure, no_solution});
}

void Transcript::add_raw(std::string_view text) {
  for (const std::string& line : protocol::split(text)) add(line);
}

std::vector<std::string> Transcript::lines() const {
  std::vector<std::string> texts;
  for (const Line& line : lines_) texts.push_back(line.text);
  return texts;
}

bool Transcript::has_failure() const {
  return failure_;
}

bool Transcript::has_convergence_failure() const {
  return convergence_;
}

bool Transcript::has_refusal() const {
  return says(refusal);
}

bool Transcript::says(std::string_view words) const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [&](const Line& line) { return line.text.find(words) != std::string::npos; });
}

std::vector<std::string> Transcript::telling_lines() const {
  std::vector<std::string> telling;
  const auto tell = [&telling](const std::string& text) {
    const auto warning = std::min(text.find("Warning:"), text.size());  // without "Trying gmin = ..." before it
    const std::string line = text.substr(warning == text.size() ? 0 : warning);
    if (telling.size() < most && std::find(telling.begin(), telling.end(), line) == telling.end())
      telling.push_back(line);
  };
  for (const Line& line : lines_)
    if (line.text.find(refusal) != std::string::npos) tell(line.text.substr(line.text.find(refusal)));
  for (const Line& line : lines_)
    if (line.text.starts_with("doAnalyses:")) tell(line.text);  // why ngspice gave up
  for (std::size_t k = 0; k < lines_.size(); ++k) {
    if (!lines_[k].failure) continue;
    tell(lines_[k].text);
    const bool of_a_line = lines_[k].text.find("rror on line") != std::string::npos;
    for (std::size_t c = k + 1; of_a_line && c <= k + context && c < lines_.size(); ++c) tell(lines_[c].text);
  }
  for (const Line& line : lines_)
    if (line.convergence) tell(line.text);
  return telling.empty() ? last_lines() : telling;
}

std::vector<std::string> Transcript::last_lines() const {
  auto all = lines();
  if (all.size() > most) all.erase(all.begin(), all.end() - most);
  return all;
}

}  // namespace somn::ngspice
