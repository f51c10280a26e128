// The ranks of an MPI job as one executor. Rank 0 runs the sweep and takes its share of the runs; the others serve.
//
//   if (auto ranks = MpiRanks::join(jobs)) {
//     if (ranks->rank() > 0) return ranks->serve();
//     run_sweep(plan, folder, *ranks, options);
//     ranks->dismiss(0);                          // every rank leaves serve() with this code
//   }
//
// Runs are handed out one by one, to whichever rank is free. A rank that dies takes its runs along; what the others
// then do is up to MPI: under Open MPI's mpirun all ranks are ended, and the sweep is resumed by the same command.
// Where MPI lets the others live (mpirun --enable-recovery), a rank that has been silent for a minute is given up, and
// its runs are handed out again.
#pragma once

#include <somn/sweep/processes.hpp>

#include <memory>
#include <string>

namespace somn::sweep {

// The plugin that talks to MPI: $SOMN_MPI_PLUGIN, else ../libexec/somn/somn_mpi.so, else where somnspice was installed or
// built. InputError with the remedy where there is none.
std::string find_mpi_plugin();

class MpiRanks : public Executor {
 public:
  // Empty where the process is not one of an MPI job (environment of Open MPI, PMI or PMIx). `n_slots` runs at a time
  // on each rank. InputError where this is an MPI job and the plugin is missing or does not fit.
  static std::unique_ptr<MpiRanks> join(std::size_t n_slots);
  ~MpiRanks() override;

  int rank() const;
  int n_ranks() const;
  int serve();             // ranks above 0: runs what rank 0 hands out until dismissed; returns the exit code
  void dismiss(int code);  // rank 0, once, at the end, whatever happened

  bool has_room() const override;
  void start(const Job&) override;
  std::vector<Ending> wait(std::chrono::milliseconds patience) override;
  std::size_t n_slots() const override;

 private:
  struct State;
  explicit MpiRanks(std::unique_ptr<State>);
  std::unique_ptr<State> state_;
};

}  // namespace somn::sweep
