// Findings by hand: small tables whose statistics can be done on paper or looked up.
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/sweep/finding.hpp>
#include <somn/sweep/seeds.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <scratch.hpp>

using namespace somn;
using namespace somn::sweep;
using Catch::Contains;

namespace {

// Two voltages, three seeds; the rate of seed 3 at 2 V is missing.
constexpr const char* points =
    "point,seed,drive.amplitude,status,drive.amplitude_V,regime,rate_Hz\n"
    "0,1,1 V,ok,1,quiescent,1\n0,2,1 V,ok,1,quiescent,2\n0,3,1 V,ok,1,quiescent,3\n"
    "1,1,2 V,ok,2,irregular,4\n1,2,2 V,ok,2,irregular,8\n1,3,2 V,ok,2,irregular,nan\n"
    "2,1,4 V,ok,4,saturated,16\n2,2,4 V,ok,4,saturated,4\n2,3,4 V,error: no,4,,nan\n";

Outcome outcome(const std::string& finding, const std::string& table = points) {
  const test::Scratch scratch;
  write_file(scratch.path() / "points.csv", table);
  const Config config = Config::from_text("[[finding]]\nname = \"x\"\nmeasure = \"rate_Hz\"\n" + finding, "sweep.toml");
  return measure_findings(read_findings(config), scratch.path()).at(0);
}

}  // namespace

TEST_CASE("the mean over seeds has Student's interval, one more seed a wider one", "[unit]") {
  const Outcome o = outcome("where = { \"drive.amplitude\" = \"1 V\" }\nexpected = [-1, 5]");
  CHECK(o.values == std::vector<double>{1, 2, 3});
  CHECK(o.mean == Approx(2));
  CHECK(o.sd == Approx(1));
  CHECK(o.of_mean.high == Approx(2 + 4.302652729911275 / std::sqrt(3.0)));  // t(0.975, 2)
  CHECK(o.of_next_seed.low == 0);                                           // cut: a rate
  CHECK(o.of_next_seed.high == Approx(2 + 4.302652729911275 * std::sqrt(4.0 / 3)));
  CHECK(o.verdict == "holds");
}

TEST_CASE("the verdict compares the interval with what was expected", "[unit]") {
  const auto verdict = [](const char* expected) {
    return outcome("where = { drive.amplitude = \"1 V\" }\nexpected = " + std::string(expected)).verdict;
  };
  CHECK(verdict("[-0.5, 4.5]") == "holds");  // interval -0.484 ... 4.484
  CHECK(verdict("[1.9, 2.1]") == "consistent");
  CHECK(verdict("[4, 9]") == "undecided");
  CHECK(verdict("[4.5, 9]") == "fails");
}

TEST_CASE("every statistic reduces the runs of a seed to one number", "[unit]") {
  const auto values = [](const std::string& rest) { return outcome(rest + "\nexpected = [0, 1]").values; };
  CHECK(values("") == std::vector<double>{7, 14.0 / 3, 3});
  CHECK(values("statistic = \"sum\"") == std::vector<double>{21, 14, 3});
  CHECK(values("statistic = \"max\"") == std::vector<double>{16, 8, 3});
  CHECK(values("statistic = \"min\"") == std::vector<double>{1, 2, 3});
  CHECK(values("statistic = \"argmax\"\nalong = \"drive.amplitude\"") == std::vector<double>{4, 2, 1});
  CHECK(values("statistic = \"crossing\"\nalong = \"drive.amplitude\"\nlevel = 5") ==
        std::vector<double>{2 + 2.0 / 12, 1.5});
  CHECK(values("statistic = \"slope\"\nalong = \"drive.amplitude\"").at(0) == Approx(2));
  CHECK(values("statistic = \"slope\"\nalong = \"drive.amplitude\"").at(1) == Approx(0.5));
  CHECK(values("statistic = \"rank_correlation\"\nalong = \"drive.amplitude\"").at(0) == Approx(1));
  CHECK(values("statistic = \"rank_correlation\"\nalong = \"drive.amplitude\"").at(1) == Approx(0.5));
}

