// The tables in src/analyses/NAME/page.md and docs/analysis-json.md are what the fields say. To renew them:
// SOMN_UPDATE_DOCS=1 build/tests/docs_analyses_pages_test
#include <somn/analyses/page.hpp>
#include <somn/core/file.hpp>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

using namespace somn;
namespace fs = std::filesystem;

namespace {

const fs::path source = SOMN_SOURCE_DIR;

bool is_updated() {
  return std::getenv("SOMN_UPDATE_DOCS") != nullptr;
}

const std::string begin = "<!-- from the tables of the fields -->\n", end = "<!-- end -->\n";

// What stands between the two marks, or below the first where the second is missing.
void check_tables(const fs::path& page, const std::string& tables) {
  INFO(page.string() << " (SOMN_UPDATE_DOCS=1 renews it)");
  REQUIRE(fs::exists(page));
  const std::string text = read_file(page);
  REQUIRE(text.find(begin) != std::string::npos);
  const std::size_t first = text.find(begin) + begin.size(), last = std::min(text.find(end), text.size());
  if (is_updated()) write_file(page, text.substr(0, first) + tables + text.substr(last));
  const std::string now = read_file(page);
  CHECK(now.substr(first, std::min(now.find(end), now.size()) - first) == tables);
}

}  // namespace

TEST_CASE("every analysis has its page") {
  for (const analysis::Analysis* a : analysis::analyses())
    check_tables(source / "src/analyses" / a->name / "page.md", analysis::page_of(*a));
}

TEST_CASE("the keys that every run has") {
  check_tables(source / "docs/analysis-json.md", analysis::table_of_runs());
}

TEST_CASE("each field says what it means") {
  const auto check = [](auto&& self, const std::vector<schema::Description>& fields, const std::string& where) -> void {
    for (const schema::Description& d : fields) {
      INFO(where + "/" + d.key);
      CHECK_FALSE(d.meaning.empty());
      self(self, d.fields, where + "/" + d.key);
    }
  };
  for (const analysis::Analysis* a : analysis::analyses()) {
    if (a->options != nullptr) check(check, a->options(), std::string(a->name));
    for (const analysis::Form& form : a->results)
      if (form.keys != nullptr) check(check, form.keys(), std::string(a->name));
  }
}

TEST_CASE("each analysis says what it assumes, and what it does with ties, gaps, NaN and too few data") {
  for (const analysis::Analysis* a : analysis::analyses()) {
    INFO(a->name);
    if (a->analyse != nullptr) CHECK(analysis::rows_of(a->bounds).size() == 5);
  }
}
