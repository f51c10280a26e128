#include <somn/analyses/page.hpp>
#include <somn/analyses/run_json.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace somn::analysis {
namespace {

using schema::Description;
using schema::Kind;

std::string cell(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '|') safe += '\\';
    safe += c;
  }
  return safe;
}

std::string row(const std::string& key, const std::string& unit, const std::string& meaning) {
  return fmt::format("| `{}` | {} | {} |\n", cell(key), unit == "1" ? "" : unit, cell(meaning));
}

// Keys and meanings, to know a table again.
std::string signature(const std::vector<Description>& fields) {
  std::string text;
  for (const Description& d : fields) text += d.key + ":" + d.meaning + "{" + signature(d.fields) + "}";
  return text;
}

bool is_small(const Description& d) {
  return !d.fields.empty() && d.fields.size() <= 3 &&
         std::all_of(d.fields.begin(), d.fields.end(), [](const Description& f) { return f.kind != Kind::table; });
}

std::string braces(const Description& d) {
  std::string keys;
  for (const Description& f : d.fields) keys += (keys.empty() ? "" : ", ") + f.key;
  return "{" + keys + "}";
}

class ResultRows {
 public:
  void add(const std::vector<Description>& fields, const std::string& prefix) {
    for (const Description& d : fields) add(d, prefix);
  }
  const std::string& text() const { return text_; }

 private:
  void add(const Description& d, const std::string& prefix) {
    const std::string key = prefix + d.key + (d.is_list ? "[]" : "");
    if (d.kind != Kind::table) {
      text_ += row(key, d.unit, d.meaning);
      return;
    }
    if (is_small(d)) {
      text_ += row(key + "." + braces(d), d.unit, d.meaning);
      return;
    }
    const auto [first, is_new] = told_.emplace(signature(d.fields), key);
    text_ += row(key, "", d.meaning + (is_new ? "" : fmt::format("; keys as of `{}`", first->second)));
    if (is_new) add(d.fields, key + ".");
  }

  std::string text_;
  std::map<std::string, std::string> told_;  // signature -> key where it stands
};

std::string option_table(const std::vector<Description>& options) {
  std::string text;
  for (const Description& d : options) {
    std::string flag = "--" + d.key;
    std::replace(flag.begin(), flag.end(), '_', '-');
    std::string values = d.range;
    if (d.kind == Kind::choice) values = fmt::format("`{}`", fmt::join(d.choices, "`, `"));
    const bool has_default =
        !d.default_value.is_null() && d.kind != Kind::boolean && !d.is_list && d.default_value != "";
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", flag, d.unit == "1" ? "" : d.unit, cell(values),
                        has_default ? fmt::format("`{}`", d.default_value.dump()) : "", cell(d.meaning));
  }
  return text;
}

}  // namespace

std::string result_table(const std::vector<Description>& fields) {
  ResultRows rows;
  rows.add(fields, "");
  return "| key | unit | meaning |\n| --- | --- | --- |\n" + rows.text();
}

std::string page_of(const Analysis& a) {
  std::string text;
  if (a.analyse != nullptr) {
    text += fmt::format("\n## somn analyse {}\n\n`FILE` is: {}.\n\n{}\n", a.name, a.file, a.example);
    text += "\n| of the data | |\n| --- | --- |\n";
    for (const auto& [question, answer] : rows_of(a.bounds))
      text += fmt::format("| {} | {} |\n", question, cell(std::string(answer)));
    text += "\n| option | unit | range | default | meaning |\n| --- | --- | --- | --- | --- |\n" +
            option_table(a.options());
    for (const Form& form : a.results)
      if (form.keys != nullptr)
        text += fmt::format("\n### JSON{}\n\n{}", form.what.empty() ? "" : ": " + std::string(form.what),
                            result_table(form.keys()));
  }
  if (a.of_run != nullptr) {
    text += fmt::format("\n## In a run\n\n`[analysis] {0} = true` puts the object `{0}` into `DIR/analysis.json`{1}.\n",
                        a.name, a.needs_periods ? "; it needs `periods = N`" : "");
    if (a.keys != nullptr)
      text += "\n| key of `[analysis]` | unit | range | default | meaning |\n| --- | --- | --- | --- | --- |\n" +
              schema::markdown(a.keys());
    text += "\n";
    text += result_table(a.run_results());
  }
  return text;
}

std::string table_of_runs() {
  std::vector<Description> always;
  for (Description& d : descriptions_of_run()) {
    const std::vector<const Analysis*> parts = parts_of_runs();
    const bool is_part = std::any_of(parts.begin(), parts.end(), [&](const Analysis* a) { return a->name == d.key; });
    if (!is_part) always.push_back(std::move(d));
  }
  return result_table(always);
}

}  // namespace somn::analysis
