#include <somn/analyses/per_signal.hpp>
#include <somn/core/error.hpp>

#include <fmt/format.h>

namespace somn::analysis {

schema::Fields<SignalOptions> fields_of(const SignalOptions*) {
  return schema::Fields<SignalOptions>()
      .value("column", &SignalOptions::columns, {.meaning = "columns; default: all but the time"})
      .merged(&SignalOptions::sampling)
      .value("seed", &SignalOptions::seed, {.meaning = "of random numbers"});
}

void NamedAnswers::add(const std::string& name, Answer answer) {
  all_.emplace_back(name, std::move(answer));
}

Answer NamedAnswers::together(const char* key, bool may_stand_alone) && {
  if (all_.size() == 1 && may_stand_alone) return std::move(all_.front().second);
  Answer answer;
  Json named = Json::object();
  for (auto& [name, one] : all_) {
    named[name] = std::move(one.json);
    answer.text += one.text;
  }
  answer.json[key] = std::move(named);
  answer.figure = [n = all_.size(), key,
                   one = all_.size() == 1 ? all_.front().second.figure : nullptr](const Json& json) -> figures::Figure {
    if (n != 1)
      throw InputError({.what = "a figure shows one column",
                        .where = "--figure",
                        .value = fmt::format("{} columns or groups", n),
                        .remedy = "name one"});
    return one(json[key].begin().value());
  };
  return answer;
}

Answer for_each_signal(const tables::SignalFile& file, const std::function<Answer(const NumberColumn&)>& of) {
  const std::vector<NumberColumn> signals = file.by_record();
  NamedAnswers answers;
  for (const NumberColumn& signal : signals) {
    Answer answer = of(signal);
    answer.json["column"] = signal.name;
    if (signals.size() > 1) answer.text = signal.name + "\n" + answer.text;
    answers.add(signal.name, std::move(answer));
  }
  return std::move(answers).together("columns");
}

}  // namespace somn::analysis
