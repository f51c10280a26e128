// Typos cannot pass: every key is asked for, or refused with the nearest valid one.
#include <somn/core/config.hpp>
#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/events.hpp>
#include <somn/core/file.hpp>
#include <somn/core/trace.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <unistd.h>

using namespace somn;
namespace fs = std::filesystem;

TEST_CASE("values, defaults and where they stand") {
  const Config config =
      Config::from_text("title = \"x\"\n[drive]\namplitude = \"9 V\"\nlist = [\"1 s\", 2]\nn = 3\n", "f.toml");
  const Config drive = config.table("drive");
  CHECK(drive.quantity("amplitude", dimension::voltage) == 9);
  CHECK(drive.quantity("series", dimension::resistance, 5.0) == 5);
  CHECK(drive.quantities("list", dimension::time) == std::vector<double>{1, 2});
  CHECK(drive.integer("n") == 3);
  CHECK(config.text("title") == "x");
  CHECK(drive.where("amplitude") == "f.toml:3: drive.amplitude");
  CHECK_THROWS_WITH(drive.quantity("frequency", dimension::frequency), Catch::Contains("missing key"));
  config.refuse_unknown();
}

TEST_CASE("an unknown key names its line and the nearest valid key") {
  const Config config = Config::from_text("[drive]\namplitud = 1\n", "f.toml");
  const Config drive = config.table("drive");
  drive.quantity("amplitude", dimension::voltage, 0.0);
  CHECK_THROWS_WITH(config.refuse_unknown(),
                    Catch::Contains("f.toml:2: drive.amplitud") && Catch::Contains("did you mean 'amplitude'"));
}

TEST_CASE("malformed TOML says line and column; a table where a value is wanted is told") {
  CHECK_THROWS_WITH(Config::from_text("a = = 1", "f.toml"), Catch::Contains("f.toml:1:"));
  const Config config = Config::from_text("[a]\nb = 1", "f.toml");
  CHECK_THROWS_AS(config.text("a"), InputError);
  CHECK_THROWS_AS(config.table("a").table("b"), InputError);
}

TEST_CASE("--set replaces and creates, as TOML where it parses, else as text") {
  Config config = Config::from_text("[drive]\namplitude = 1\n", "f.toml");
  config.set("drive.amplitude", "9 V");
  config.set("run.t_stop", "\"1 us\"");
  config.set("run.n", "4");
  CHECK(config.table("drive").quantity("amplitude", dimension::voltage) == 9);
  CHECK(config.table("run").quantity("t_stop", dimension::time) == 1e-6);
  CHECK(config.table("run").integer("n") == 4);
}

TEST_CASE("keys come in the order of the file, list elements as TOML, lists of tables") {
  const Config config = Config::from_text(
      "b = [1, \"2 V\", [3, 4], true]\na = 2\n[c]\nz = 1\ny = 2\nlist = [{ k = \"1 s\" }, { k = 2, n.m = 3 }]\n",
      "f.toml");
  CHECK(config.keys() == std::vector<std::string>{"b", "a", "c"});
  const Config c = config.table("c");
  CHECK(c.keys() == std::vector<std::string>{"z", "y", "list"});
  CHECK(config.items("b").at(1).find("2 V") == 1);
  CHECK(config.item("a") == "2");
  CHECK(Config::from_text("x = 0.7", "t").item("x") == "0.7");
  Config copy = Config::from_text("", "g.toml");
  for (const std::string& item : config.items("b")) copy.set("x", item);
  CHECK(copy.boolean("x"));
  const std::vector<Config> list = c.tables("list");
  REQUIRE(list.size() == 2);
  CHECK(list[0].quantity("k", dimension::time) == 1);
  CHECK(list[1].is_table("n"));
  CHECK(list[1].table("n").integer("m") == 3);
  CHECK(c.tables("absent").empty());
  CHECK_THROWS_WITH(config.tables("b"), Catch::Contains("list of tables"));
}

TEST_CASE("tables: Windows line ends, comments, nan; a short row names its line") {
  const CsvTable table = parse_csv("# note\r\na,b\r\n1,nan\r\n\r\n2,3\r\n", "t.csv");
  CHECK(table.numbers("a") == std::vector<double>{1, 2});
  CHECK(std::isnan(table.numbers("b")[0]));
  CHECK_THROWS_WITH(table.numbers("c"), Catch::Contains("unknown column"));
  CHECK_THROWS_WITH(parse_csv("a,b\n1\n", "t.csv"), Catch::Contains("t.csv:2"));
  CHECK_THROWS_AS(parse_csv("", "t.csv"), InputError);
}

TEST_CASE("traces and events survive writing and reading") {
  const Trace trace{{{"time_s", "s", {0, 0.1}}, {"g_S", "S", {1.0 / 3, NAN}}}};
  const Trace back = trace_from_csv(to_csv(trace), "t");
  CHECK(back.at("g_S").values[0] == 1.0 / 3);
  CHECK(std::isnan(back.at("g_S").values[1]));
  CHECK_THROWS_WITH(trace_from_csv("time_s,x\n0,1\n0,2\n", "t.csv"), Catch::Contains("t.csv:3"));
  const std::vector<JunctionEvent> events{{1e-6, {7}, EventKind::up, 1e-4}, {2e-6, {7}, EventKind::down, -1e-4}};
  const std::vector<JunctionEvent> again = events_from_csv(to_csv(events), "e");
  REQUIRE(again.size() == 2);
  CHECK((again[1].time == 2e-6 && again[1].junction == JunctionId{7} && again[1].kind == EventKind::down));
}

TEST_CASE("a file appears whole or not at all") {
  const fs::path folder = fs::temp_directory_path() / ("somn core " + std::to_string(::getpid()));
  make_folder(folder);
  write_file(folder / "a", "first");
  {
    AtomicFile dropped(folder / "a");
    dropped.write("second");
  }
  CHECK(read_file(folder / "a") == "first");
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}) == 1);
  CHECK_THROWS_AS(read_file(folder / "none"), FileError);
  CHECK_THROWS_AS(write_file(folder / "a" / "below", "x"), FileError);
  CHECK_THROWS_AS(make_folder(folder / "a" / "below"), FileError);
  fs::remove_all(folder);
}
