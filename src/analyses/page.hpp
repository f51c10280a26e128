// The documentation of an analysis, from its tables.
#pragma once

#include <somn/analyses/analysis.hpp>

#include <string>

namespace somn::analysis {

// Markdown: options, and keys of its JSON, alone and in a run. Stands below what is written by hand in the folder's page.md.
std::string page_of(const Analysis&);

// Rows of a Markdown table | key | unit | meaning |, nested keys dotted. A table that stands twice is told once.
std::string result_table(const std::vector<schema::Description>&);

// The keys of DIR/analysis.json but for the parts that can be asked for: those stand on their own pages.
std::string table_of_runs();

}  // namespace somn::analysis
