// The keys of experiment files as data: what reads them, writes them, documents them (docs/experiment-file.md) and
// makes the JSON Schema of `somn schema experiment`.
#pragma once

#include <somn/experiment/experiment.hpp>
#include <somn/schema/fields.hpp>

#include <vector>

namespace somn::experiment {

schema::Fields<RunOptions> fields_of(const RunOptions*);            // [run]
schema::Fields<AnalysisOptions> fields_of(const AnalysisOptions*);  // [analysis]
schema::Fields<Experiment> initial_fields();                        // [model], beside the law's parameters
schema::Fields<netlist::Material> junction_fields();                // [junction]
schema::Fields<ReadOut> fields_of(const ReadOut*);                  // [readout]
schema::Fields<Experiment> output_fields();                         // [output]
// [drive] and [electrode.NAME] of that kind; levels in `unit`: "V", "A", or "1" of v_star.
schema::Fields<circuit::Drive> drive_fields(circuit::DriveKind, const char* unit);

std::vector<circuit::DriveKind> drive_kinds();  // all of them

// The whole file: a table per section; where the keys depend on an ensemble, a law or a kind of drive, those of all.
// `own` leaves out options of ensembles and parameters of laws, which have pages of their own: one row stands for them.
enum class Keys { all, own };
std::vector<schema::Description> file_fields(Keys keys = Keys::all);

}  // namespace somn::experiment
