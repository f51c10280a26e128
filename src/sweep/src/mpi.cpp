#include "plugin.h"

#include <somn/core/error.hpp>
#include <somn/sweep/mpi.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <sys/prctl.h>
#include <system_error>

namespace somn::sweep {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds between_probes{2};
constexpr std::chrono::seconds between_signs_of_life{2}, longest_silence{60};

bool is_mpi_job() {
  for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK", "PMI_RANK"})
    if (std::getenv(variable)) return true;
  return false;
}

// A folder that this user may not look into has nothing for him.
bool is_there(const fs::path& file) {
  std::error_code none;
  return fs::exists(file, none);
}

}  // namespace

std::string find_mpi_plugin() {
  if (const char* named = std::getenv("SOMN_MPI_PLUGIN"); named && *named) {
    if (is_there(named)) return named;
    throw InputError({.what = "there is no plugin for MPI", .where = named, .remedy = "SOMN_MPI_PLUGIN names it"});
  }
  const fs::path beside = fs::read_symlink("/proc/self/exe").parent_path() / "../libexec/somn/somn_mpi.so";
  if (is_there(beside)) return beside;
  for (std::string_view rest = SOMN_MPI_PLUGINS; !rest.empty();) {
    const std::string place(rest.substr(0, rest.find(':')));
    if (is_there(place)) return place;
    rest.remove_prefix(std::min(rest.size(), place.size() + 1));
  }
  throw InputError(
      {.what = "the plugin somn_mpi.so, which serves MPI jobs, is not installed",
       .where = "somn sweep",
       .remedy = "install the package somnspice-mpi, build somnspice where an MPI library is (Debian: libopenmpi-dev), "
                 "name the plugin by SOMN_MPI_PLUGIN, or use -j without mpirun"});
}

namespace {

// Open MPI's own plugins look for its symbols among the global ones.
const somn_mpi* start_plugin() {
  const std::string file = find_mpi_plugin();
  void* plugin = ::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
  const auto start =
      plugin ? reinterpret_cast<somn_mpi_start_function>(::dlsym(plugin, "somn_mpi_start")) : somn_mpi_start_function{};
  const somn_mpi* mpi = start ? start() : nullptr;
  if (mpi) return mpi;
  const char* why = ::dlerror();
  throw InputError({.what = "MPI cannot be started",
                    .where = file,
                    .value = why ? why : "MPI_Init failed",
                    .remedy = "start the job with the mpirun of the MPI library that somnspice was built with"});
}

Json to_json(const Job& job) {
  return {{"id", job.id}, {"command", job.command}, {"timeout", job.timeout}};
}

Json to_json(const Ending& e) {
  return {{"id", e.id}, {"kind", e.kind}, {"code", e.code}, {"messages", e.messages}};
}

Ending ending_of(const Json& json) {
  return {.id = json.at("id"), .kind = json.at("kind"), .code = json.at("code"), .messages = json.at("messages")};
}

}  // namespace

struct MpiRanks::State {
  const somn_mpi* mpi = nullptr;
  std::size_t slots_per_rank = 1;
  LocalProcesses local;
  std::vector<std::size_t> n_running;          // by rank; [0] is unused
  std::map<std::uint64_t, std::size_t> where;  // rank of a job that is away
  std::vector<Clock::time_point> last_heard;   // by rank
  std::vector<bool> is_lost;                   // by rank
  bool is_dismissed = false;

  State(const somn_mpi* m, std::size_t n_slots)
      : mpi(m),
        slots_per_rank(n_slots),
        local(n_slots),
        n_running(static_cast<std::size_t>(m->size)),
        last_heard(n_running.size(), Clock::now()),
        is_lost(n_running.size()) {}

  void send(std::size_t to, const Json& json) const {
    const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    mpi->send(static_cast<int>(to), text.data(), text.size());
  }

  std::optional<std::pair<std::size_t, Json>> receive() const {
    int from = 0;
    const long size = mpi->probe(&from);
    if (size < 0) return {};
    std::string text(static_cast<std::size_t>(size), '\0');
    mpi->receive(from, text.data(), text.size());
    return std::pair{static_cast<std::size_t>(from), Json::parse(text)};
  }

