// Which code models fit which ngspice: versions and macros as they are printed, tags, groups, stamps.
#include <somn/core/file.hpp>
#include <somn/ngspice/host.hpp>

#include <catch2/catch.hpp>
#include <filesystem>
#include <unistd.h>

using namespace somn;
using namespace somn::ngspice;
namespace fs = std::filesystem;

namespace {

std::string group(const std::string& tag) {
  return host_from_tag(tag).group();
}

fs::path file_with(const std::string& content) {
  const fs::path path = fs::temp_directory_path() / ("somn_host_test_" + std::to_string(::getpid()) + ".cm");
  write_file(path, content);
  return path;
}

}  // namespace

TEST_CASE("Debian's ngspice 39 is read from what it prints") {
  const Host host = host_from_text(
      {"stdout ** ngspice-39 shared library", "stdout ******", "stdout ** CIDER 1.b1 (CODECS simulator) included",
       "stdout ** XSPICE extensions included", "stderr osdi: no such command available in ngspice"});
  CHECK(host.version == "39");
  CHECK(host.cider);
  CHECK_FALSE(host.osdi);
  CHECK_FALSE(host.klu);
  CHECK(host.tag() == "ng39-cider");
}

TEST_CASE("a build with OSDI and KLU is read from what it prints") {
  const Host host = host_from_text(
      {"stdout ** ngspice-46 : Circuit level simulation program", "stdout ** Compiled with KLU Direct Linear Solver",
       "stdout ** XSPICE extensions included", "stderr Error opening osdi lib \"/nonexistent.osdi\""});
  CHECK(host.tag() == "ng46-osdi-klu");
}

TEST_CASE("a text without a version is our mistake") {
  CHECK_THROWS_AS(host_from_text({"stdout hello"}), InternalError);
}

TEST_CASE("tags are read back") {
  for (const std::string tag : {"ng39.3-cider", "ng46-osdi-klu", "ng34", "ng42-cider-osdi-klu", "ng45.2-osdi"})
    CHECK(host_from_tag(tag).tag() == tag);
  for (const std::string tag : {"", "39-cider", "ng", "ng39-klu-osdi", "ng39-cider ", "ngx"})
    CHECK_THROWS_AS(host_from_tag(tag), InputError);
}

TEST_CASE("groups are those of the structs' layouts") {
  CHECK(group("ng34") == group("ng39.3"));
  CHECK(group("ng34-cider") == group("ng39-cider"));
  CHECK(group("ng39") != group("ng39-cider"));
  CHECK(group("ng39") != group("ng39-osdi"));
  CHECK(group("ng39") != group("ng40"));
  CHECK(group("ng40-osdi") == group("ng41-osdi"));
  CHECK(group("ng41") != group("ng41-osdi"));
  CHECK(group("ng42-osdi") != group("ng42-osdi-klu"));
  CHECK(group("ng42-osdi-klu") != group("ng43-osdi-klu"));
  CHECK(group("ng43-osdi-klu") == group("ng46-osdi-klu"));
  CHECK(group("ng46-osdi-klu") != group("ng47-osdi-klu"));
  CHECK(group("ng33") != group("ng34"));
}

TEST_CASE("a code model is known by its stamp") {
  const fs::path path =
      file_with(std::string("\x7f"
                            "ELF\0\0rest somn-host:ng39.3-cider\0more",
                            38));
  CHECK(code_model_tag(path) == "ng39.3-cider");
  CHECK_NOTHROW(require_fitting(path, host_from_tag("ng39-cider")));
  CHECK_THROWS_AS(require_fitting(path, host_from_tag("ng46-osdi-klu")), HostMismatch);
  try {
    require_fitting(path, host_from_tag("ng46-osdi-klu"));
  } catch (const HostMismatch& error) {
    const std::string sentence = error.what();
    for (const char* part : {"ng39.3-cider", "ng46-osdi-klu", "NGSPICE_SOURCE_DIR", path.c_str()})
      CHECK(sentence.find(part) != std::string::npos);
  }
  fs::remove(path);
}

TEST_CASE("a code model without a stamp fits nothing") {
  const fs::path path = file_with("no stamp");
  CHECK(code_model_tag(path).empty());
  CHECK_THROWS_AS(require_fitting(path, host_from_tag("ng39-cider")), HostMismatch);
  fs::remove(path);
}

TEST_CASE("a code model that is not there is missing") {
  CHECK_THROWS_AS(code_model_tag("/nonexistent/somn.cm"), CodeModelMissing);
  CHECK_THROWS_AS(code_model_tag(fs::temp_directory_path()), CodeModelMissing);
}

TEST_CASE("the environment names code model and worker before any folder is searched") {
  ::setenv("SOMN_CODE_MODEL", "/some/where/somn.cm", 1);
  ::setenv("SOMN_NGSPICE_WORKER", "/some/where/worker", 1);
  CHECK(find_code_model() == "/some/where/somn.cm");
  CHECK(find_worker() == "/some/where/worker");
  ::unsetenv("SOMN_CODE_MODEL");
  ::unsetenv("SOMN_NGSPICE_WORKER");
  CHECK(fs::equivalent(find_worker(), fs::path(SOMN_BUILD_DIR) / "libexec/somn/somn_ngspice_worker"));
}
