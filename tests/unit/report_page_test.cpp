#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/formats/hdf5.hpp>
#include <somn/formats/raw.hpp>
#include <somn/report/report.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <report_run_folder.hpp>
#include <set>
#include <sys/stat.h>

using namespace somn;
namespace fs = std::filesystem;

namespace {

struct Run {
  test::Scratch scratch;
  fs::path dir = scratch.path() / "run";
  explicit Run(const char* analysis = test::lively_analysis, const std::string& events = test::lively_events) {
    test::write_run(dir, analysis, events);
  }
  std::string page() const { return read_file(report::write_report(dir).page); }
  CsvTable table(const char* name) const { return read_csv(dir / "figures" / name); }
};

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += word.size()) ++n;
  return n;
}

bool contains(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

class Path {  // the search path, put back at the end
 public:
  explicit Path(const std::string& value) : old_(std::getenv("PATH")) { ::setenv("PATH", value.c_str(), 1); }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;
  ~Path() { ::setenv("PATH", old_.c_str(), 1); }

 private:
  std::string old_;
};

}  // namespace

TEST_CASE("the page is self-contained") {
  const Run run;
  const std::string page = run.page();
  CHECK(count(page, "<svg") == 5);
  CHECK(count(page, "</svg>") == 5);
  CHECK(count(page, "<figcaption>") == 5);
  for (std::size_t at = 0; (at = page.find("http", at)) != std::string::npos; ++at)
    CHECK(page.substr(at, 16) == "https://doi.org/");
  for (const char* reference : {"src=", "<link", "<script", "@import", "xlink", "<?xml", "<img", "<iframe"}) {
    INFO(reference);
    CHECK_FALSE(contains(page, reference));
  }
  for (std::size_t at = 0; (at = page.find("url(", at)) != std::string::npos; ++at)
    CHECK(page.substr(at, 5) == "url(#");
}

TEST_CASE("ids are unique and every reference finds its id") {
  const Run run;
  const std::string page = run.page();
  std::set<std::string> ids;
  const auto quoted = [&](std::size_t at) { return page.substr(at + 1, page.find(page[at], at + 1) - at - 1); };
  for (std::size_t at = 0; (at = page.find(" id=", at)) != std::string::npos; at += 4) {
    INFO(quoted(at + 4));
    CHECK(ids.insert(quoted(at + 4)).second);
  }
  CHECK(ids.size() > 50);
  for (std::size_t at = 0; (at = page.find("href=", at)) != std::string::npos; at += 5)
    if (page[at + 6] == '#') CHECK(ids.count(quoted(at + 5).substr(1)) == 1);
}

TEST_CASE("text from files is escaped") {
  const Run run;
  const std::string page = run.page();
  CHECK(contains(page, "<h1>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; more</h1>"));
  CHECK(contains(page, "rule &amp; &lt;reason&gt;"));
  CHECK(contains(page, "CV 0.7 &gt; 0.3"));
}

TEST_CASE("the page tells the numbers of the run") {
  const Run run;
  const std::string page = run.page();
  CHECK(contains(page, "a network of nanowires with 4 nodes and 4 junctions"));
  CHECK(contains(page, "following the law “vts”"));
  CHECK(contains(page, "a constant voltage of 9\u00a0V for 4\u00a0µs and simulated with ngspice"));
  CHECK(contains(page, "<strong>irregular</strong>"));
  CHECK(contains(page, "1.5\u00a0µA"));
  CHECK(contains(page, "<td>1.50\u00a0±\u00a00.25</td><td>1\u00a0–\u00a04</td><td>9</td><td>0.50</td>"));
  CHECK(contains(page, "<td>2.75\u00a0±\u00a00.12</td>"));
  CHECK(contains(page, "16\u202f679"));
  CHECK(contains(page, "iterations per accepted point</th><td>2</td>"));
  CHECK(contains(page, "<th scope=\"row\">spread.v_set</th><td>5 %</td>"));
  CHECK(contains(page, netgen::hash(test::chain())));
  CHECK(contains(page, "PhysRevE.95.012413"));
  CHECK(contains(page, "PhysRevE.100.012133"));
}

