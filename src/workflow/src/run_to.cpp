#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/core/row_file.hpp>
#include <somn/experiment/identity.hpp>
#include <somn/workflow/folder.hpp>

#include <fstream>

namespace somn::workflow {
namespace fs = std::filesystem;
namespace {

bool is_native(const experiment::Experiment& e) {
  return e.run.engine == "native" || e.run.engine == "both";
}

fs::path checkpoint_of(fs::path folder) {
  while (!folder.has_filename() && folder.has_relative_path()) folder = folder.parent_path();
  return folder += ".checkpoint";
}

bool begins_with(const fs::path& file, std::string_view magic) {
  std::string start(magic.size(), '\0');
  std::ifstream(file, std::ios::binary).read(start.data(), static_cast<std::streamsize>(start.size()));
  return start == magic;
}

bool is_checkpoint(const fs::path& file) {
  return begins_with(file, experiment::checkpoint_magic);
}

// The rows beside a check point go with it.
struct RowsGuard {
  explicit RowsGuard(fs::path file) : checkpoint(std::move(file)) {}
  RowsGuard(const RowsGuard&) = delete;
  RowsGuard& operator=(const RowsGuard&) = delete;
  fs::path checkpoint;  // empty: of a run without one
  ~RowsGuard() {
    std::error_code none;
    if (checkpoint.empty() || fs::exists(checkpoint, none)) return;
    if (begins_with(checkpoint += ".rows", RowFile::magic)) fs::remove(checkpoint, none);
  }
};

// Working files beside the results bear names that nobody chose: somebody else's are not touched.
void refuse_foreign_checkpoint(const fs::path& file) {
  if (!fs::exists(file) || is_checkpoint(file)) return;
  throw InputError({.what = "this file has the name of the run's check point and was not made by somn",
                    .where = file.string(),
                    .remedy = "rename it, or choose another name for the results"});
}

bool was_interrupted(const fs::path& folder) {
  for (const char* engine : {"ngspice", "native", "adiabatic"}) {
    const fs::path file = folder / engine / "stats.json";
    if (fs::exists(file) && nlohmann::json::parse(read_file(file), nullptr, false).value("status", "") == "interrupted")
      return true;
  }
  return false;
}

// Of a complete folder whose run was killed before it had put its working files away.
void tidy(const fs::path& folder, const fs::path& checkpoint) {
  try {
    const fs::path target = fs::canonical(folder);
    const Lock lock(target);
    remove_abandoned(target);
    const RowsGuard rows(checkpoint);
  } catch (const FileError&) {  // where one may not write, one has left nothing
  }
}

// A complete folder is left as it is, if it is that of the experiment which was asked for.
bool is_complete(const fs::path& folder, const experiment::Experiment& e, const fs::path& checkpoint) {
  const bool can_go_on = is_native(e) && is_checkpoint(checkpoint);
  if (!fs::is_directory(folder) || can_go_on || was_interrupted(folder)) return false;
  if (const fs::path file = folder / "experiment.toml"; fs::exists(file))
    experiment::refuse_other_results(read_file(file), e, folder.string());
  tidy(folder, checkpoint);
  return true;
}

}  // namespace

FolderRun run_to(const fs::path& output, const experiment::Experiment& e, IfThere how, const Control& control) {
  const fs::path checkpoint = checkpoint_of(output);
  if (how == IfThere::resume && is_complete(output, e, checkpoint)) return {output};
  if (e.run.engine == "ngspice" || e.run.engine == "both") ngspice::find_code_model();
  OutputFolder folder(output, how == IfThere::refuse ? Existing::refuse : Existing::replace, "somn run");
  if (is_native(e)) {
    refuse_foreign_checkpoint(checkpoint);
    remove_abandoned_parts(checkpoint, experiment::checkpoint_magic);
  }
  Run run = prepare(e, control);
  write_inputs(run, folder.path());
  const RowsGuard rows(is_native(e) ? checkpoint : fs::path());
  simulate(run, control, {.file = is_native(e) ? checkpoint : fs::path(), .resume = how == IfThere::resume});
  analyse(run);
  compare(run, control);
  write_results(run, folder.path());
  folder.commit();
  // Not before: a run killed in between would look complete with the folder of its last interruption.
  if (run.is_whole() && is_checkpoint(checkpoint)) fs::remove(checkpoint);
  return {folder.target(), std::move(run)};
}

fs::path save(const Run& run, const fs::path& output, IfThere how) {
  OutputFolder folder(output, how == IfThere::replace ? Existing::replace : Existing::refuse, "somn run");
  write_inputs(run, folder.path());
  write_results(run, folder.path());
  folder.commit();
  return folder.target();
}

}  // namespace somn::workflow
