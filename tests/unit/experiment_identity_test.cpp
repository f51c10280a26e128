// A run goes on only as the experiment that began it. Every key that an experiment file can hold is changed once: the
// keys are those that the reader itself asks for, so that a new one cannot be forgotten. Each change must be seen, or
// the key must stand in free_keys() with its reason.
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/experiment/identity.hpp>
#include <somn/models/catalogue.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <scratch.hpp>
#include <set>

using namespace somn;
using namespace somn::experiment;

namespace {

struct Base {
  std::string name, text;
};

const std::string tail = "[run]\nengine = \"native\"\nt_stop = \"1 ms\"\nt_sample = \"1 us\"\n";
const std::string net = "[network]\nfile = \"a.edges\"\n";

std::vector<Base> bases() {
  std::vector<Base> all{
      {"dc", net + "[drive]\nkind = \"dc\"\namplitude = \"1 V\"\n" + tail},
      {"sine", net + "[drive]\nkind = \"sine\"\namplitude = \"1 V\"\nfrequency = \"5 kHz\"\n" + tail},
      {"units", net + "[model]\nname = \"tunnel\"\n[drive]\nkind = \"sine\"\nv_star = 2\nf_star = 0.5\n"
                      "[run]\nengine = \"native\"\nperiods = 4\nsamples_per_period = 100\n"},
      {"random", net + "[drive]\nkind = \"random\"\namplitude = \"1 V\"\nfrequency = \"5 kHz\"\n" + tail},
      {"pulse", net + "[drive]\nkind = \"pulse\"\namplitude = \"1 V\"\nwidth = \"1 us\"\nperiod = \"4 us\"\n" + tail},
      {"steps", net + "[drive]\nkind = \"steps\"\ntimes = [\"0 s\", \"1 us\"]\nlevels = [\"1 V\", \"2 V\"]\n" + tail},
      {"file", net + "[drive]\nkind = \"file\"\nfile = \"a.csv\"\n" + tail},
      {"euler", net + "[drive]\namplitude = \"1 V\"\n" + tail + "method = \"euler\"\n"},
      {"closed", net + "[model]\ninitial_closed = 0.5\n[drive]\namplitude = \"1 V\"\n" + tail},
      {"mixture", "[network]\nensemble = \"lattice\"\nsize = 4\n[mixture.synapse]\nfraction = 0.5\n"
                  "[drive]\namplitude = \"1 V\"\n" + tail},
      {"gate", "[network]\nfile = \"gate.graphml\"\n[drive]\namplitude = \"1 V\"\n[electrode.gate]\nkind = \"pulse\"\n"
               "amplitude = \"1 V\"\nwidth = \"1 us\"\n" + tail},
      {"sine gate", "[network]\nfile = \"gate.graphml\"\n[drive]\namplitude = \"1 V\"\n[electrode.gate]\nkind = \"sine\"\n"
                    "amplitude = \"1 V\"\nfrequency = \"5 kHz\"\n" + tail},
  };
  const std::string gate = "[network]\nfile = \"gate.graphml\"\n[drive]\n";
  for (const Base& more : std::vector<Base>{
           {"range", net + "[drive]\nkind = \"random\"\nlow = \"0.5 V\"\nhigh = \"1 V\"\nhold = \"0.2 ms\"\n" + tail},
           {"levels", net + "[drive]\nkind = \"levels\"\nlevels = [\"1 V\", \"2 V\"]\nhold = \"0.2 ms\"\nmask = [1, 2]\n" + tail},
           {"column", net + "[drive]\nkind = \"levels\"\nfile = \"c.csv\"\ncolumn = \"one\"\nhold = \"0.2 ms\"\n" + tail},
           {"scaled", gate + "amplitude = \"1 V\"\n[electrode.gate]\nkind = \"scaled\"\nfactor = 0.5\n" + tail},
           {"readout", net + "[drive]\namplitude = \"1 V\"\n[readout]\nbits = 8\nrange = \"1 V\"\ncurrent_range = \"1 A\"\nnoise = \"1 mV\"\n" + tail}})
    all.push_back(more);
  for (const netgen::Ensemble& e : netgen::ensembles())
    all.push_back({e.name, "[network]\nensemble = \"" + e.name + "\"\n[drive]\namplitude = \"1 V\"\n" + tail});
  for (const models::Law& law : models::laws())
    all.push_back({law.name, net + "[model]\nname = \"" + law.name + "\"\n[drive]\namplitude = \"1 V\"\n" + tail});
  return all;
}

// Another value, as TOML; several where they depend on the base.
const std::map<std::string, std::vector<std::string>> changes{
    {"network.file", {"'b.edges'"}},
    {"network.ensemble", {"'random'", "'discs'"}},
    {"network.seed", {"77"}},
    {"network.source", {"[1]"}},
    {"network.drain", {"[1]"}},
    {"model.name", {"'rate'", "'vts'"}},
    {"model.initial_states", {"'states.csv'"}},
    {"model.initial_closed", {"0.9"}},
    {"model.initial_seed", {"9"}},
    {"junction.capacitance", {"'3 pF'"}},
    {"junction.ground_capacitance", {"'3 fF'"}},
    {"drive.kind", {"'triangle'", "'dc'", "'pwl'"}},
    {"drive.file", {"'b.csv'"}},
    {"drive.amplitude", {"'1.5 V'", "'1 uA'"}},
    {"drive.frequency", {"'6 kHz'"}},
    {"drive.v_star", {"3"}},
    {"drive.f_star", {"0.7"}},
    {"drive.base", {"'0.1 V'"}},
    {"drive.width", {"'1.5 us'"}},
    {"drive.period", {"'5 us'"}},
    {"drive.rise", {"'10 ns'"}},
    {"drive.fall", {"'10 ns'"}},
    {"drive.delay", {"'1 us'"}},
    {"drive.seed", {"5"}},
    {"drive.times", {"['0 s', '2 us']"}},
    {"drive.levels", {"['1 V', '3 V']"}},
    {"drive.series_resistance", {"'1 kohm'"}},
    {"drive.offset", {"'0.1 V'"}},
    {"drive.distribution", {"'binary'"}},
    {"drive.low", {"'0.3 V'"}},
    {"drive.high", {"'0.9 V'"}},
    {"drive.hold", {"'0.1 ms'"}},
    {"drive.mask", {"[1, 0.5]"}},
    {"drive.column", {"'two'"}},
    {"drive.factor", {"2"}},
    {"readout.noise", {"'2 mV'"}},
    {"readout.current_noise", {"'2 mA'"}},
    {"readout.bits", {"9"}},
    {"readout.range", {"'2 V'"}},
    {"readout.current_range", {"'2 A'"}},
    {"readout.seed", {"9"}},
    {"run.t_stop", {"'2 ms'"}},
    {"run.periods", {"5"}},
    {"run.t_sample", {"'2 us'"}},
    {"run.samples_per_period", {"200"}},
    {"run.method", {"'trapezoid'"}},
    {"run.dt", {"'500 ns'"}},
    {"run.dt_max", {"'100 ns'"}},
    {"run.rtol", {"1e-5"}},
    {"run.ngspice_solver", {"'klu'"}},
    {"run.record", {"['source', 'states:all']"}},
    {"run.event_rate", {"'10 Hz'"}},
    {"mixture.synapse.fraction", {"0.3"}},
    {"mixture.synapse.preset", {}},
    {"model.preset", {}},  // of laws that have any, below
};

// Other values of a parameter, some of which its law may refuse beside the rest.
std::vector<std::string> values_of(const models::Parameter& p, double now) {
  std::vector<std::string> values;
  for (const double other : {1.01 * now, 0.99 * now, 2 * now, 0.5 * now, 1.0, 0.5, 0.1, 1e-3, 1e-9, 0.0, 2.0})
    if (other != now && p.range().contains(other) && (!p.is_choice() || other == std::floor(other)))
      values.push_back(fmt::format("'{}'", p.is_choice() ? p.to_text(other) : somn::to_text(other)));
  return values;
}

// What `key` can be changed to in an experiment with that material.
std::vector<std::string> other_values(const std::string& key, const Experiment& e) {
  if (const auto it = changes.find(key); it != changes.end() && key != "model.preset") return it->second;
  const auto of_law = [&](const std::string& name, const std::vector<double>& values, const std::string& parameter) {
    const models::Law& law = models::law(name, key);
    std::vector<std::string> others;
    for (std::size_t p = 0; p < law.parameters.size(); ++p)
      if (law.parameters[p].name == parameter) others = values_of(law.parameters[p], values[p]);
    if (parameter == "preset")
      for (const models::Preset& preset : law.presets) others.push_back(fmt::format("'{}'", preset.name));
    return others;
  };
  const std::string rest = key.substr(key.rfind('.') + 1);
  if (key.starts_with("model.spread.") || key.starts_with("mixture.synapse.spread.")) return {"'5 %'"};
  if (key.find(".gap_dependence.") != std::string::npos) return {};  // the networks here have no gaps
  if (key.starts_with("model.")) return of_law(e.material.law, e.material.values, rest);
  if (key.starts_with("mixture.synapse."))
    return e.material.mixture.empty() ? std::vector<std::string>{}
                                      : of_law("synapse", e.material.mixture[0].values, rest);
  if (key.starts_with("electrode.gate.")) return changes.at("drive." + rest);
  if (key.starts_with("network.")) return {"'other'"};  // options of ensembles are texts until it is grown
  return {};
}

std::string identity_of(const Config& config) {
  const Experiment e = read_experiment(config);
  if (!e.network.file.empty() || e.network.recipe.ensemble == "lattice") {
    try {
      return identity(e, make_circuit(e, make_network(e)));
    } catch (const InputError&) {  // such as an option of the ensemble that is no value
    }
  }
  return whole_toml(e);
}

}  // namespace

