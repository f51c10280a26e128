// Errors. Two roots: Error, which the user can mend, and InternalError, which is our bug.
// A leaf remembers facts as members and builds its own sentence: what, where, the value, the allowed range, what to do.
// The program turns them into exit codes (cli/exit_code.hpp): InputError -> 2, SimulationError -> 3, InternalError
// -> 70.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace somn {

class Error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class InternalError : public std::logic_error {
  using std::logic_error::logic_error;
};

// The facts of a bad input; empty members are left out of the sentence.
struct InputFacts {
  std::string what = {};     // "wrong unit", "unknown key"
  std::string where = {};    // "film.toml:12: drive.amplitude", "--coverage"
  std::string value = {};    // as the user wrote it
  std::string allowed = {};  // "0 < coverage < 1", "a voltage such as \"10 mV\""
  std::string remedy = {};   // what to do; by default the allowed range says it
};

// Usage, files and configuration: anything that is wrong before a simulation starts.
class InputError : public Error {
 public:
  explicit InputError(InputFacts facts);
  const InputFacts& facts() const { return facts_; }

 private:
  InputFacts facts_;
};

// A file that cannot be read or written (missing, no permission, disk full, a folder below a regular file).
class FileError : public InputError {
 public:
  FileError(std::string what, std::string path, int error_number);
};

// The simulation itself failed or could not be started; `transcript` holds the simulator's relevant lines.
class SimulationError : public Error {
 public:
  SimulationError(std::string what, std::vector<std::string> transcript = {}, std::string remedy = {});
  const std::string& what_failed() const { return what_failed_; }
  const std::vector<std::string>& transcript() const { return transcript_; }

 private:
  std::string what_failed_;
  std::vector<std::string> transcript_;
};

// Letters to put in, take out or change.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate nearest to `word` in edit distance, or "" where none is near (more than a third of the letters differ).
std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates);

// An InputError for a name that is not in `candidates`: names the nearest one and lists all.
InputError unknown_name(std::string_view kind, std::string_view word, std::string where,
                        const std::vector<std::string>& candidates);

}  // namespace somn