TEST_CASE("a ratio pairs the rows of each seed; seeds without a number and failed runs are counted", "[unit]") {
  const Outcome o = outcome(
      "where = { \"drive.amplitude\" = \"4 V\" }\nrelative_to = { \"drive.amplitude\" = \"1 V\" }\nexpected = [0, 1]");
  CHECK(o.values == std::vector<double>{16, 2});
  CHECK(o.n_failed == 1);
  const Outcome missing = outcome("where = { \"drive.amplitude\" = \"2 V\" }\nexpected = [0, 1]");
  CHECK(missing.seeds == std::vector<std::string>{"1", "2"});
  CHECK(missing.n_missing == 1);
}

TEST_CASE("a share of seeds has the interval of Clopper and Pearson", "[unit]") {
  const Outcome all = outcome("where = { \"drive.amplitude\" = [\"1 V\"] }\nshare = [1, 3]\nexpected = [0.2, 1]");
  CHECK(all.mean == 1);
  CHECK(all.of_mean.low == Approx(std::pow(0.025, 1.0 / 3)));
  CHECK(all.of_mean.high == 1);
  CHECK(all.verdict == "holds");
  const Outcome one =
      outcome("where = { \"drive.amplitude\" = [\"1 V\", \"2 V\"] }\nshare = [1, 4]\nexpected = [0, 1]");
  CHECK(one.values == std::vector<double>{1, 0, 0});  // seed 3 has a run without a number
}

TEST_CASE("rows that are the same to the last digit are one seed, without an interval", "[unit]") {
  const std::string head = "point,seed,drive.amplitude,status,regime,rate_Hz,mean_current_A\n";
  const auto rows = [&](const std::string& current) {
    std::string table = head;
    for (int seed = 1; seed <= 3; ++seed) table += fmt::format("0,{},1 V,ok,irregular,4,{}\n", seed, current);
    return table;
  };
  const Outcome same = outcome("expected = [3, 5]", rows("1.2345678901234567e-06"));
  CHECK(same.values == std::vector<double>{4});
  CHECK(same.n_twins == 2);
  CHECK(std::isnan(same.of_mean.low));
  CHECK(same.verdict == "holds");
  CHECK(outcome("expected = [5, 6]", rows("1.2345678901234567e-06")).verdict == "fails");
  const Outcome share = outcome("share = [0, 5]\nexpected = [0.5, 1]", rows("1.2345678901234567e-06"));
  CHECK(share.n_twins == 2);
  CHECK(std::isnan(share.of_mean.low));
  // nothing but whole numbers: independent seeds may well agree in these
  CHECK(outcome("expected = [3, 5]", rows("0")).values.size() == 3);
  std::string differ = head;
  for (int seed = 1; seed <= 3; ++seed) differ += fmt::format("0,{0},1 V,ok,irregular,4,1.{0}e-06\n", seed);
  CHECK(outcome("expected = [3, 5]", differ).values.size() == 3);
}

TEST_CASE("a finding that cannot be measured is refused with its place", "[unit]") {
  CHECK_THROWS_WITH(outcome("where = { \"drive.amplitude\" = \"3 V\" }\nexpected = [0, 1]"),
                    Contains("no run is selected") && Contains("sweep.toml"));
  CHECK_THROWS_WITH(outcome("expected = [2, 1]"), Contains("not an interval"));
  CHECK_THROWS_WITH(outcome("statistic = \"men\"\nexpected = [0, 1]"), Contains("mean"));
  CHECK_THROWS_WITH(outcome("statistic = \"slope\"\nexpected = [0, 1]"), Contains("along"));
  CHECK_THROWS_WITH(outcome("share = [0, 1]\nstatistic = \"mean\"\nexpected = [0, 1]"), Contains("share"));
  CHECK(outcome("where = { \"drive.amplitude\" = \"2 V\" }\nexpected = [0, 1]",
                "point,seed,drive.amplitude,status,rate_Hz\n0,1,2 V,ok,nan\n")
            .verdict == "no number");
}