TEST_CASE("Every key of an experiment is compared, or may change for a reason that is written down") {
  const test::Scratch scratch;
  const auto file = [&](const char* name, const char* text) { write_file(scratch.path() / name, text); };
  file("a.edges", "# nodes 4 edges 4 source 0 drain 3\n0 1\n1 2\n2 3\n1 3\n");
  file("b.edges", "# nodes 4 edges 5 source 0 drain 3\n0 1\n1 2\n2 3\n1 3\n0 2\n");
  file("a.csv", "time_s,v_V\n0,0\n0.001,1\n");
  file("b.csv", "time_s,v_V\n0,0\n0.001,1.5\n");
  file("c.csv", "one,two\n1,2\n2,1\n");
  file("states.csv", "junction,u,v,state_1\n0,0,1,0.5\n1,1,2,0\n2,2,3,0\n3,1,3,0\n");
  file("gate.graphml",
       R"(<graphml><key id="e" for="node" attr.name="electrode" attr.type="string"/><graph edgedefault="undirected">
<node id="n0"><data key="e">source</data></node><node id="n1"/><node id="n2"><data key="e">drain</data></node>
<node id="n3"><data key="e">gate</data></node>
<edge source="n0" target="n1"/><edge source="n1" target="n2"/><edge source="n1" target="n3"/></graph></graphml>)");

  std::set<std::string> asked, seen, tables;
  for (const Base& base : bases()) {
    const auto config = [&] { return Config::from_text(base.text, (scratch.path() / "e.toml").string()); };
    const Config first = config();
    const Experiment e = read_experiment(first);
    const std::string before = identity_of(config());
    REQUIRE(differences(before, identity_of(config())).empty());
    for (const std::string& key : first.asked()) {
      asked.insert(key);
      for (std::size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1))
        tables.insert(key.substr(0, dot));
      for (const std::string& value : other_values(key, e)) {
        Config changed = config();
        changed.set(key, value);
        if (key == "network.source") changed.set("network.drain", "[3]");
        if (key == "network.drain") changed.set("network.source", "[0]");
        std::string now;
        try {
          now = identity_of(changed);
        } catch (const InputError&) {  // no value of this key here
          continue;
        }
        if (now == before) continue;  // without effect here: another base must see it
        seen.insert(key);
        INFO(base.name << ": " << key << " = " << value);
        std::size_t n = 0;
        for (const KeyDifference& d : differences(before, now)) n += is_free(d.key) ? 0 : 1;
        CHECK(n > 0);
        CHECK_THROWS_WITH(refuse_other(before, now, "check point"), Catch::Contains(" was ") && Catch::Contains("--force"));
      }
    }
  }
  // tables of any law's parameters, compared below
  const auto is_elsewhere = [](const std::string& key) {
    return key.find("spread") != std::string::npos || key.find("gap_dependence") != std::string::npos ||
           key.ends_with("preset") || key == "electrode" || key == "mixture" || key == "provenance" ||
           key == "electrode.gate.f_star";  // refused: units of the network are of the main drive
  };
  std::string missing;
  for (const std::string& key : asked)
    if (!seen.contains(key) && !tables.contains(key) && !is_free(key) && !is_elsewhere(key)) missing += key + " ";
  CHECK(missing == "");
  CHECK(seen.contains("drive.width"));
  CHECK(seen.size() > 150);
}

