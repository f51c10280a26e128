// Experiment files: read, refused, and written back to the same experiment.
#include <somn/core/error.hpp>
#include <somn/experiment/experiment.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::experiment;

namespace {

const std::string minimal = "[network]\nensemble = \"wires\"\n[drive]\namplitude = \"9 V\"\n[run]\nt_stop = \"1 us\"\n";

Experiment read(const std::string& text) {
  return read_experiment(Config::from_text(text, "e.toml"));
}

}  // namespace

TEST_CASE("defaults are those of the contract") {
  const Experiment e = read(minimal);
  CHECK(e.material.law == "vts");
  CHECK(*e.material.junction_capacitance == 0.1e-12);
  CHECK(*e.material.ground_capacitance == Approx(1e-15));
  CHECK(e.run.t_sample == Approx(1e-9));
  CHECK(e.run.rtol == 1e-4);
  CHECK(e.run.record == std::vector<std::string>{"source", "events"});
  CHECK(*read(minimal + "[model]\nname = \"tunnel\"\n").material.junction_capacitance == 0);
}

TEST_CASE("what is written reads back to the same text") {
  const std::string rich =
      "title = \"a \\\"quoted\\\" title\"\n[network]\nensemble = \"discs\"\nseed = 7\ncoverage = 0.55\n"
      "[model]\nname = \"tunnel\"\nv_set = \"12 mV\"\nzero_clamp = \"positive\"\nspread = { v_set = \"5 %\" }\n"
      "[drive]\nkind = \"steps\"\ntimes = [\"0 s\", \"2 s\"]\nlevels = [\"0.5 V\", \"5 mV\"]\n"
      "[run]\nt_stop = \"3 s\"\nrecord = [\"source\", \"states:16\", \"nodes:3,7\"]\n[analysis]\nt_start = 1\n";
  const std::string mixed =
      minimal +
      "[model]\nname = \"vts\"\nspread = { v_set = \"5 %\", tau = { width = 0.1, distribution = "
      "\"normal\" } }\ngap_dependence = { r_off = \"2 /nm\" }\n[mixture.synapse]\nfraction = 0.2\n"
      "beta = 50\nspread = { g_max = { width = \"20 %\" } }\n";
  for (const std::string& text : {minimal, rich, mixed}) {
    const std::string once = to_toml(read(text), {{"somnspice", "test"}});
    CHECK(to_toml(read(once), {{"somnspice", "test"}}) == once);
  }
}

TEST_CASE("drives of every kind, with an offset, read back to the same text and the same voltages") {
  const std::string head = "[network]\nensemble = \"wires\"\n[run]\nt_stop = \"4 s\"\n[drive]\noffset = \"0.25 V\"\n";
  for (const char* keys :
       {"amplitude = \"1 V\"", "kind = \"sine\"\namplitude = \"1 V\"\nfrequency = 2", "kind = \"triangle\"\namplitude = 1\nfrequency = 2",
        "kind = \"pulse\"\namplitude = 1\nwidth = \"1 s\"", "kind = \"steps\"\ntimes = [0, 1]\nlevels = [1, 2]",
        "kind = \"pwl\"\ntimes = [0, 1]\nlevels = [1, 2]", "kind = \"random\"\namplitude = 1\nfrequency = 3",
        "kind = \"random\"\nlow = \"0.4 V\"\nhigh = \"1 V\"\nhold = \"0.3 s\"\ndistribution = \"binary\"\nmask = [1, -1]\nseed = 9",
        "kind = \"levels\"\nlevels = [0.1, 0.7]\nhold = \"0.3 s\"\nmask = [1, -1, 2]"}) {
    INFO(keys);
    const std::string electrodes =
        "\n[electrode.b]\nkind = \"scaled\"\nfactor = -0.3\noffset = \"0.1 V\"\nseries_resistance = \"1 kohm\"\n";
    const Experiment e = read(head + keys + electrodes);
    const std::string once = to_toml(e, {});
    const Experiment again = read(once);
    CHECK(to_toml(again, {}) == once);
    const circuit::Drive& b = e.electrodes.at("b");
    for (const double t : {0.0, 0.2, 0.31, 0.5, 1.7, 3.3}) {
      CHECK(circuit::voltage(again.drive, t) == circuit::voltage(e.drive, t));
      CHECK(circuit::voltage(again.electrodes.at("b"), t) == circuit::voltage(b, t));
      CHECK(circuit::voltage(b, t) == Approx(0.1 - 0.3 * circuit::voltage(e.drive, t)).margin(1e-14));
    }
  }
}

