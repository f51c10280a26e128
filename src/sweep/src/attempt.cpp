#include "attempt.hpp"

#include <somn/core/units.hpp>
#include <somn/sweep/order_cells.hpp>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <fmt/format.h>

namespace somn::sweep {
namespace fs = std::filesystem;

std::vector<std::string> run_command(const std::string& program, const fs::path& experiment, const fs::path& folder,
                                     const Settings& settings, const fs::path& initial_states) {
  std::vector<std::string> words{program, "run", experiment.string(), "-o", folder.string(), "--quiet"};
  const auto set = [&](const std::string& key, const std::string& toml) {
    words.insert(words.end(), {"--set", key + "=" + toml});
  };
  for (const auto& [key, toml] : settings) set(key, toml);
  if (!initial_states.empty()) set("model.initial_states", fmt::format("'{}'", initial_states.string()));
  return words;
}

bool is_success(const Ending& e, const fs::path& folder) {
  return e.kind == Ending::Kind::exited && e.code == 0 && fs::exists(folder / "analysis.json");
}

bool was_killed(const Ending& e) {
  using Kind = Ending::Kind;
  return e.kind == Kind::signalled || e.kind == Kind::lost ||
         (e.kind == Kind::exited && e.messages.find("was killed by signal") != std::string::npos);
}

std::string sentence(const Ending& e, double timeout) {
  switch (e.kind) {
    case Ending::Kind::signalled:
      return fmt::format("the run was killed by signal {} ({})", e.code, ::strsignal(e.code));
    case Ending::Kind::timed_out:
      return fmt::format("the run was stopped after the time-out of {} s", to_text(timeout));
    case Ending::Kind::lost:
      return "the MPI rank of the run was lost";
    case Ending::Kind::exited:
      break;
  }
  std::string text = e.messages;
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (text.starts_with("somn: ")) text.erase(0, 6);
  if (text.size() > 400) text.resize(400);
  text.erase(std::find_if(text.rbegin(), text.rend(), [](unsigned char c) { return !std::isspace(c); }).base(),
             text.end());
  return text.empty() ? fmt::format("exit code {}", e.code) : text;
}

void strip(const fs::path& folder, bool keeps_states) {
  const fs::path states = keeps_states ? final_state(folder) : fs::path();
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().filename() != ".somn" && (states.empty() || entry.path() != states.parent_path()))
      fs::remove_all(entry.path());
  if (states.empty()) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(states.parent_path()))
    if (entry.path() != states) fs::remove_all(entry.path());
}

std::string si_column(const Key& key) {
  std::string tag;
  for (const char c : key.unit)
    if (std::isalnum(static_cast<unsigned char>(c))) tag += c;
  return key.name + "_" + tag;
}

}  // namespace somn::sweep
