// Folders that a command makes, and what --force may remove.
//
// A folder of somn holds a mark, the file `.somn`: its first line names the command, each further line a file or a folder
// ("native/") that somn made in it; "*" is everything, of a folder under way. What the mark does not name is somebody's:
// it is never removed, and a folder that holds such a thing is not replaced.
//
//   OutputFolder folder("out", Existing::refuse, "somn run");   // refusals come here, before anything is computed
//   write_file(folder.path() / "trace.csv", ...);               // a folder beside it: out.part4711
//   folder.commit();                                            // takes its name in one step; replaces nothing unseen
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace somn {

// One process at a time works on a name: a lock (flock) on the file `.NAME.somn-lock` beside it, which names the process.
// A file that a killed process left is no lock. Where the file system has no flock, the process named there is asked for.
class Lock {
 public:
  explicit Lock(const std::filesystem::path& target);  // InputError where another process holds it for two seconds more
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock();

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
};

enum class Existing { refuse, replace };  // of a folder that somn made; anything else is refused

// The name as it is meant: without trailing slashes, through a symbolic link. InputError for names that no folder of
// results can have: empty, ".", "..", "/", the folder one works in and those above it; for what exists and is not to be
// replaced: any folder (refuse), a file, a folder without a mark or with something that the mark does not name.
std::filesystem::path settled_output(const std::filesystem::path&, Existing);

class OutputFolder {
 public:
  // Locks the name, removes what killed processes left under it, makes the temporary folder.
  OutputFolder(const std::filesystem::path& target, Existing, const std::string& command);
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;
  ~OutputFolder();  // removes what was not committed

  const std::filesystem::path& path() const { return temporary_; }  // where to write
  const std::filesystem::path& target() const { return target_; }
  // Marks what is there and publishes it; the lock ends. Where something else has taken the name meanwhile, that stays,
  // the results get the name TARGET-1 (or -2, ...), and InputError says so.
  void commit();

 private:
  std::filesystem::path target_, temporary_;
  Existing existing_;
  std::string command_;
  std::optional<Lock> lock_;
};

// Further files of a folder that somn made (a report): written into a hidden folder in it, moved to their places one by
// one when all are there. One process at a time.
class FolderAddition {
 public:
  explicit FolderAddition(std::filesystem::path dir);
  FolderAddition(const FolderAddition&) = delete;
  FolderAddition& operator=(const FolderAddition&) = delete;
  ~FolderAddition();

  const std::filesystem::path& path() const { return temporary_; }
  // InputError, and nothing is moved, where a name is taken by something that is not somn's.
  void commit();

 private:
  std::filesystem::path dir_, temporary_;
  std::optional<Lock> lock_;
};

// The parts of it, for folders that grow where they stand (sweeps).
// Names are added to those of a mark that is there; "*" ends with the next call. An empty command: that of the mark.
void mark_folder(const std::filesystem::path& dir, const std::string& command, const std::vector<std::string>& names);
bool is_marked(const std::filesystem::path& dir);
bool is_made(const std::filesystem::path& dir, const std::string& name);      // by its mark
std::string foreign_entry(const std::filesystem::path& dir);  // relative; "" where somn made all of it
void remove_made(const std::filesystem::path& dir);           // what the marks name; the folder, where nothing is left in it
void remove_made_in(const std::filesystem::path& dir);        // the same, but the folder and its mark stay
void remove_abandoned(const std::filesystem::path& target);  // TARGET.part*, with a mark; the caller holds the lock
void remove_parts_in(const std::filesystem::path& dir);      // half-written files in it; the caller holds a lock
// `from` takes the name `to`; a marked folder or an empty one there is replaced, anything else: false, and all is as it was.
bool publish(const std::filesystem::path& from, const std::filesystem::path& to, Existing);
// A new folder NAME.part<process>, marked as under way.
std::filesystem::path make_part(const std::filesystem::path& target, const std::string& command);
// Working files of a killed process, FILE.part*: those that are empty or begin with `magic`.
void remove_abandoned_parts(const std::filesystem::path& file, const std::string& magic);

}  // namespace somn