TEST_CASE("drives that contradict themselves are refused with the way out") {
  const std::string head = "[network]\nensemble = \"wires\"\n[run]\nt_stop = \"4 s\"\n[drive]\nkind = \"random\"\n";
  const auto refused = [&](const char* keys, const char* words) {
    CHECK_THROWS_WITH(read(head + keys + "\n"), Catch::Contains(words));
  };
  refused("amplitude = 1\nhold = 1\nfrequency = 1", "hold and frequency");
  refused("amplitude = 1\nlow = 0\nhigh = 1\nhold = 1", "low and amplitude");
  refused("low = 0\nhold = 1", "both, or amplitude");
  refused("hold = 1", "amplitude, or low and high");
  refused("amplitude = 1", "hold > 0 s");
  refused("amplitude = 1\nhold = 1\ndistribution = \"gauss\"", "normal");
  refused("low = \"1 A\"\nhigh = \"2 V\"\nhold = 1", "2 V");
}

TEST_CASE("mixtures, spreads and gap dependence are read as written") {
  const Experiment e =
      read(minimal +
           "[model]\nspread = { tau = { width = \"10 %\", distribution = \"normal\" } }\n"
           "gap_dependence = { r_off = \"2 /nm\" }\n[mixture.synapse]\nfraction = \"20 %\"\nbeta = 50\n");
  CHECK(e.material.spread.at(0).width == 0.1);
  CHECK(e.material.spread.at(0).distribution == netlist::Distribution::normal);
  CHECK(e.material.gap_dependence.at(0).rate == 2e9);
  CHECK(e.material.mixture.at(0).law == "synapse");
  CHECK(e.material.mixture.at(0).fraction == 0.2);
  CHECK(e.material.mixture.at(0).values[2] == 50);
  CHECK_THROWS_WITH(read(minimal + "[mixture.synaps]\n"), Catch::Contains("did you mean 'synapse'"));
  CHECK_THROWS_WITH(read(minimal + "[mixture.synapse]\nfractoin = 0.1\n"), Catch::Contains("did you mean 'fraction'"));
  CHECK_THROWS_WITH(read(minimal + "[model]\nspread = { v_set = { width = 0.1, distribution = \"normle\" } }\n"),
                    Catch::Contains("did you mean 'normal'"));
  CHECK_THROWS_WITH(read(minimal + "[model]\ngap_dependence = { r_off = \"2 nm\" }\n"), Catch::Contains("wrong unit"));
}

TEST_CASE("what is wrong is told with its place") {
  CHECK_THROWS_WITH(read(minimal + "[junction]\ncapacitance = \"-1 pF\"\n"),
                    Catch::Contains("capacitance out of range") && Catch::Contains("e.toml:"));
  CHECK_THROWS_WITH(read(minimal + "[modell]\nname = \"vts\"\n"), Catch::Contains("did you mean 'model'"));
  CHECK_THROWS_WITH(read("[network]\nensemble = \"wires\"\ndensitiy = 1\n[drive]\namplitude = 1\n[run]\nt_stop = 1\n"),
                    Catch::Contains("did you mean 'density'"));
  CHECK_THROWS_WITH(read(minimal + "t_sample = \"2 us\"\n"), Catch::Contains("t_sample above t_stop"));
  CHECK_THROWS_WITH(read(minimal + "t_sample = \"1e-21 s\"\n"), Catch::Contains("too many samples"));
  CHECK_THROWS_WITH(read(minimal + "method = \"euler\"\n"), Catch::Contains("native engine"));
  CHECK_THROWS_AS(read("[drive]\namplitude = 1\n[run]\nt_stop = 1\n"), InputError);
  CHECK_THROWS_AS(read(minimal + "t_stop = \"0 s\"\n"), InputError);
}

circuit::Circuit of(std::size_t n_junctions, std::size_t n_nodes) {
  circuit::Circuit c;
  c.junctions.resize(n_junctions);
  c.n_nodes = n_nodes;
  return c;
}

