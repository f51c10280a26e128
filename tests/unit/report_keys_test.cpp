// A key that the report reads and no run writes would be a gap in the page that nobody sees.
#include <somn/analyses/run_json.hpp>
#include <somn/core/file.hpp>

#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>

using namespace somn;

TEST_CASE("each place of analysis.json that the report reads is one that a run writes") {
  const std::vector<schema::Description> keys = analysis::descriptions_of_run();
  const std::regex place("(?:number|numbers|text|at_path)\\((?:run\\.)?analysis, \"(/[^\"]*)\"");
  std::size_t n_places = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SOMN_SOURCE_DIR) + "/src/report/src")) {
    const std::string source = read_file(entry.path());
    for (std::sregex_iterator at(source.begin(), source.end(), place), end; at != end; ++at) {
      ++n_places;
      INFO(entry.path().filename().string() << " reads " << (*at)[1].str());
      CHECK(schema::has_pointer(keys, (*at)[1].str()));
    }
  }
  CHECK(n_places > 20);
}