TEST_CASE("the tables behind the figures hold the run's numbers") {
  const Run run;
  run.page();
  const CsvTable junctions = run.table("network_junctions.csv");
  CHECK(junctions.numbers("junction") == std::vector<double>{1, 2, 3, 0});  // quietest first
  CHECK(junctions.numbers("n_events") == std::vector<double>{0, 1, 2, 3});
  CHECK(junctions.numbers("x")[0] == Approx(1.5e-6));
  CHECK(junctions.numbers("x")[2] == Approx(1e-6));
  CHECK(run.table("network_bodies.csv").numbers("electrode") == std::vector<double>{1, 0, 0, 2});

  const CsvTable raster = run.table("raster.csv");  // 2.5 and 2.5005 us are one stroke
  CHECK(raster.numbers("time_s") == std::vector<double>{1e-6, 3e-6, 3.9e-6, 2.5e-6, 5e-7});
  CHECK(raster.numbers("junction") == std::vector<double>{0, 0, 0, 3, 2});
  CHECK(raster.numbers("distance") == std::vector<double>{0, 0, 0, 0, 1});
  CHECK(raster.numbers("n_events") == std::vector<double>{1, 1, 1, 2, 1});
  double events = 0;
  for (const double rate : run.table("raster_rate.csv").numbers("rate_Hz")) events += rate * 4e-6 / 200;
  CHECK(events == Approx(6));

  CHECK(run.table("current.csv").numbers("i_source_A") == std::vector<double>{0, 1e-6, 1e-6, 3e-6, 2e-6});
  CHECK(run.table("current_spikes.csv").numbers("i_source_A").at(0) == Approx(2e-6));  // halfway from 1 to 3 uA
}

TEST_CASE("avalanche densities, distributions and fits are those of the definition") {
  const Run run;
  const std::string page = run.page();
  const CsvTable table = run.table("avalanches.csv");
  const auto values = [&](const char* quantity, const char* curve, const char* series) {
    std::vector<std::pair<double, double>> points;
    const std::vector<double> x = table.numbers("x"), y = table.numbers("y");
    for (std::size_t k = 0; k < x.size(); ++k)
      if (table.rows[k][0] == quantity && table.rows[k][1] == curve && table.rows[k][2] == series)
        points.emplace_back(x[k], y[k]);
    return points;
  };
  const auto ccdf = values("sizes", "ccdf", "measured");
  REQUIRE(ccdf.size() == 5);
  CHECK(ccdf[0] == std::pair{1.0, 1.0});
  CHECK(ccdf[1].second == Approx(0.5));
  CHECK(ccdf[4] == std::pair{8.0, 0.1});
  const auto density = values("sizes", "density", "measured");
  REQUIRE(density.size() == 5);
  CHECK(density[0] == std::pair{1.0, 0.5});
  CHECK(density[4].first == Approx(std::sqrt(8.0 * 9.0)));  // the bin {8, 9}
  CHECK(density[4].second == Approx(0.05));
  double mass = 0;
  const auto fit = values("sizes", "density", "fit");
  REQUIRE(fit.size() == 4);  // xmin = 1 to xmax = 4
  for (const auto& [x, y] : fit) mass += y;
  CHECK(mass == Approx(0.9));                         // nine of ten avalanches lie in the range
  CHECK(fit[0].second / fit[3].second == Approx(8));  // 4^1.5
  CHECK(values("sizes", "ccdf", "fit")[0].second == Approx(1.0));
  CHECK(values("durations", "density", "fit").empty());  // refused
  CHECK(values("durations", "ccdf", "shuffled")[1].second == Approx(0.2));
  CHECK(contains(page, "No power law is drawn for the durations: not enough range: 0.5 decades, n_tail 10."));
  CHECK_FALSE(contains(read_file(run.dir / "figures/avalanches.gp"), "not enough range"));  // no notes in the legend
}

TEST_CASE("a run without events says so instead of drawing nothing") {
  const Run run(test::quiet_analysis, "time_s,junction,kind,delta_g_S\n");
  const std::string page = run.page();
  CHECK(count(page, "<svg") == 2);  // network and current
  CHECK(count(page, "class=\"absent\"") == 3);
  CHECK(contains(page, "not a single junction switched on"));
  for (const char* no_number : {">nan", " nan ", "nan\u00a0", "inf "}) CHECK_FALSE(contains(page, no_number));
  CHECK_FALSE(fs::exists(run.dir / "figures/raster.svg"));
}

TEST_CASE("one event is drawn") {
  const Run run(test::quiet_analysis, "time_s,junction,kind,delta_g_S\n1e-6,1,up,1e-4\n");
  CHECK(count(run.page(), "<svg") == 3);
}

TEST_CASE("a network without any geometry is laid out, source on the left") {
  const Run run;
  netgen::Network network = test::chain();
  network.positions.clear();
  network.bodies.clear();
  netgen::write_network(network, run.dir / "network.graphml");
  CHECK(contains(run.page(), "Drawn as a graph"));
  const CsvTable nodes = run.table("network_nodes.csv");
  const std::vector<double> x = nodes.numbers("x"), y = nodes.numbers("y");
  CHECK(x[0] < x[3]);
  CHECK(y[0] == Approx(y[3]).margin(1e-9));
}

