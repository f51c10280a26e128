// No member of a result is lost on the way to its JSON: each stands in the table of its struct.
#include <somn/analyses/acf/of_run.hpp>
#include <somn/analyses/avalanches/results.hpp>
#include <somn/analyses/bursts/results.hpp>
#include <somn/analyses/events/results.hpp>
#include <somn/analyses/isi/interval_models.hpp>
#include <somn/analyses/modality/of_run.hpp>
#include <somn/analyses/run_json.hpp>
#include <somn/analyses/spectrum/results.hpp>
#include <somn/analyses/stdp/pairing.hpp>
#include <somn/analyses/synchrony/synchrony.hpp>
#include <somn/power_laws/power_law_control.hpp>
#include <somn/schema/completeness.hpp>
#include <somn/schema/fields.hpp>
#include <somn/signals/exponential_in_time.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::analysis;

namespace {

template <class... S>
void check_complete() {
  (
      [] {
        INFO("the table that begins with " << schema::descriptions<S>().front().key);
        CHECK(schema::is_complete<S>());
      }(),
      ...);
}

}  // namespace

TEST_CASE("each member of a result stands in its table") {
  check_complete<MeanSd, ValueCounts, BootstrapErrors, LikelihoodRatio, Comparison, JudgedPowerLaw, JudgedContinuous,
                 PowerLawControl>();
  check_complete<ExponentialInTime, Dfa, AcfPowerLaw, AcfAnalysis, Branching, BranchingControl, BranchingAnalysis>();
  check_complete<LogHistogram, IntervalStatistics, MeanSizes, JointErrors, AvalancheAnalysis, Control, MeanProfile,
                 ShapeCollapse, Criterion, CriticalityTable, Correlogram>();
  check_complete<OrderParameters, OverTime, RunAnalysis, UnitStatistics, DriveOfRun, EnergyOfRun, DivergenceOfRun>();
  check_complete<IntervalModel, IntervalModels, FanoCurve, TrainBursts, BurstControl, NetworkBurst, NetworkBursts>();
  check_complete<MixtureComponent, Mixture, Modality, ModalityOptions, TwoScaleModality, SpikeGroup, RunModality>();
  check_complete<Peak, Spectrum, Aperiodic, SpectrumControl, SpectrumAnalysis, Synchrony>();
  check_complete<PlasticityBranch, Rival, Plasticity, Middle95, PlasticityControl, WeightChange, WeightPairing>();
  check_complete<BinRow, Kappa, AvalancheControls, AvalanchesResult, Convergence, StateEvents, EventThresholdRow,
                 EventThresholdSweep, SignalEvents>();
  check_complete<Activity, CurrentAcf, RunAcf, tables::TrainOptions, tables::TrainParameters, tables::Sampling>();
}

TEST_CASE("a key stands once in each table, and every key of analysis.json is a place for a measure") {
  const auto check = [](auto&& self, const std::vector<schema::Description>& fields, const std::string& where) -> void {
    std::vector<std::string> keys;
    for (const schema::Description& d : fields) {
      INFO(where + "/" + d.key);
      // exponential and control: of one kind of result or of another
      if (!d.may_be_absent) CHECK(std::find(keys.begin(), keys.end(), d.key) == keys.end());
      keys.push_back(d.key);
      self(self, d.fields, where + "/" + d.key);
    }
  };
  check(check, descriptions_of_run(), "");
  for (const char* pointer : {"/isi/pooled/cv", "/avalanches/sizes/3", "/acf/activity/acf/1", "/stdp/p", "/regime",
                              "/bursts/network_spikes/parameters/begin_s", "/isi/per_junction/units/0/cv"})
    CHECK(schema::has_pointer(descriptions_of_run(), pointer));
  for (const char* pointer :
       {"/isi/pooled/cv3", "/isi/per_junction/units/0/histogram", "/avalanches/sizes/three", "/count"})
    CHECK_FALSE(schema::has_pointer(descriptions_of_run(), pointer));
}
