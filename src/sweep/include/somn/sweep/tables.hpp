// The keys of sweep files as data, see somn/experiment/tables.hpp.
#pragma once

#include <somn/schema/fields.hpp>
#include <somn/sweep/plan.hpp>

namespace somn::sweep {

std::vector<std::pair<Keep, const char*>> names_of(const Keep*);
std::vector<std::pair<Statistic, const char*>> names_of(const Statistic*);  // without share, which is a key of its own
std::vector<std::pair<PublishedOf, const char*>> names_of(const PublishedOf*);
schema::Fields<Finding> fields_of(const Finding*);              // [[finding]]
schema::Fields<Outcome> fields_of(const Outcome*);              // findings.json
schema::Fields<FindingsFile> fields_of(const FindingsFile*);
schema::Fields<FigureRequest> fields_of(const FigureRequest*);  // [[figure]]
schema::Fields<Plan> sweep_fields();  // [sweep], beside grid, list, latin, whose keys are those of experiments

std::vector<schema::Description> file_fields();  // the whole file

}  // namespace somn::sweep