TEST_CASE("the trace is read from HDF5, raw or CSV") {
  const Run run;
  run.page();
  const std::string drawn = read_file(run.dir / "figures/current.csv");
  const Trace trace = trace_from_csv(read_file(run.dir / "ngspice/trace.csv"), "csv");
  fs::remove(run.dir / "ngspice/trace.csv");
  formats::write_raw(trace, "t", run.dir / "ngspice/trace.raw");
  run.page();
  CHECK(read_file(run.dir / "figures/current.csv") == drawn);
  fs::remove(run.dir / "ngspice/trace.raw");
  formats::write_hdf5(trace, {}, run.dir / "ngspice/trace.h5");
  run.page();
  CHECK(read_file(run.dir / "figures/current.csv") == drawn);
}

TEST_CASE("a missing file is named") {
  CHECK_THROWS_WITH(report::write_report("/nonexistent"), Catch::Contains("not the folder of a run"));
  for (const char* file : {"network.graphml", "analysis.json", "ngspice/stats.json", "ngspice/trace.csv"}) {
    const Run run;
    fs::remove(run.dir / file);
    CHECK_THROWS_WITH(run.page(), Catch::Contains(file));
  }
  const Run run;
  fs::remove(run.dir / "ngspice/events.csv");
  CHECK_THROWS_WITH(run.page(), Catch::Contains("events.csv"));
}

TEST_CASE("malformed files are named with their place") {
  const Run run;
  write_file(run.dir / "analysis.json", "{\"n\": }");
  CHECK_THROWS_WITH(run.page(), Catch::Contains("analysis.json: byte 7"));
  write_file(run.dir / "analysis.json", "[]");
  CHECK_NOTHROW(run.page());
  write_file(run.dir / "ngspice/events.csv", "time_s,junction,kind,delta_g_S\n1e-6,4,up,1\n");
  CHECK_THROWS_WITH(run.page(), Catch::Contains("0 to 3"));
  write_file(run.dir / "experiment.toml", "a = 1\nb = \n");
  CHECK_THROWS_WITH(run.page(), Catch::Contains("experiment.toml:2"));
}

TEST_CASE("a missing gnuplot is a clear error, a failing one costs pictures") {
  const Run run;
  {
    const Path none("/nonexistent");
    CHECK_THROWS_WITH(report::write_report(run.dir), Catch::Contains("apt-get install gnuplot-nox"));
  }
  const fs::path fake = run.scratch.path() / "gnuplot";
  write_file(fake, "#!/bin/sh\necho 'cannot open the whatever' >&2\nexit 1\n");
  fs::permissions(fake, fs::perms::owner_all);
  const Path path(run.scratch.path().string());
  CHECK_FALSE(fs::exists(run.dir / "report.html"));
  const report::Drawn drawn = report::write_report(run.dir);
  CHECK(drawn.pictures.empty());
  CHECK(drawn.failures.size() >= 3);
  CHECK_THAT(drawn.failures.front(), Catch::Contains("network") && Catch::Contains("cannot open the whatever"));
  const std::string page = read_file(drawn.page);
  CHECK(contains(page, "could not be drawn: cannot open the whatever"));
  CHECK(count(page, "<svg") == 0);
  CHECK(fs::exists(run.dir / "figures/current.gp"));
}

TEST_CASE("parts that the analysis holds are drawn, with their numbers; others are not mentioned") {
  const std::string parts = R"(,
  "branching": {"n": 400, "r": [0.9, 0.8, 0.7], "m": 0.9, "verdict": "m = 0.9 by hand",
    "exponential": {"m": 0.9, "tau_steps": 9.5, "amplitude": 1, "offset": 0}},
  "spectrum": {"frequencies_Hz": [0, 10, 20, 30], "power": [0, 4, 2, 1], "ci_low_factor": 0.5, "ci_high_factor": 2,
    "aperiodic": {"low_Hz": 10, "high_Hz": 30, "offset_log10": 1.6, "knee": 0, "exponent": 1.25},
    "peaks": [{"frequency_Hz": 20, "height_log10": 0.3, "is_significant": true}]},
  "acf": {"activity": {"n": 0, "verdict": "no events"}}})";
  std::string analysis = test::lively_analysis;
  analysis.erase(analysis.rfind('}'));
  const Run run((analysis + parts).c_str());
  const std::string page = run.page();
  CHECK(count(page, "<svg") == 7);
  CHECK(contains(page, "m = 0.9 by hand"));
  CHECK(contains(page, "significant peaks: 20"));
  CHECK(contains(page, "Exponent 1.25 from"));
  CHECK(contains(page, "no events: there is no autocorrelation to draw."));
  CHECK_FALSE(contains(page, ">Bursts</h2>"));
  CHECK_FALSE(contains(page, ">One mode or several</h2>"));
}