  std::vector<Ending> lost();
  bool has_lost() const { return std::find(is_lost.begin(), is_lost.end(), true) != is_lost.end(); }

  // The rank with most room among the others; 0 where none has any.
  std::size_t free_rank() const {
    std::size_t best = 0;
    for (std::size_t rank = 1; rank < n_running.size(); ++rank)
      if (!is_lost[rank] && n_running[rank] < slots_per_rank && (best == 0 || n_running[rank] < n_running[best]))
        best = rank;
    return best;
  }
};

// Ranks that have said nothing for long are given up, and their jobs with them; what they may say later is not heard.
std::vector<Ending> MpiRanks::State::lost() {
  std::vector<Ending> endings;
  for (std::size_t rank = 1; rank < n_running.size(); ++rank) {
    if (is_lost[rank] || Clock::now() - last_heard[rank] < longest_silence) continue;
    is_lost[rank] = true;
    for (const auto& [id, place] : where)
      if (place == rank) endings.push_back({.id = id, .kind = Ending::Kind::lost, .messages = {}});
  }
  for (const Ending& ending : endings) where.erase(ending.id);
  return endings;
}

MpiRanks::MpiRanks(std::unique_ptr<State> state) : state_(std::move(state)) {}

MpiRanks::~MpiRanks() {
  if (rank() == 0) dismiss(70);  // an exception is on its way
}

std::unique_ptr<MpiRanks> MpiRanks::join(std::size_t n_slots) {
  if (!is_mpi_job()) return {};
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // ranks whose mpirun was killed would work on, and hold the folder
  return std::unique_ptr<MpiRanks>(new MpiRanks(std::make_unique<State>(start_plugin(), n_slots)));
}

int MpiRanks::rank() const {
  return state_->mpi->rank;
}

int MpiRanks::n_ranks() const {
  return state_->mpi->size;
}

std::size_t MpiRanks::n_slots() const {
  return state_->slots_per_rank * state_->n_running.size();
}

int MpiRanks::serve() {
  Clock::time_point last_sign{};
  for (;;) {
    if (Clock::now() - last_sign > between_signs_of_life) {
      state_->send(0, {{"is_alive", true}});
      last_sign = Clock::now();
    }
    for (const Ending& ending : state_->local.wait(between_probes)) state_->send(0, to_json(ending));
    while (const auto message = state_->receive()) {
      const Json& json = message->second;
      if (json.contains("dismissed")) {
        if (!json.at("is_crippled")) state_->mpi->finish();
        return json.at("dismissed");
      }
      state_->local.start({.id = json.at("id"), .command = json.at("command"), .timeout = json.at("timeout")});
    }
  }
}

void MpiRanks::dismiss(int code) {
  if (state_->is_dismissed) return;
  state_->is_dismissed = true;
  const bool is_crippled = state_->has_lost();  // MPI_Finalize would wait for the lost for ever
  for (std::size_t rank = 1; rank < state_->n_running.size(); ++rank)
    if (!state_->is_lost[rank]) state_->send(rank, {{"dismissed", code}, {"is_crippled", is_crippled}});
  if (!is_crippled) state_->mpi->finish();
}

bool MpiRanks::has_room() const {
  return state_->local.has_room() || state_->free_rank() > 0;
}

void MpiRanks::start(const Job& job) {
  const std::size_t rank = state_->free_rank();
  if (rank == 0) return state_->local.start(job);
  ++state_->n_running[rank];
  state_->where[job.id] = rank;
  state_->send(rank, to_json(job));
}

std::vector<Ending> MpiRanks::wait(std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  std::vector<Ending> endings;
  while (endings.empty() && Clock::now() < until) {
    endings = state_->local.wait(between_probes);
    while (const auto message = state_->receive()) {
      const auto& [rank, json] = *message;
      state_->last_heard[rank] = Clock::now();
      if (state_->is_lost[rank] || json.contains("is_alive")) continue;
      endings.push_back(ending_of(json));
      state_->where.erase(endings.back().id);
      --state_->n_running[rank];
    }
    for (Ending& ending : state_->lost()) endings.push_back(std::move(ending));
  }
  return endings;
}

}  // namespace somn::sweep
