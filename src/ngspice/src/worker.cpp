// Worker::run, in the words of the functions:
//
//   deck = prepared_deck                  without commands, with .save lines for the record
//   make_ready                            start, hello, the code model's stamp against the version, load
//   send folder, deck, record, run
//   receive_until parsed                  a failure in the transcript -> DeckRejected
//   send go
//   receive_until done                    begin and rows go to the sink; SIGTERM once `stop` is set
//   judge                                 failure printed, stop time not reached -> the typed errors
//   after any exception and any stop      the process is ended; the next run starts another
#include "deck.hpp"
#include "process.hpp"
#include "run_state.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

namespace somn::ngspice {
namespace fs = std::filesystem;
using namespace std::chrono_literals;
using protocol::Kind;
using Clock = std::chrono::steady_clock;

namespace {

fs::path existing_folder(const fs::path& folder) {
  const fs::path absolute = fs::absolute(folder.empty() ? fs::current_path() : folder);
  if (fs::is_directory(absolute)) return absolute;
  throw InputError({.what = "the folder of the deck does not exist", .where = absolute.string()});
}

Statistics statistics(const Message& done) {
  protocol::Totals totals{};
  std::memcpy(&totals, done.text.data(), std::min(sizeof totals, done.text.size()));
  return {.steps = totals.accepted,
          .rejected = totals.rejected,
          .newton_iterations = totals.iterations,
          .factorisations = totals.iterations,
          .wall = totals.wall,
          .cpu = totals.cpu,
          .peak_rss = totals.peak_rss};
}

}  // namespace

struct Worker::State {
  Options options;
  std::unique_ptr<Process> process;
  std::optional<fs::path> loaded;                  // what `process` was told to load; empty for none
  std::optional<Clock::time_point> asked_to_stop;  // `process` was
  Host host;
  Transcript transcript;

  void start();
  void load(const fs::path& code_model);
  void make_ready(const fs::path& code_model);
  void stop_if_wanted(const RunState& run);
  std::optional<Message> receive_until(Kind awaited, RunState* run = nullptr);
  [[noreturn]] void report_end(const std::string& how, const RunState* run);
  Statistics converse(const std::string& deck, const Request& request, RunState& run);
  Statistics interrupted(const std::optional<Message>& done, const RunState& run);
};

void Worker::State::start() {
  process = std::make_unique<Process>(options.worker.empty() ? find_worker() : options.worker);
  loaded.reset();
  asked_to_stop.reset();
  const auto printed = protocol::split(receive_until(Kind::hello)->text);
  if (printed.empty() || printed.front() != protocol::protocol_version)
    throw InputError({.what = "the worker that runs ngspice is of another somnspice",
                      .allowed = std::string(protocol::protocol_version),
                      .remedy = "install or build both again"});
  host = host_from_text(printed);
}

void Worker::State::load(const fs::path& code_model) {
  if (!code_model.empty()) require_fitting(code_model, host);
  process->send(Kind::load, code_model.empty() ? "" : fs::absolute(code_model).string());
  receive_until(Kind::loaded);
  if (transcript.has_failure())
    throw CodeModelMissing({.what = "ngspice cannot load the code model",
                            .where = code_model.string(),
                            .value = fmt::format("{}", fmt::join(transcript.telling_lines(), " ")),
                            .remedy = "rebuild it (target somn_code_model)"});
  loaded = code_model;
}

void Worker::State::make_ready(const fs::path& code_model) {
  transcript = {};
  if (!process || !process->is_usable() || (loaded && *loaded != code_model)) start();
  if (!loaded) load(code_model);
}

void Worker::State::stop_if_wanted(const RunState& run) {
  if (asked_to_stop || !run.stop_wanted()) return;
  process->ask_to_stop();
  asked_to_stop = Clock::now();
}

// Nothing where a stop has ended the process, or its time for one more point is over, before `awaited` came.
std::optional<Message> Worker::State::receive_until(Kind awaited, RunState* run) {
  constexpr auto grace = 2s;
  for (Message message;;) {
    if (run) stop_if_wanted(*run);
    if (asked_to_stop && Clock::now() - *asked_to_stop > grace) return {};
    const Arrival arrival = process->receive(message, 50ms);
    if (arrival == Arrival::nothing) continue;
    if (arrival == Arrival::closed && asked_to_stop) return {};
    if (arrival == Arrival::closed) report_end(process->ending(), run);
    if (message.kind == awaited) return message;
    switch (message.kind) {
      case Kind::text:
        transcript.add(message.text);
        break;
      case Kind::begin:
        run->begin();
        break;
      case Kind::rows:
        run->rows(message.rows);
        break;
      case Kind::no_library:
        throw LibraryMissing(
            {.what = "ngspice cannot be loaded",
             .value = message.text,
             .remedy = "install libngspice0 (Debian), or name another libngspice.so by SOMN_NGSPICE_LIBRARY"});
      case Kind::unloaded:
        report_end("asked to be unloaded with status " + message.text, run);
        break;
      case Kind::unknown:
        throw nothing_to_record(protocol::split(message.text));
      default:
        throw InternalError("unexpected message of the ngspice worker");
    }
  }
}

// An undefined {parameter} makes ngspice ask to be unloaded: a fault of the deck.
void Worker::State::report_end(const std::string& how, const RunState* run) {
  transcript.add_raw(process->output());
  if (transcript.says("Undefined parameter"))
    throw DeckRejected("ngspice rejects the deck", transcript.telling_lines());
  throw SimulatorCrashed("ngspice " + how, transcript.last_lines(), run ? run->doubtful_record() : "");
}

Statistics Worker::State::converse(const std::string& deck, const Request& request, RunState& run) {
  process->send(Kind::folder, existing_folder(request.folder).string());
  process->send(Kind::deck, deck);
  process->send(Kind::record, "time\n" + protocol::join(folded_names(request.record)));
  process->send(Kind::run);
  auto message = receive_until(Kind::parsed, &run);
  if (message && transcript.has_failure()) throw DeckRejected("ngspice rejects the deck", transcript.telling_lines());
  if (message) {
    process->send(Kind::go);
    message = receive_until(Kind::done, &run);
  }
  transcript.add_raw(process->output());
  if (asked_to_stop && !run.reached_end()) return interrupted(message, run);
  run.judge(transcript);
  if (asked_to_stop) process.reset();  // it would stop again
  return statistics(*message);
}

Statistics Worker::State::interrupted(const std::optional<Message>& done, const RunState& run) {
  process->kill();
  Statistics result = done ? statistics(*done) : run.counted();
  if (!done) result.cpu = process->cpu(), result.peak_rss = process->peak_rss();
  result.interrupted = true;
  process.reset();
  return result;
}

Worker::Worker(Options options) : state_(std::make_unique<State>()) {
  state_->options = std::move(options);
}
Worker::~Worker() = default;
Worker::Worker(Worker&&) noexcept = default;
Worker& Worker::operator=(Worker&&) noexcept = default;

Host Worker::host() {
  if (!state_->process || !state_->process->is_usable()) state_->start();
  return state_->host;
}

Statistics Worker::run(const Request& request, Sink& sink) {
  const std::string deck = prepared_deck(request.deck, folded_names(request.record));
  RunState run(request, sink, state_->options);
  try {
    state_->make_ready(request.code_model);
    return state_->converse(deck, request, run);
  } catch (...) {
    state_->process.reset();
    throw;
  }
}

std::vector<std::string> Worker::transcript() const {
  return state_->transcript.lines();
}

}  // namespace somn::ngspice
