#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace somn {
namespace fs = std::filesystem;
namespace {

bool is_there(const fs::path& path) {  // a dangling link, too
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

// Is `path` the folder that one works in, or above it?
bool holds_current_folder(const fs::path& path) {
  const std::string outer = fs::weakly_canonical(path).string(), inner = fs::current_path().string() + "/";
  return outer == "/" || inner.starts_with(outer + "/");
}

// Renames where `to` does not exist. Returns errno, 0 where it was done. File systems without RENAME_NOREPLACE: an empty
// folder is made, which only one process can, and replaced, which the kernel does only while it is empty.
int rename_to_new(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  if (::mkdir(to.c_str(), 0777) != 0) return errno;
  if (::rename(from.c_str(), to.c_str()) == 0) return 0;
  const int error = errno;
  ::rmdir(to.c_str());
  return error == ENOTEMPTY ? EEXIST : error;
}

fs::path free_name(const fs::path& path, const std::string& ending) {
  fs::path name = path;
  name += ending;
  for (int n = 1; is_there(name); ++n) (name = path) += fmt::format("{}-{}", ending, n);
  return name;
}

// `from` and `to` change places. False where that cannot be done; then all is as it was.
bool exchange(fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0) return true;
  const fs::path old = free_name(to, fmt::format(".part{}", ::getpid()));
  if (rename_to_new(to, old) != 0) return false;
  if (rename_to_new(from, to) != 0) {
    rename_to_new(old, to);
    return false;
  }
  from = old;
  return true;
}

void refuse_foreign(const fs::path& dir) {
  if (fs::is_empty(dir)) return;
  if (!is_marked(dir))
    throw InputError({.what = "the folder was not made by somn (it has no mark), and is not replaced",
                      .where = dir.string(),
                      .remedy = "choose another name, or remove it yourself"});
  if (const std::string found = foreign_entry(dir); !found.empty())
    throw InputError({.what = fmt::format("the folder holds '{}', which somn did not make, and is not replaced", found),
                      .where = dir.string(),
                      .remedy = "move it away, or choose another name"});
}

std::vector<std::string> all_below(const fs::path& dir) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(dir)) {
    const std::string name = entry.path().lexically_relative(dir).string();
    if (name != ".somn") names.push_back(entry.is_directory() && !entry.is_symlink() ? name + "/" : name);
  }
  return names;
}

}  // namespace

fs::path settled_output(const fs::path& wanted, Existing existing) {
  fs::path target = wanted;
  while (!target.has_filename() && target.has_relative_path()) target = target.parent_path();
  if (target.empty() || target.filename() == "." || target.filename() == ".." || target == target.root_path() ||
      holds_current_folder(target))
    throw InputError({.what = "not a name for a folder of results: it is the folder you work in, or one above it",
                      .where = wanted.string(),
                      .allowed = "a new name, such as out",
                      .remedy = "choose another name"});
  if (!is_there(target)) return target;
  if (!fs::is_directory(target))
    throw InputError({.what = "a file of that name exists, and is not replaced",
                      .where = wanted.string(),
                      .remedy = "choose another name"});
  if (existing == Existing::refuse)
    throw InputError({.what = "the output folder exists",
                      .where = wanted.string(),
                      .remedy = "choose another name, --resume to go on with it, or --force to replace it"});
  if (fs::is_symlink(fs::symlink_status(target))) target = fs::canonical(target);
  refuse_foreign(target);
  return target;
}

bool publish(const fs::path& from, const fs::path& to, Existing existing) {
  const int error = rename_to_new(from, to);
  if (error == 0) return true;
  if (error != EEXIST) throw FileError("cannot name the output folder", to.string(), error);
  if (existing == Existing::refuse || !fs::is_directory(fs::symlink_status(to))) return false;
  if (::rename(from.c_str(), to.c_str()) == 0) return true;  // an empty folder; no other is replaced so
  if (!is_marked(to) || !foreign_entry(to).empty()) return false;
  fs::path old = from;
  if (!exchange(old, to)) return false;
  if (foreign_entry(old).empty()) {
    remove_made(old);
    return true;
  }
  exchange(old, to);  // something was put into it in the last moment: it gets its name back
  if (old != from) rename_to_new(old, from);
  return false;
}

