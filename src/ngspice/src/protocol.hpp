// What the driver and its worker process say to each other, over one stream socket (descriptor 3 of the worker).
// A message is a Head and `size` bytes of payload; both ends are the same machine and the same build of somnspice.
//
//   driver                 worker
//   (starts it)            starts libngspice without any start-up file of the user
//                      <-  hello     protocol_version, a line end, what `version -f` and `osdi` printed
//                      <-  no_library  instead, where libngspice cannot be loaded: why; the worker ends
//   load               ->            absolute path of the code model, empty for none; once, before any deck
//                      <-  text*     what ngspice printed, one line each; may come at any time from here on
//                      <-  loaded    (the driver judges by the text lines whether it was)
//   folder, deck, record  ->         where relative .include paths start; the lines of the deck; the names to stream
//   run                ->            the worker parses the deck
//                      <-  parsed    the driver judges by the text lines, and goes on or ends the process
//   go                 ->            the worker runs the deck's analyses
//                      <-  unknown   only where ngspice lacks some of the recorded names: these names; no rows follow
//                      <-  begin     the first rows are about to come
//                      <-  rows*     whole rows of doubles: time, then the recorded values in the order asked for
//                      <-  done      Totals
//   folder, deck, ...                the next deck; everything of the last one has been freed
//
// SIGTERM makes the worker send its buffered rows and `done` at the next accepted time point, and end. When ngspice
// asks to be unloaded the worker sends `unloaded` (its exit status) and ends. Lists of names are separated by '\n'.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace somn::ngspice::protocol {

inline constexpr int descriptor = 3;
inline constexpr std::string_view protocol_version = "somn-ngspice-worker 2";

enum class Kind : std::uint32_t {
  // from the worker
  hello = 1,
  text,
  loaded,
  parsed,
  unknown,
  begin,
  rows,
  done,
  unloaded,
  no_library,
  // from the driver
  load = 100,
  folder,
  deck,
  record,
  run,
  go,
};

struct Head {
  Kind kind;
  std::uint32_t size;  // [B] of the payload
};

// ngspice's own counters and the worker's resources.
struct Totals {
  std::uint64_t accepted, rejected, iterations;  // time points, time points, Newton iterations of the transient
  double wall, cpu;                              // [s] from `run` to `done`
  std::uint64_t peak_rss;                        // [B] of the process so far
};

inline std::string join(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

inline std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace somn::ngspice::protocol