TEST_CASE("a published value is compared by intervals, whatever was expected", "[unit]") {
  const auto agrees = [](const std::string& rest) {
    return outcome("where = { \"drive.amplitude\" = \"1 V\" }\nexpected = [-1, 5]\n" + rest).agrees;
  };
  // 1, 2, 3: mean -0.484 ... 4.484, one more seed -2.968 ... 6.968, both cut at 0: a rate
  CHECK(agrees("") == "not comparable");
  CHECK(agrees("published_value = [2, 2]") == "yes");
  CHECK(agrees("published_value = [4.4, 9]") == "yes");
  CHECK(agrees("published_value = [4.5, 9]") == "no");
  CHECK(agrees("published_value = [4.5, 9]\npublished_of = \"one\"") == "yes");
  CHECK(agrees("published_value = [7, 9]\npublished_of = \"one\"") == "no");
  CHECK(agrees("published_value = [-0.4, -0.1]") == "no");  // where no rate can be
  const Outcome single =
      outcome("where = { \"drive.amplitude\" = \"1 V\" }\nexpected = [0, 1]\npublished_value = [1, 1]",
              "point,seed,drive.amplitude,status,rate_Hz\n0,1,1 V,ok,1\n");
  CHECK(single.agrees == "not comparable");  // one seed has no interval
}

TEST_CASE("intervals end where the possible values do", "[unit]") {
  CHECK(outcome("where = { \"drive.amplitude\" = \"1 V\" }\nexpected = [0, 5]").verdict == "holds");
  CHECK(outcome("where = { \"drive.amplitude\" = \"1 V\" }\nexpected = [0, 5]\npossible = [-9, 9]").verdict ==
        "consistent");
}

TEST_CASE("a range that says nothing is objected to", "[unit]") {
  const auto objection = [](const std::string& finding, std::size_t n_seeds = 10) {
    const Config config = Config::from_text(
        "[measures]\nf = \"/a/on_fraction\"\nd = \"/a/delta\"\n[[finding]]\nname = \"x\"\n" + finding, "sweep.toml");
    const std::vector<std::string> all = objections(read_findings(config), n_seeds);
    return all.empty() ? std::string() : all.at(0);
  };
  const std::string share = "measure = \"d\"\nshare = [0, 0]\nexpected = ";
  CHECK_THAT(objection(share + "[0, 0.85]"),
             Contains("cannot miss") && Contains("sweep.toml:5"));         // 10 of 10: 0.69 ... 1
  CHECK_THAT(objection(share + "[0.02, 1]"), Contains("cannot miss"));     // 0 of 10: 0 ... 0.31
  CHECK_THAT(objection(share + "[0.45, 0.55]"), Contains("cannot hold"));  // no k of 10 has so narrow an interval
  CHECK(objection(share + "[0.69, 1]").empty());
  CHECK_THAT(objection(share + "[0.69, 1]", 5), Contains("cannot hold"));  // 5 of 5: 0.48 ... 1
  CHECK(objection(share + "[0, 0.6]", 5).empty() == false);                // 5 of 5 overlaps with it
  CHECK_THAT(objection(share + "[0.69, 1.2]"), Contains("possible are [0, 1]"));
  CHECK_THAT(objection("measure = \"fano\"\nexpected = [-0.5, 1.5]"), Contains("possible are [0, inf]"));
  CHECK_THAT(objection("measure = \"f\"\nexpected = [0.5, 1.5]"), Contains("possible are [0, 1]"));  // by its pointer
  CHECK(objection("measure = \"f\"\nexpected = [0.5, 1.5]\nrelative_to = { a = 1 }").empty());  // a ratio may exceed 1
  CHECK_THAT(objection("measure = \"d\"\nstatistic = \"rank_correlation\"\nalong = \"a\"\nexpected = [0.9, 1.1]"),
             Contains("possible are [-1, 1]"));
  CHECK(objection("measure = \"d\"\nexpected = [-1, 1]").empty());
  CHECK_THAT(objection("measure = \"d\"\nexpected = [-1, 1]\nnull = [0, 0]"), Contains("holds its null [0, 0]"));
  CHECK_THAT(objection("measure = \"d\"\nexpected = [0, 1]\nnull = [-1, 0]"), Contains("holds its null"));
  CHECK(objection("measure = \"d\"\nexpected = [0.1, 1]\nnull = [0, 0]").empty());
}

