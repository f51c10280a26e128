#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>

#include <fmt/format.h>
#include <set>
#include <unistd.h>

namespace somn {
namespace fs = std::filesystem;
namespace {

constexpr const char* mark_name = ".somn";
constexpr std::string_view opening = "made by ";

// FILE.part4711 or FILE.part4711-2: FILE, while it is written.
std::string without_part(const std::string& name) {
  const std::size_t at = name.rfind(".part");
  if (at == std::string::npos || at + 5 == name.size()) return name;
  return name.find_first_not_of("0123456789-", at + 5) == std::string::npos ? name.substr(0, at) : name;
}

struct Mark {
  std::string command;
  std::set<std::string> names;

  bool has(const std::string& name) const {
    return names.contains("*") || names.contains(name) || names.contains(without_part(name)) ||
           without_part(name) == mark_name || name.ends_with(".somn-lock");
  }
};

Mark read_mark(const fs::path& dir) {
  const std::string text = read_file(dir / mark_name);
  Mark mark;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string line = text.substr(start, end - start);
    if (start == 0)
      mark.command = line.substr(opening.size(), line.find(';') - opening.size());
    else
      mark.names.insert(line);
    start = end + 1;
  }
  return mark;
}

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(fs::symlink_status(path, error));
}

std::string first_foreign(const fs::path& dir, const Mark& mark, const std::string& prefix) {
  std::set<std::string> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(dir)) entries.insert(entry.path().filename().string());
  for (const std::string& entry : entries) {
    const std::string name = prefix + entry;
    if (without_part(name) == mark_name) continue;
    if (!is_folder(dir / entry)) {
      if (!mark.has(name)) return name;
    } else if (is_marked(dir / entry)) {
      if (const std::string found = foreign_entry(dir / entry); !found.empty()) return name + "/" + found;
    } else if (!mark.has(name + "/")) {
      return name;
    } else if (const std::string found = first_foreign(dir / entry, mark, name + "/"); !found.empty()) {
      return found;
    }
  }
  return {};
}

// Leaves what the mark does not name.
void remove_named(const fs::path& dir, const Mark& mark, const std::string& prefix) {
  std::vector<fs::path> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(dir)) entries.push_back(entry.path());
  for (const fs::path& entry : entries) {
    const std::string name = prefix + entry.filename().string();
    if (name == mark_name) continue;
    if (!is_folder(entry)) {
      if (mark.has(name)) ::unlink(entry.c_str());
    } else if (is_marked(entry)) {
      remove_made(entry);
    } else if (mark.has(name + "/")) {
      remove_named(entry, mark, name + "/");
      ::rmdir(entry.c_str());
    }
  }
}

}  // namespace

void mark_folder(const fs::path& dir, const std::string& command, const std::vector<std::string>& names) {
  Mark before;
  if (is_marked(dir)) before = read_mark(dir);
  std::string text = fmt::format("{}{}; --force removes what is named here, and nothing else\n", opening,
                                 command.empty() ? before.command : command);
  std::set<std::string> all(names.begin(), names.end());
  before.names.erase("*");
  all.insert(before.names.begin(), before.names.end());
  for (const std::string& name : all) text += name + "\n";
  write_file(dir / mark_name, text);
}

bool is_marked(const fs::path& dir) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(dir / mark_name, error))) return false;
  return read_file(dir / mark_name).starts_with(opening);
}

bool is_made(const fs::path& dir, const std::string& name) {
  return is_marked(dir) && read_mark(dir).has(name);
}

std::string foreign_entry(const fs::path& dir) {
  return first_foreign(dir, is_marked(dir) ? read_mark(dir) : Mark{}, "");
}

void remove_parts_in(const fs::path& dir) {
  if (!is_marked(dir)) return;
  const Mark mark = read_mark(dir);
  std::vector<fs::path> parts;
  for (const fs::directory_entry& entry : fs::directory_iterator(dir)) {
    const std::string name = entry.path().filename().string(), whole = without_part(name);
    if (whole != name && mark.has(whole) && fs::is_regular_file(entry.symlink_status())) parts.push_back(entry.path());
  }
  for (const fs::path& part : parts) ::unlink(part.c_str());
}

void remove_made_in(const fs::path& dir) {
  remove_named(dir, read_mark(dir), "");
}

void remove_made(const fs::path& dir) {
  remove_made_in(dir);
  std::error_code error;
  const auto begin = fs::directory_iterator(dir, error);
  if (std::distance(begin, fs::directory_iterator()) > 1) return;  // something else: the mark stays with it
  ::unlink((dir / mark_name).c_str());
  ::rmdir(dir.c_str());
}

}  // namespace somn