fs::path make_part(const fs::path& target, const std::string& command) {
  for (;;) {
    const fs::path part = free_name(target, fmt::format(".part{}", ::getpid()));
    if (::mkdir(part.c_str(), 0777) == 0) {
      try {
        mark_folder(part, command, {"*"});
      } catch (...) {
        ::rmdir(part.c_str());
        throw;
      }
      return part;
    }
    if (errno != EEXIST) throw FileError("cannot make the folder", part.string(), errno);
  }
}

namespace {

// TARGET.part4711, TARGET.part4711-1 beside it
std::vector<fs::path> parts_of(const fs::path& target) {
  const std::string start = target.filename().string() + ".part";
  const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::vector<fs::path> parts;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, error)) {
    const std::string name = entry.path().filename().string();
    if (name.size() > start.size() && name.starts_with(start) &&
        name.find_first_not_of("0123456789-", start.size()) == std::string::npos)
      parts.push_back(entry.path());
  }
  return parts;
}

}  // namespace

void remove_abandoned(const fs::path& target) {
  for (const fs::path& part : parts_of(target)) {
    if (!fs::is_directory(fs::symlink_status(part))) continue;
    if (is_marked(part)) {
      remove_made(part);
      continue;
    }
    // killed before it was marked: empty, or with the half-written mark alone
    for (const fs::path& mark : parts_of(part / ".somn")) ::unlink(mark.c_str());
    ::rmdir(part.c_str());
  }
}

void remove_abandoned_parts(const fs::path& file, const std::string& magic) {
  for (const fs::path& part : parts_of(file)) {
    if (!fs::is_regular_file(fs::symlink_status(part))) continue;
    std::string start(magic.size(), '\0');
    std::ifstream in(part, std::ios::binary);
    in.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(in.gcount()));
    if (magic.starts_with(start)) ::unlink(part.c_str());
  }
}

OutputFolder::OutputFolder(const fs::path& target, Existing existing, const std::string& command)
    : target_(settled_output(target, existing)), existing_(existing), command_(command) {
  if (target_.has_parent_path()) make_folder(target_.parent_path());
  lock_.emplace(target_);
  settled_output(target_, existing_);  // again: the process that held the lock may have made it
  remove_abandoned(target_);
  temporary_ = make_part(target_, command_);
}

OutputFolder::~OutputFolder() {
  if (temporary_.empty()) return;
  try {
    remove_made(temporary_);
  } catch (const std::exception&) {  // it stays, marked: the next one removes it
  }
}

void OutputFolder::commit() {
  mark_folder(temporary_, command_, all_below(temporary_));
  fs::path name = target_;
  bool is_published = publish(temporary_, name, existing_);
  const bool is_as_wanted = is_published;
  while (!is_published) is_published = publish(temporary_, name = free_name(target_, ""), Existing::refuse);
  temporary_.clear();
  lock_.reset();
  if (!is_as_wanted)
    throw InputError({.what = "something took this name, or was put into the folder, during the run; it was left alone",
                      .where = target_.string(),
                      .remedy = fmt::format("the results are in {}", name.string())});
}

FolderAddition::FolderAddition(fs::path dir) : dir_(std::move(dir)) {
  lock_.emplace(dir_ / "addition");
  remove_abandoned(dir_ / ".addition");
  remove_parts_in(dir_);
  temporary_ = make_part(dir_ / ".addition", "somn report");
}

FolderAddition::~FolderAddition() {
  try {
    remove_made(temporary_);
  } catch (const std::exception&) {
  }
}

void FolderAddition::commit() {
  const std::vector<std::string> names = all_below(temporary_);
  if (is_marked(dir_)) {
    for (const std::string& name : names)
      if (!name.ends_with('/') && is_there(dir_ / name) && !is_made(dir_, name))
        throw InputError({.what = fmt::format("'{}' is there and was not made by somn", name),
                          .where = dir_.string(),
                          .remedy = "rename it"});
    mark_folder(dir_, "", names);
  }
  for (const std::string& name : names) {
    if (name.ends_with('/'))
      make_folder(dir_ / name);
    else if (::rename((temporary_ / name).c_str(), (dir_ / name).c_str()) != 0)
      throw FileError("cannot write", (dir_ / name).string(), errno);
  }
}

}  // namespace somn
