// GML (M. Himsolt, 1997): a list of keys and values, a value being a number, a "text" or a [ list ] again.
//
//   graph [ directed 0 node [ id 0 label "a" ] edge [ source 0 target 1 weight 2.5 ] ]
#include "foreign.hpp"
#include "parsed.hpp"

#include <somn/core/text.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

// What XML writes as references, which GML takes over: &amp; and &#228;
std::string plain(std::string_view text) {
  std::string all;
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    const std::string_view name = text.front() == '&' && end < 10 ? text.substr(1, end - 1) : std::string_view();
    std::optional<std::uint32_t> letter;
    for (const auto& [word, c] : {std::pair<std::string_view, char>{"quot", '"'}, {"lt", '<'}, {"gt", '>'}, {"apos", '\''}, {"amp", '&'}})
      if (name == word) letter = static_cast<std::uint32_t>(c);
    if (name.starts_with('#')) letter = parsed<std::uint32_t>(name.substr(1));
    if (letter && *letter > 0 && *letter < 0x110000 && (*letter < 0xd800 || *letter > 0xdfff)) {
      append_utf8(all, *letter);
      text.remove_prefix(end + 1);
    } else {
      all += text.front();
      text.remove_prefix(1);
    }
  }
  return all;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& source) : rest_(text), g_(source) {}

  Network read() {
    bool has_graph = false;
    for (std::string_view key = word(); !key.empty(); key = word()) {
      if (key == "graph") {
        open();
        if (has_graph) g_.fail(line_, "more than one graph", {}, "one network per file");
        has_graph = true;
        graph();
      } else {
        skip();
      }
    }
    g_.declared();
    if (!has_graph) g_.fail(0, "no graph in the file", {}, "graph [ ... ]");
    for (const Edge& e : edges_) {
      const auto end = [&](const std::string& id) {
        if (!ids_.contains(id)) g_.fail(e.line, "a node that is not declared", id, "the id of a node [ ... ]");
        return ids_[id];
      };
      const std::uint32_t u = end(e.source), v = end(e.target);
      g_.edge(u, v, e.line);
      for (const auto& [name, text] : e.values) g_.text(name, text);
    }
    return std::move(g_).network();
  }

 private:
  struct Edge {
    std::size_t line;
    std::string source, target;
    std::vector<std::pair<std::string, std::string>> values;
  };

  void blanks() {
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (c == '#') {
        rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        line_ += c == '\n';
        rest_.remove_prefix(1);
      } else {
        return;
      }
    }
  }

  // A key, a number, a text in quotes, or a bracket; empty at the end.
  std::string_view word() {
    blanks();
    if (rest_.empty()) return {};
    std::size_t end = 1;
    if (rest_.front() == '"') {
      end = rest_.find('"', 1);
      if (end == rest_.npos) g_.fail(line_, "a text without closing quotes", std::string(rest_.substr(0, 40)), "\"...\"");
      const std::string_view text = rest_.substr(0, end + 1);
      line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
      rest_.remove_prefix(end + 1);
      return text;
    }
    if (rest_.front() != '[' && rest_.front() != ']') end = std::min(rest_.find_first_of(" \t\r\n[]\""), rest_.size());
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return text;
  }

  void open() {
    if (word() != "[") g_.fail(line_, "no list where one is needed", {}, "[ ... ]");
  }

  // The value of a key that means nothing here, whatever it is.
  void skip() {
    if (word() != "[") return;
    for (std::size_t depth = 1; depth > 0;) {
      const std::string_view text = word();
      if (text.empty()) g_.fail(line_, "a list that is not closed", {}, "]");
      depth += text == "[";
      depth -= text == "]";
    }
  }

  // Calls take(key, value) for each text and number of a list.
  template <class Take>
  void list(Take take) {
    for (std::string_view key = word(); key != "]"; key = word()) {
      if (key.empty()) g_.fail(line_, "a list that is not closed", {}, "]");
      blanks();
      if (rest_.starts_with('[')) {
        skip();
        continue;
      }
      std::string_view value = word();
      if (value.empty() || value == "]") g_.fail(line_, fmt::format("{} without a value", key), {}, "a number or a \"text\"");
      if (value.starts_with('"')) value = value.substr(1, value.size() - 2);
      take(key, plain(value));
    }
  }

  void graph() {
    for (std::string_view key = word(); key != "]"; key = word()) {
      if (key.empty()) g_.fail(line_, "a graph that is not closed", {}, "]");
      if (key == "node") {
        open();
        node();
      } else if (key == "edge") {
        open();
        Edge e{.line = line_, .source = {}, .target = {}, .values = {}};
        list([&](std::string_view name, std::string value) {
          if (name == "source" || name == "target")
            (name == "source" ? e.source : e.target) = std::move(value);
          else if (name != "id" && name != "label" && name != "key")
            e.values.emplace_back(name, std::move(value));
        });
        edges_.push_back(std::move(e));
      } else if (key == "directed") {
        g_.directed(word() == "1");
      } else {
        skip();
      }
    }
  }

  void node() {
    std::string id, label, name, electrode;
    const std::size_t line = line_;
    list([&](std::string_view key, std::string value) {
      if (key == "id") id = std::move(value);
      else if (key == "label") label = std::move(value);
      else if (key == "name") name = std::move(value);
      else if (key == "electrode") electrode = std::move(value);
    });
    if (id.empty()) g_.fail(line, "a node without id", {}, "node [ id 0 ... ]");
    if (ids_.contains(id)) g_.fail(line, "a node declared twice", id, "each id once");
    const std::uint32_t k = g_.node(id);
    ids_[id] = k;
    g_.label(k, name.empty() ? label : name);
    if (!electrode.empty()) g_.electrode(k, electrode);
  }

  std::string_view rest_;
  Foreign g_;
  std::size_t line_ = 1;
  std::map<std::string, std::uint32_t> ids_;
  std::vector<Edge> edges_;
};

}  // namespace

Network from_gml(std::string_view text, const std::string& source) {
  return Reader(text, source).read();
}

}  // namespace somn::netgen