TEST_CASE("findings are written beside the sweep with the command that made them", "[unit]") {
  const test::Scratch scratch;
  write_file(scratch.path() / "points.csv", points);
  write_file(scratch.path() / "sweep.toml",
             "frozen = \"abc\"\n[sweep]\nseeds = [1, 2]\n[[finding]]\nname = \"a, b\"\nmeasure = \"rate_Hz\"\nexpected "
             "= [0, 9]\n"
             "reason = \"because\"\npublished_value = [50, 60]\n");
  write_file(scratch.path() / "sweep.json",
             R"({"title": "T", "somnspice": "9", "file": "s.toml", "seeds": [1, 2, 3]})");
  CHECK(write_findings(scratch.path()).size() == 1);
  const auto json = nlohmann::json::parse(read_file(scratch.path() / "findings.json"));
  CHECK(json["command"] == "somn sweep s.toml -o DIR --seeds 1-3");
  CHECK(json["frozen"] == "abc");
  CHECK(json["findings"][0]["agrees"] == "no");
  CHECK(json["findings"][0]["reason"] == "because");
  // seeds 7, 14/3, 3
  CHECK(json["findings"][0]["interval_95"][1].get<double>() ==
        Approx(44.0 / 9 + 4.302652729911275 * std::sqrt(654.0 / 162 / 3)));
  CHECK_THAT(read_file(scratch.path() / "findings.csv"), Contains("\na; b,rate_Hz,3,0,1,"));
}

TEST_CASE("lists of seeds", "[unit]") {
  CHECK(parse_seeds("1-3,15,7-7") == std::vector<std::uint64_t>{1, 2, 3, 15, 7});
  CHECK(parse_seeds("18446744073709551615") == std::vector<std::uint64_t>{18446744073709551615U});
  CHECK(seed_ranges({1, 2, 3, 15, 7}) == "1-3,15,7");
  for (const char* wrong : {"", "1,", "3-1", "-1", "1-", "a", "1,1", "1-3,2", "1.5", "0-99999999999"})
    CHECK_THROWS_AS(parse_seeds(wrong), InputError);
}

namespace {

// Networks 1, 2 ...: their lists of sizes
Outcome pooled(const std::vector<std::string>& sizes, const std::string& finding, const std::string& measure = "/a/sizes") {
  const test::Scratch scratch;
  std::string table = "point,seed,drive.amplitude,status,regime,rate_Hz\n";
  for (std::size_t k = 1; k <= sizes.size(); ++k) {
    table += fmt::format("0,{},1 V,ok,irregular,{}\n", k, k);
    const auto run = scratch.path() / "points" / fmt::format("0-{}", k);
    std::filesystem::create_directories(run);
    write_file(run / "analysis.json", "{\"a\": {\"sizes\": " + sizes[k - 1] + "}}");
  }
  write_file(scratch.path() / "points.csv", table);
  const Config config = Config::from_text(
      "[[finding]]\nname = \"x\"\nmeasure = \"" + measure + "\"\nstatistic = \"pooled_exponent\"\n" + finding, "x.toml");
  return measure_findings(read_findings(config), scratch.path()).at(0);
}

// n k^-alpha values of each k up to 40, as a list of JSON
std::string power_law(double n, double alpha) {
  std::string text;
  for (int k = 1; k <= 40; ++k)
    for (int c = 0; c < std::lround(n * std::pow(k, -alpha)); ++c) text += fmt::format("{}{}", text.empty() ? "" : ",", k);
  return "[" + text + "]";
}

}  // namespace

