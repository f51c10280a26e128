#include "toml.hpp"

#include <somn/core/config.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <sstream>

namespace somn {

struct Config::Document {
  toml::table root;
  std::string source;
  std::set<std::string> asked;  // dotted keys that some reader asked for, present or not
};

struct Config::View {
  std::shared_ptr<Document> document;
  std::string prefix;            // "" or "drive."
  toml::table* table = nullptr;  // null: an absent table
};

namespace {

std::string as_text(const toml::node& node) {
  if (const auto* s = node.as_string()) return s->get();
  if (const auto* i = node.as_integer()) return std::to_string(i->get());
  if (const auto* d = node.as_floating_point()) return to_text(d->get());
  if (const auto* b = node.as_boolean()) return b->get() ? "true" : "false";
  return {};
}

constexpr std::size_t most_segments = 32;  // a.b.c has three

// Tables within tables are read, searched and freed by functions that call themselves: a key of a million segments is a
// stack overflow. Looks for "segment . segment . ..." anywhere; no sentence in a string has so many without a space.
bool has_deep_key(std::string_view text) {
  std::size_t n_segments = 0;
  bool after_dot = false;
  for (std::size_t k = 0; k < text.size(); ++k) {
    const char c = text[k];
    const bool is_bare =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (c == '.') {
      after_dot = true;
    } else if (is_bare || c == '"' || c == '\'') {
      n_segments = after_dot ? n_segments + 1 : 1;
      if (n_segments > most_segments) return true;
      after_dot = false;
      if (is_bare)
        k = std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", k),
                     text.size()) -
            1;
      else if (const std::size_t end = text.find_first_of(c == '"' ? "\"\n" : "'\n", k + 1); end != text.npos)
        k = end;
    } else if (c != ' ' && c != '\t') {
      n_segments = 0, after_dot = false;
    }
  }
  return false;
}

toml::table parsed(std::string_view text, const std::string& source) {
  if (has_deep_key(text))
    throw InputError({.what = "a key of too many segments",
                      .where = source,
                      .allowed = fmt::format("at most {}: [a.b] has two", most_segments)});
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& e) {
    throw InputError({.what = fmt::format("not valid TOML: {}", e.description()),
                      .where = fmt::format("{}:{}:{}", source, e.source().begin.line, e.source().begin.column)});
  } catch (const TomlAssertion&) {
    throw InputError({.what = "not valid TOML: a key or a value has a character that none begins with",
                      .where = source,
                      .allowed = "letters, digits, _ and -, or \"quotes\" around the key"});
  }
}

// Numbers in the shortest form that reads back the same: 0.7, where toml++ writes 0.69999999999999996.
std::string as_toml(const toml::node& node) {
  if (const auto* d = node.as_floating_point(); d && std::isfinite(d->get())) return to_text(d->get());
  std::ostringstream out;
  out.imbue(std::locale::classic());
  node.visit([&](const auto& value) { out << value; });
  return out.str();
}

}  // namespace

Config::Config(std::unique_ptr<View> view) : view_(std::move(view)) {}
Config::Config(Config&&) noexcept = default;
Config& Config::operator=(Config&&) noexcept = default;
Config::~Config() = default;

Config Config::from_text(std::string_view text, std::string source_name) {
  auto document = std::make_shared<Document>();
  document->source = std::move(source_name);
  document->root = parsed(text, document->source);
  toml::table* root = &document->root;
  return Config(std::make_unique<View>(View{std::move(document), "", root}));
}

Config Config::from_file(const std::filesystem::path& path) {
  return from_text(read_file(path), path.string());
}

std::filesystem::path Config::folder() const {
  return std::filesystem::path(view_->document->source).parent_path();
}

std::string Config::where(std::string_view key) const {
  const toml::node* node = view_->table ? view_->table->get(key) : nullptr;
  const std::string dotted = fmt::format("{}{}", view_->prefix, key);
  if (!node || node->source().begin.line == 0) return fmt::format("{}: {}", view_->document->source, dotted);
  return fmt::format("{}:{}: {}", view_->document->source, node->source().begin.line, dotted);
}

bool Config::has(std::string_view key) const {
  view_->document->asked.insert(view_->prefix + std::string(key));
  return view_->table && view_->table->contains(key);
}

bool Config::is_table(std::string_view key) const {
  return has(key) && view_->table->get(key)->is_table();
}

Config Config::table(std::string_view key) const {
  toml::node* node = has(key) ? view_->table->get(key) : nullptr;
  if (node && !node->is_table())
    throw InputError({.what = "not a table",
                      .where = where(key),
                      .value = as_text(*node),
                      .allowed = fmt::format("[{}{}] and its keys below", view_->prefix, key)});
  return Config(std::make_unique<View>(
      View{view_->document, fmt::format("{}{}.", view_->prefix, key), node ? node->as_table() : nullptr}));
}

std::vector<Config> Config::tables(std::string_view key) const {
  std::vector<Config> all;
  if (!has(key)) return all;
  toml::array* array = view_->table->get(key)->as_array();
  for (std::size_t k = 0; array && k < array->size(); ++k) {
    toml::table* table = array->get(k)->as_table();
    if (!table)
      array = nullptr;
    else
      all.push_back(Config(
          std::make_unique<View>(View{view_->document, fmt::format("{}{}[{}].", view_->prefix, key, k), table})));
  }
  if (!array)
    throw InputError({.what = "not a list of tables", .where = where(key), .allowed = "[ { KEY = VALUE, ... }, ... ]"});
  return all;
}

