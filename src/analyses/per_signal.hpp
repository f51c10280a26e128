// One answer for each signal of a file: the answer itself where there is one, {"columns": {NAME: answer}} for several.
#pragma once

#include <somn/analyses/analysis.hpp>
#include <somn/tables/columns.hpp>

namespace somn::analysis {

// Answers under their names. A figure shows one of them.
class NamedAnswers {
 public:
  void add(const std::string& name, Answer answer);
  // The one itself where there is one and `may_stand_alone`; else all under `key`.
  Answer together(const char* key, bool may_stand_alone = true) &&;

 private:
  std::vector<std::pair<std::string, Answer>> all_;
};

// Options of those that read signals at equal steps.
struct SignalOptions {
  std::vector<std::string> columns = {};  // empty: all
  tables::Sampling sampling = {};
  std::uint64_t seed = 1;
};
schema::Fields<SignalOptions> fields_of(const SignalOptions*);

// `of` each signal of each record.
Answer for_each_signal(const tables::SignalFile&, const std::function<Answer(const NumberColumn&)>& of);

}  // namespace somn::analysis