TEST_CASE("values of all networks are pooled; the interval is that of networks, not of values", "[unit]") {
  const std::vector<std::string> equal(8, power_law(200, 2));
  const Outcome o = pooled(equal, "expected = [1.8, 2.2]\npublished_value = [3, 4]");
  CHECK(o.mean == Approx(2).margin(0.1));
  CHECK(o.of_mean.low == o.of_mean.high);  // all networks are the same
  CHECK(o.verdict == "holds");
  CHECK(o.agrees == "no");
  CHECK(o.values.size() == 8);
  CHECK(o.values[0] == Approx(o.mean).margin(0.1));
  CHECK(nlohmann::json::parse(o.pooled).at("n") == 8 * nlohmann::json::parse(equal[0]).size());

  std::vector<std::string> mixed;
  for (int k = 0; k < 8; ++k) mixed.push_back(power_law(200, k % 2 ? 1.6 : 2.4));
  const Outcome wide = pooled(mixed, "expected = [1, 3]");
  CHECK(wide.of_mean.high - wide.of_mean.low > 0.1);
  CHECK(wide.of_mean.low < wide.mean);
  CHECK(wide.mean < wide.of_mean.high);
}

TEST_CASE("the range of a pooled fit may be given", "[unit]") {
  std::string broken = power_law(400, 2);  // and a heap far above
  broken.back() = ',';
  for (int k = 0; k < 100; ++k) broken += "90,";
  broken.back() = ']';
  const std::vector<std::string> networks(8, broken);
  CHECK(pooled(networks, "expected = [1, 3]\nfit_range = [2, 30]").mean == Approx(2).margin(0.1));
  CHECK(std::abs(pooled(networks, "expected = [1, 3]\nfit_range = [1, 100]").mean - 2) > 0.1);
  CHECK_THROWS_WITH(pooled(networks, "expected = [1, 3]\nfit_range = [0, 30]"), Contains("XMIN"));
  CHECK_THROWS_WITH(outcome("fit_range = [1, 30]\nexpected = [1, 2]"), Contains("pooled_exponent"));
}

TEST_CASE("what cannot be pooled is told", "[unit]") {
  CHECK(pooled({"[]", "[]"}, "expected = [1, 2]").verdict == "no number");
  CHECK_THROWS_WITH(pooled({"[1.5]"}, "expected = [1, 2]"), Contains("whole numbers"));
  CHECK_THROWS_WITH(pooled({"[1]"}, "expected = [1, 2]", "/a/size"), Contains("whole numbers"));
  CHECK_THROWS_WITH(pooled({"[1]"}, "expected = [1, 2]", "rate_Hz"), Contains("JSON pointer"));
  CHECK_THROWS_WITH(outcome("statistic = \"pooled_exponent\"\nexpected = [1, 2]"), Contains("JSON pointer"));
}

TEST_CASE("seeds in the file of a sweep are a list or ranges", "[unit]") {
  const auto seeds = [](const char* text) { return read_seeds(Config::from_text(text, "s.toml")); };
  CHECK(seeds("seeds = [3, 1]") == std::vector<std::uint64_t>{3, 1});
  CHECK(seeds("seeds = \"4-6,9\"") == std::vector<std::uint64_t>{4, 5, 6, 9});
  CHECK(seeds("") == std::vector<std::uint64_t>{1});
  CHECK_THROWS_WITH(seeds("seeds = [-1]"), Contains("seeds"));
  CHECK_THROWS_WITH(seeds("seeds = \"6-4\""), Contains("s.toml"));
}