TEST_CASE("record names junctions and nodes that exist") {
  const Record r = parse_record({"source", "events", "states:4", "nodes:0,9", "nodes:n9"}, of(100, 10), "t");
  CHECK(r.events);
  CHECK(r.states == std::vector<JunctionId>{{0}, {25}, {50}, {75}});
  CHECK(r.nodes == std::vector<NodeId>{{0}, {9}});
  CHECK(parse_record({"states:all"}, of(3, 2), "t").states.size() == 3);
  CHECK_THROWS_AS(parse_record({"nodes:10"}, of(100, 10), "t"), InputError);
  CHECK_THROWS_AS(parse_record({"nodes:0,"}, of(100, 10), "t"), InputError);
  CHECK_THROWS_AS(parse_record({"event"}, of(100, 10), "t"), InputError);
}

TEST_CASE("nodes are recorded by name or number, and a word of digits is a number") {
  circuit::Circuit c = of(3, 4);
  c.node_names = {"padL", "3", "b c", "padR"};
  const Record r = parse_record({"nodes:padR,b c", "nodes:3,1"}, c, "t");
  CHECK(r.nodes == std::vector<NodeId>{{3}, {2}, {3}, {1}});
  CHECK(r.node_columns == std::vector<std::string>{"v_padR_V", "v_b c_V", "v_3_V", "v_1_V"});
  c.contact = {{0}, {1}, {2}, {0}};
  CHECK(parse_record({"nodes:padR"}, c, "t").nodes == std::vector<NodeId>{{0}});  // of its electrode
  CHECK_THROWS_WITH(parse_record({"nodes:padl"}, c, "t"), Catch::Contains("did you mean 'padL'"));
  CHECK_THROWS_WITH(parse_record({"nodes:4"}, c, "t"), Catch::Contains("0 ... 3"));
}

TEST_CASE("a drive in amperes is a current source, and reads back as one") {
  const std::string current =
      "[network]\nensemble = \"wires\"\n[drive]\namplitude = \"5 uA\"\n[run]\nt_stop = \"1 us\"\n";
  const Experiment e = read(current);
  CHECK(e.drive.is_current);
  CHECK(e.drive.amplitude == Approx(5e-6));
  CHECK(read(to_toml(e, {})).drive.is_current);
  CHECK_FALSE(read(minimal).drive.is_current);
  CHECK_THROWS_AS(
      read("[network]\nensemble = \"wires\"\n[drive]\nkind = \"pwl\"\ntimes = [0, 1]\nlevels = [\"1 A\", \"1 V\"]\n"
           "[run]\nt_stop = 1\n"),
      InputError);
}

TEST_CASE("engines and methods") {
  CHECK(read(minimal + "engine = \"native\"\nmethod = \"euler\"\n").run.dt == Approx(1e-9));
  CHECK(read(minimal + "engine = \"both\"\nmethod = \"trapezoid\"\ndt = \"2 ns\"\n").run.dt_max == Approx(2e-9));
  CHECK_THROWS_WITH(read(minimal + "engine = \"both\"\nmethod = \"euler\"\n"), Catch::Contains("native engine"));
  CHECK_THROWS_WITH(read(minimal + "engine = \"nativ\"\n"), Catch::Contains("did you mean 'native'"));
  CHECK_THROWS_WITH(read(minimal + "dt = \"2 us\"\n"), Catch::Contains("dt above t_stop"));
  CHECK_THROWS_WITH(read(minimal + "rtol = 1e-14\n"), Catch::Contains("1e-12 to 0.1"));
  CHECK(read(minimal + "engine = \"native\"\nrtol = 1e-14\n").run.rtol == 1e-14);
  CHECK(read(minimal).run.ngspice_solver == "auto");
  CHECK(read(to_toml(read(minimal + "ngspice_solver = \"klu\"\n"), {})).run.ngspice_solver == "klu");
  CHECK_THROWS_WITH(read(minimal + "ngspice_solver = \"kul\"\n"), Catch::Contains("did you mean 'klu'"));
}

TEST_CASE("parts of the analysis are asked for by name, and written back") {
  const Experiment e = read(minimal + "[analysis]\nmodality = true\nspectrum = true\n");
  CHECK(e.analysis.parts == std::vector<std::string>{"modality", "spectrum"});
  const Experiment again = read(to_toml(e, {}));
  CHECK(again.analysis.parts == e.analysis.parts);
  CHECK_THROWS_WITH(read(minimal + "[analysis]\nmodalty = true\n"), Catch::Contains("did you mean 'modality'"));
}
