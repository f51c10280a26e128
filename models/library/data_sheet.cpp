#include "library.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::library {
namespace {

// The comment at the head of a law's law.h, without its stars.
std::string head_comment(const std::string& text, const std::string& file) {
  if (!text.starts_with("/*")) throw InternalError(file + " does not begin with a comment");
  const std::string comment = text.substr(3, text.find("*/") - 3);
  std::string plain;
  for (std::size_t start = 0; start < comment.size();) {
    const std::size_t end = std::min(comment.find('\n', start), comment.size());
    std::string line = comment.substr(start, end - start);
    if (line.starts_with(" * ")) line.erase(0, 3);
    if (line == " *" || line == " ") line.clear();
    plain += line + "\n";
    start = end + 1;
  }
  return plain;
}

std::string row(const models::Parameter& p) {
  const std::string range = p.is_choice() ? fmt::format("{}", fmt::join(p.choices, ", ")) : p.interval;
  const std::string unit = p.unit == "1" ? "" : p.unit;
  return fmt::format("| `{}` | {} | {} | {} | {} | {} | {} |\n", p.name, p.to_text(p.default_value), unit, range,
                     p.meaning, p.equation, p.source);
}

}  // namespace

std::string data_sheet(const models::Law& law, const std::filesystem::path& models_folder) {
  const std::filesystem::path file = models_folder / law.name / "law.h";
  std::string text = fmt::format(
      "# somn_{0}\n\n{1}. Made from this folder; how to use it: [code-model.md](../../docs/code-model.md).\n\n"
      "```text\n{2}```\n\n| parameter | default | unit | legal range | meaning | equation | source of the default |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n",
      law.name, law.title, head_comment(read_file(file), file.string()));
  for (const models::Parameter& p : law.parameters) text += row(p);
  text +=
      "\nOf every code model, beside these:\n\n| parameter | default | unit | legal range | meaning | equation | "
      "source |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const models::Parameter& p : law.code_model) text += row(p);
  for (std::size_t k = 0; k < law.presets.size(); ++k)
    text += fmt::format("{}- preset `{}`: {} ({})\n", k ? "" : "\n", law.presets[k].name, law.presets[k].settings,
                        law.presets[k].source);
  return text;
}

}  // namespace somn::library
