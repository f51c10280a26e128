#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <scratch.hpp>
#include <sys/wait.h>
#include <unistd.h>

using namespace somn;
namespace fs = std::filesystem;
using Catch::Contains;

namespace {

void put(const fs::path& file, const std::string& text = "thesis") {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

void make(const fs::path& target, const std::string& content, Existing existing = Existing::refuse) {
  OutputFolder folder(target, existing, "somn test");
  fs::create_directories(folder.path() / "native");
  write_file(folder.path() / "native" / "trace.csv", content);
  folder.commit();
}

std::vector<std::string> listing(const fs::path& dir) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(dir)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("A folder takes its name whole, or not at all") {
  const test::Scratch scratch;
  const fs::path out = scratch.path() / "out";
  {
    const OutputFolder folder(out, Existing::refuse, "somn test");
    write_file(folder.path() / "half", "half");
    CHECK_FALSE(fs::exists(out));
  }
  CHECK(listing(scratch.path()).empty());
  make(out, "one");
  CHECK(listing(scratch.path()) == std::vector<std::string>{"out"});
  CHECK(foreign_entry(out).empty());
  CHECK_THROWS_WITH(make(out, "two"), Contains("exists") && Contains("--force"));
  make(out, "three", Existing::replace);
  CHECK(read_file(out / "native" / "trace.csv") == "three");
  CHECK(listing(scratch.path()) == std::vector<std::string>{"out"});
}

TEST_CASE("Only what somn made is replaced") {
  const test::Scratch scratch;
  const fs::path out = scratch.path() / "out";
  SECTION("a folder without a mark") { put(out / "thesis.tex"); }
  SECTION("a file") { put(out); }
  SECTION("a dangling link") { fs::create_symlink("nowhere", out); }
  SECTION("a foreign file in a folder of somn") {
    make(out, "one");
    put(out / "thesis.tex");
  }
  SECTION("deep in it") {
    make(out, "one");
    put(out / "native" / "thesis.tex");
  }
  SECTION("a foreign folder in it") {
    make(out, "one");
    fs::create_directories(out / "notes");
  }
  SECTION("a mark that somebody else wrote") { put(out / ".somn", "mine"); }
  for (const Existing existing : {Existing::refuse, Existing::replace})
    CHECK_THROWS_AS(make(out, "two", existing), InputError);
  const bool is_there = fs::exists(fs::symlink_status(out));
  CHECK(is_there);
  if (fs::is_directory(out) && fs::exists(out / "thesis.tex")) CHECK(read_file(out / "thesis.tex") == "thesis");
  CHECK(listing(scratch.path()) == std::vector<std::string>{"out"});
}

TEST_CASE("An empty folder may be replaced") {
  const test::Scratch scratch;
  fs::create_directories(scratch.path() / "out");
  make(scratch.path() / "out", "one", Existing::replace);
  CHECK(read_file(scratch.path() / "out" / "native" / "trace.csv") == "one");
}

TEST_CASE("What appears during the work stays, and the results get another name") {
  const test::Scratch scratch;
  const fs::path out = scratch.path() / "out";
  const bool replaces = GENERATE(false, true);
  if (replaces) make(out, "old");
  OutputFolder folder(out, replaces ? Existing::replace : Existing::refuse, "somn test");
  write_file(folder.path() / "trace.csv", "new");
  put(out / "thesis.tex");
  CHECK_THROWS_WITH(folder.commit(), Contains("out-1"));
  CHECK(read_file(out / "thesis.tex") == "thesis");
  CHECK(read_file(scratch.path() / "out-1" / "trace.csv") == "new");
  if (replaces) CHECK(read_file(out / "native" / "trace.csv") == "old");
}

TEST_CASE("Names that no folder of results can have") {
  const test::Scratch scratch;
  fs::create_directories(scratch.path() / "deep" / "er");
  const fs::path here = fs::current_path();
  fs::current_path(scratch.path() / "deep" / "er");
  for (const char* name : {"", ".", "./", "..", "../", "/", "//", "../..", "/tmp/..", "../../deep", "x/..", "x/."}) {
    INFO(name);
    CHECK_THROWS_AS(settled_output(name, Existing::replace), InputError);
  }
  for (const char* name : {"x", "./x", "../x", "../er2/", "x/y"}) CHECK_NOTHROW(settled_output(name, Existing::refuse));
  fs::current_path(here);
}

TEST_CASE("A name is worked on by one process; what a killed one left is no lock and is removed") {
  const test::Scratch scratch;
  const fs::path out = scratch.path() / "out";
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const OutputFolder folder(out, Existing::refuse, "somn test");
    write_file(folder.path() / "half", "half");
    [[maybe_unused]] const ssize_t told = ::write(ends[1], "x", 1);
    for (;;) ::pause();
  }
  char ready = 0;
  REQUIRE(::read(ends[0], &ready, 1) == 1);
  CHECK_THROWS_WITH(make(out, "two"), Contains("another process") && Contains(std::to_string(child)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(listing(scratch.path()).size() == 2);  // its lock file, its part
  put(scratch.path() / "out.part1" / "mine.txt");
  put(scratch.path() / "out.part7");
  make(out, "three");
  CHECK(listing(scratch.path()) == std::vector<std::string>{"out", "out.part1", "out.part7"});
  CHECK(fs::exists(scratch.path() / "out.part1" / "mine.txt"));
}

TEST_CASE("Further files replace their own kind only") {
  const test::Scratch scratch;
  const fs::path out = scratch.path() / "out";
  make(out, "one");
  for (const char* text : {"a", "b"}) {
    FolderAddition addition(out);
    make_folder(addition.path() / "figures");
    write_file(addition.path() / "figures" / "f.svg", text);
    addition.commit();
    CHECK(read_file(out / "figures" / "f.svg") == text);
  }
  CHECK(foreign_entry(out).empty());
  {
    FolderAddition dropped(out);
    write_file(dropped.path() / "report.html", "half");
  }
  put(out / "report.html");
  FolderAddition addition(out);
  write_file(addition.path() / "report.html", "page");
  CHECK_THROWS_WITH(addition.commit(), Contains("report.html"));
  CHECK(read_file(out / "report.html") == "thesis");
}

TEST_CASE("A file is written under a name that is free, to where links lead, into devices as they are") {
  const test::Scratch scratch;
  const fs::path file = scratch.path() / "a.csv", part = file.string() + ".part" + std::to_string(::getpid());
  put(part);
  write_file(file, "one");
  CHECK(read_file(part) == "thesis");
  fs::create_symlink("a.csv", scratch.path() / "link");
  write_file(scratch.path() / "link", "two");
  CHECK(read_file(file) == "two");
  CHECK(fs::is_symlink(fs::symlink_status(scratch.path() / "link")));
  fs::create_directories(scratch.path() / "folder");
  CHECK_THROWS_AS(write_file(scratch.path() / "folder", "x"), FileError);
  const auto null = fs::status("/dev/null").type();
  write_file("/dev/null", "x");
  CHECK(fs::status("/dev/null").type() == null);
  CHECK_THROWS_WITH(write_file("/dev/full", "x"), Contains("No space left"));
  CHECK(fs::status("/dev/full").type() == fs::file_type::character);
}