std::vector<std::string> Config::keys() const {
  std::vector<std::pair<toml::source_position, std::string>> places;
  if (view_->table)
    for (const auto& [key, node] : *view_->table) places.emplace_back(key.source().begin, key.str());
  std::stable_sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (auto& [place, name] : places) names.push_back(std::move(name));
  return names;
}

std::vector<std::string> Config::items(std::string_view key) const {
  if (!has(key)) throw InputError({.what = "missing key", .where = where(key)});
  const toml::array* array = view_->table->get(key)->as_array();
  if (!array) throw InputError({.what = "not a list", .where = where(key), .allowed = "[a, b, ...]"});
  std::vector<std::string> texts;
  for (const toml::node& node : *array) texts.push_back(as_toml(node));
  return texts;
}

std::string Config::item(std::string_view key) const {
  if (!has(key)) throw InputError({.what = "missing key", .where = where(key)});
  return as_toml(*view_->table->get(key));
}

std::string Config::raw(std::string_view key) const {
  if (!has(key)) throw InputError({.what = "missing key", .where = where(key)});
  const toml::node& node = *view_->table->get(key);
  if (!node.is_value())
    throw InputError({.what = "not a single value", .where = where(key), .allowed = "a number or a \"text\""});
  return as_text(node);
}

double Config::quantity(std::string_view key, Dimension expected, std::optional<double> fallback) const {
  if (!has(key) && fallback) return *fallback;
  return parse_quantity(raw(key), expected, where(key));
}

long long Config::integer(std::string_view key, std::optional<long long> fallback) const {
  if (!has(key) && fallback) return *fallback;
  return parse_integer(raw(key), where(key));
}

std::string Config::text(std::string_view key, std::optional<std::string> fallback) const {
  if (!has(key) && fallback) return *fallback;
  return raw(key);
}

bool Config::boolean(std::string_view key, std::optional<bool> fallback) const {
  if (!has(key) && fallback) return *fallback;
  const std::string value = raw(key);
  if (value != "true" && value != "false")
    throw InputError({.what = "not a truth value", .where = where(key), .value = value, .allowed = "true, false"});
  return value == "true";
}

std::vector<std::string> Config::texts(std::string_view key, std::optional<std::vector<std::string>> fallback) const {
  if (!has(key) && fallback) return *fallback;
  if (!has(key)) throw InputError({.what = "missing key", .where = where(key)});
  const toml::node& all = *view_->table->get(key);
  if (all.is_value()) return {as_text(all)};
  const toml::array* array = all.as_array();
  if (!array) throw InputError({.what = "not a list", .where = where(key), .allowed = "[a, b, ...]"});
  std::vector<std::string> values;
  for (const toml::node& node : *array) {
    if (!node.is_value()) throw InputError({.what = "a list of lists", .where = where(key), .allowed = "[a, b, ...]"});
    values.push_back(as_text(node));
  }
  return values;
}

std::vector<double> Config::quantities(std::string_view key, Dimension expected,
                                       std::optional<std::vector<double>> fallback) const {
  if (!has(key) && fallback) return *fallback;
  std::vector<double> values;
  for (const std::string& t : texts(key)) values.push_back(parse_quantity(t, expected, where(key)));
  return values;
}

std::vector<long long> Config::integers(std::string_view key, std::optional<std::vector<long long>> fallback) const {
  if (!has(key) && fallback) return *fallback;
  std::vector<long long> values;
  for (const std::string& t : texts(key)) values.push_back(parse_integer(t, where(key)));
  return values;
}

void Config::set(std::string_view dotted_key, std::string_view value) {
  toml::table* table = &view_->document->root;
  std::string_view rest = dotted_key;
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    const std::string_view name = rest.substr(0, dot);
    if (!table->contains(name)) table->insert(name, toml::table{});
    table = table->get(name)->as_table();
    if (!table)
      throw InputError(
          {.what = "not a table", .where = fmt::format("--set {}", dotted_key), .value = std::string(name)});
    rest.remove_prefix(dot + 1);
  }
  if (rest.empty())
    throw InputError(
        {.what = "empty key", .where = fmt::format("--set {}={}", dotted_key, value), .allowed = "TABLE.KEY=VALUE"});
  try {
    toml::table text = parsed(fmt::format("value = {}", value), "--set");
    text.get("value")->visit([&](auto& node) { table->insert_or_assign(rest, std::move(node)); });
  } catch (const InputError&) {
    table->insert_or_assign(rest, valid_text(value));
  }
}

std::vector<std::string> Config::asked() const {
  return {view_->document->asked.begin(), view_->document->asked.end()};
}

void Config::refuse_unknown() const {
  const std::set<std::string>& asked = view_->document->asked;
  const auto visit = [&](const auto& self, const Config& config) -> void {
    for (const std::string& key : config.keys()) {
      const std::string dotted = config.view_->prefix + key;
      if (!asked.contains(dotted)) {
        std::vector<std::string> valid;
        for (const std::string& name : asked)
          if (name.starts_with(config.view_->prefix) &&
              name.find('.', config.view_->prefix.size()) == std::string::npos)
            valid.push_back(name.substr(config.view_->prefix.size()));
        throw unknown_name("key", key, config.where(key), valid);
      }
      if (config.view_->table->get(key)->is_table()) self(self, config.table(key));
    }
  };
  visit(visit, Config(std::make_unique<View>(View{view_->document, "", &view_->document->root})));
}

}  // namespace somn
