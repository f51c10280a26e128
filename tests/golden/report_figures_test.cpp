// The tables and scripts of a small run, byte for byte. To renew after an intended change: run this program with
// SOMN_UPDATE_GOLDEN=1 and read the difference before committing it.
#include <somn/core/file.hpp>
#include <somn/report/report.hpp>

#include <catch2/catch.hpp>
#include <report_run_folder.hpp>

using namespace somn;
namespace fs = std::filesystem;

namespace {

const fs::path golden = fs::path(SOMN_SOURCE_DIR) / "tests/golden/report";

void check_golden(const fs::path& written_file, const std::string& name) {
  const std::string written = read_file(written_file);
  if (std::getenv("SOMN_UPDATE_GOLDEN") != nullptr) write_file(golden / name, written);
  INFO(name);
  CHECK(written == read_file(golden / name));
}

}  // namespace

TEST_CASE("figure tables and scripts are unchanged") {
  const test::Scratch scratch;
  test::write_run(scratch.path() / "run", test::lively_analysis, test::lively_events);
  report::write_report(scratch.path() / "run");
  for (const char* name : {"network.gp", "network_junctions.csv", "current.gp", "raster.gp", "raster.csv", "isi.gp",
                           "isi.csv", "avalanches.gp", "avalanches.csv"})
    check_golden(scratch.path() / "run/figures" / name, name);
}