TEST_CASE("Spreads, gap dependences, presets and fractions are compared") {
  const std::string common = "[network]\nensemble = \"discs\"\n[drive]\namplitude = \"1 V\"\n" + tail;
  const auto text = [&](const std::string& more) {
    return whole_toml(read_experiment(Config::from_text(common + more, "e.toml")));
  };
  const std::vector<std::string> variants{
      "",
      "[model]\nspread = { v_set = 0.1 }\n",
      "[model]\nspread = { v_set = 0.2 }\n",
      "[model]\nspread = { v_set = { width = 0.2, distribution = \"normal\" } }\n",
      "[model]\ngap_dependence = { r_off = \"2 /nm\" }\n",
      "[model]\nname = \"rate\"\n",
      "[mixture.synapse]\nfraction = 0.2\n",
      "[mixture.synapse]\nfraction = 0.2\nbeta = 50\n",
  };
  for (std::size_t a = 0; a < variants.size(); ++a)
    for (std::size_t b = 0; b < variants.size(); ++b)
      CHECK(differences(text(variants[a]), text(variants[b])).empty() == (a == b));
}

TEST_CASE("A difference is named with both values; the network alone as what it holds") {
  const std::string a = "[drive]\nwidth = \"1 us\"\n[circuit]\ndigest = \"1\"\n",
                    b = "[drive]\nwidth = \"2 us\"\n[circuit]\ndigest = \"2\"\n",
                    c = "[drive]\nwidth = \"1 us\"\n[circuit]\ndigest = \"3\"\n";
  CHECK_THROWS_WITH(refuse_other(a, b, "x"), Catch::Contains("drive.width was 1 us and is 2 us") &&
                                                 !Catch::Contains("network"));
  CHECK_THROWS_WITH(refuse_other(a, c, "x"), Catch::Contains("network"));
  CHECK_NOTHROW(refuse_other("title = \"a\"\n[analysis]\nacf = true\n", "title = \"b\"\n[analysis]\nacf = false\n", "x"));
}
