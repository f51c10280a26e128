#include <somn/component/network_file.hpp>
#include <somn/core/digest.hpp>
#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/models/catalogue.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::component {
namespace {

constexpr std::string_view first_line = "somn network ";
constexpr int version = 1;

std::string hash_of(std::string_view bytes) {
  Digest digest;
  digest.add_bytes(bytes);
  return digest.text();
}

// A text as a line holds it, and as it is read back
std::string one_line(std::string_view text) {
  const std::string line = printable(text);
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(begin, line.find_last_not_of(' ') + 1 - begin);
}

void write_apart(std::string& text, const std::vector<bool>& is_connected) {
  std::size_t n_in_line = 0;
  for (std::size_t k = 0; k < is_connected.size(); ++k) {
    if (is_connected[k]) continue;
    const std::size_t first = k;
    while (k + 1 < is_connected.size() && !is_connected[k + 1]) ++k;
    text += n_in_line % 16 == 0 ? (n_in_line ? "\napart " : "apart ") : " ";
    text += first == k ? fmt::format("{}", k) : fmt::format("{}-{}", first, k);
    ++n_in_line;
  }
  if (n_in_line) text += '\n';
}

// Names that are nothing, or the same, within one line
std::vector<std::pair<std::uint32_t, std::string>> electrode_lines(const circuit::Circuit& c) {
  std::vector<std::pair<std::uint32_t, std::string>> lines;
  for (const circuit::Terminal& t : c.terminals) {
    const std::string stem = one_line(t.name).empty() ? "pin" : one_line(t.name);
    std::string name = stem;
    const auto is_taken = [&] {
      return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.second == name; });
    };
    for (int k = 2; is_taken(); ++k) name = fmt::format("{}_{}", stem, k);
    lines.emplace_back(t.node.index, name);
  }
  return lines;
}

// --- reading: line by line, each in words -----------------------------------------------------------------------------

class Reader {
 public:
  Reader(std::string_view text, std::string where) : text_(text), where_(std::move(where)) {}

  std::string_view text_, line_;
  std::size_t next_ = 0, number_ = 0;  // of the line
  std::string where_;

  [[noreturn]] void refuse(std::string what, std::string allowed = {}, std::string remedy = {}) const {
    throw InputError({.what = std::move(what),
                      .where = fmt::format("{}:{}", where_, number_),
                      .value = fmt::format("\"{}\"", printable(line_.substr(0, 60))),
                      .allowed = std::move(allowed),
                      .remedy = std::move(remedy)});
  }

  void next() {
    if (next_ >= text_.size()) {
      line_ = {};
      ++number_;
      refuse("the file ends here", "a network up to its line `end <hash>`", "write it again: somn netlist --component");
    }
    const std::size_t end = std::min(text_.find('\n', next_), text_.size());
    line_ = text_.substr(next_, end - next_);
    if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    next_ = end + 1;
    ++number_;
  }

  std::string_view word() {
    const std::size_t begin = std::min(line_.find_first_not_of(' '), line_.size());
    const std::size_t end = std::min(line_.find(' ', begin), line_.size());
    const std::string_view result = line_.substr(begin, end - begin);
    line_.remove_prefix(end);
    return result;
  }
  bool at_end() const { return line_.find_first_not_of(' ') == std::string_view::npos; }

  std::size_t whole(std::string_view word, std::size_t below, const char* what) const {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || value >= below)
      refuse(fmt::format("not {}: {}", what, printable(word.substr(0, 30))),
             below == 0 ? "none is possible here" : fmt::format("a whole number from 0 to {}", below - 1));
    return value;
  }
  // More of them than the rest of the file has room for is no number.
  std::size_t count(std::size_t bytes_each, const char* what) {
    return whole(word(), (text_.size() - std::min(next_, text_.size())) / bytes_each + 2, what);
  }
  double real(std::string_view word, const char* what) const {
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || !std::isfinite(value))
      refuse(fmt::format("not {}: {}", what, printable(word.substr(0, 30))), "a finite number");
    return value;
  }
  void expect_end() const {
    if (!at_end()) refuse("more words than belong into this line");
  }
  // The keyword of the line at hand, which is taken
  void expect(std::string_view keyword) {
    const std::string_view whole_line = line_;
    if (word() == keyword) return;
    line_ = whole_line;
    refuse(fmt::format("a line `{} ...` is missing", keyword));
  }
  bool is(std::string_view keyword) const { return line_.substr(0, line_.find(' ')) == keyword; }
};

// The head and the hash first: a stranger and a damaged file are told as that, whatever is in them.
void check_whole(std::string_view text, const std::string& where) {
  const auto refuse = [&](std::string what, std::string remedy) {
    throw InputError({.what = std::move(what), .where = where, .remedy = std::move(remedy)});
  };
  if (!text.starts_with(first_line))
    refuse("no network of somn",
           "a file that `somn netlist NETWORK --component NAME -o NAME.lib` writes beside NAME.lib");
  const std::string_view rest = text.substr(first_line.size());
  int of_file = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), of_file);
  if (of_file != version)
    refuse(fmt::format("a network file of version {}, and this somnspice reads version {}", of_file, version),
           "write it again with this one: somn netlist --component");
  const std::size_t end = text.rfind("\nend ");
  if (end == std::string_view::npos)
    refuse("the file is cut short: it has no last line `end <hash>`", "write it again: somn netlist --component");
  const std::string_view content = text.substr(0, end + 1);
  std::string_view hash = text.substr(end + 5);
  while (!hash.empty() && (hash.back() == '\n' || hash.back() == '\r')) hash.remove_suffix(1);
  if (hash != hash_of(content))
    refuse("the file was changed or damaged: its hash is not what its last line says",
           "write it again: somn netlist --component");
}

circuit::Model read_law(Reader& r) {
  const std::string name(r.word());
  const std::string where = fmt::format("{}:{}", r.where_, r.number_);
  const models::Law& law = models::law(name, where);
  circuit::Model model{name, std::vector<double>(law.parameters.size(), std::nan(""))};
  while (!r.at_end()) {
    const std::string_view word = r.word();
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) r.refuse("not PARAMETER=VALUE: " + printable(word.substr(0, 30)));
    const std::size_t p = law.index(word.substr(0, equals), where);
    model.values[p] = law.parse(p, word.substr(equals + 1), where);
  }
  for (std::size_t p = 0; p < model.values.size(); ++p)
    if (std::isnan(model.values[p])) r.refuse("the law's parameter " + law.parameters[p].name + " is missing");
  law.check(model.values, where);
  return model;
}

void read_apart(Reader& r, std::vector<bool>& is_connected) {
  while (!r.at_end()) {
    const std::string_view word = r.word();
    const std::size_t dash = word.find('-'), n = is_connected.size();
    const std::size_t first = r.whole(word.substr(0, dash), n, "a node");
    const std::size_t last = dash == std::string_view::npos ? first : r.whole(word.substr(dash + 1), n, "a node");
    for (std::size_t k = first; k <= last; ++k) is_connected[k] = false;
  }
}

void read_electrodes(Reader& r, circuit::Circuit& c) {
  for (; r.is("electrode"); r.next()) {
    r.expect("electrode");
    const NodeId node{static_cast<std::uint32_t>(r.whole(r.word(), c.n_nodes, "a node"))};
    const std::string name = one_line(r.line_);
    if (name.empty()) r.refuse("an electrode without a name");
    for (const circuit::Terminal& t : c.terminals)
      if (t.node == node || t.name == name)
        r.refuse(
            fmt::format("two electrodes {}: {} and {}", t.node == node ? "at one node" : "of one name", t.name, name));
    c.terminals.push_back({name, node, {}});
    if (c.terminals.size() > 4096) r.refuse("more than 4096 electrodes");
  }
  if (c.terminals.size() < 2) r.refuse("fewer than two electrodes", "lines `electrode <node> <name>` before this one");
  c.source = c.terminals[0].node;
  c.drain = c.terminals[1].node;
  for (const NodeId node : {c.source, c.drain})
    if (!c.is_connected[node.index]) r.refuse("source or drain is a node that is left out");
}

// Every node that is not left out must have a path to an electrode: else its voltage is anything.
void check_paths(const circuit::Circuit& c, const std::string& where) {
  std::vector<std::uint32_t> root(c.n_nodes);
  std::iota(root.begin(), root.end(), 0u);
  const auto find = [&](std::uint32_t k) {
    while (root[k] != k) k = root[k] = root[root[k]];
    return k;
  };
  const auto join = [&](NodeId a, NodeId b) {
    if (c.is_connected[a.index] && c.is_connected[b.index]) root[find(a.index)] = find(b.index);
  };
  for (const circuit::Junction& j : c.junctions) join(j.positive, j.negative);
  for (const circuit::Resistor& r : c.resistors) join(r.a, r.b);
  std::vector<bool> reached(c.n_nodes, false);
  for (const circuit::Terminal& t : c.terminals) reached[find(t.node.index)] = true;
  for (std::uint32_t k = 0; k < c.n_nodes; ++k)
    if (c.is_connected[k] && !reached[find(k)])
      throw InputError({.what = fmt::format("no path joins node {} to an electrode", k),
                        .where = where,
                        .remedy = "leave it out: a line `apart`, as somn netlist writes it"});
}

}  // namespace

std::string write_network(const circuit::Circuit& c, const std::vector<std::string>& remarks) {
  std::string text = fmt::format("{}{}\ntitle {}\n", first_line, version, one_line(c.title));
  for (const std::string& remark : remarks) text += "remark " + printable(remark) + "\n";
  text += fmt::format("nodes {}\n", c.n_nodes);
  write_apart(text, c.is_connected);
  text += fmt::format("capacitance {} {}\n", to_text(c.junction_capacitance), to_text(c.ground_capacitance));
  for (const auto& [node, name] : electrode_lines(c)) text += fmt::format("electrode {} {}\n", node, name);
  text += fmt::format("laws {}\n", c.models.size());
  for (const circuit::Model& m : c.models) {
    const models::Law& law = models::law(m.law, "network file");
    text += m.law;
    for (std::size_t p = 0; p < m.values.size(); ++p)
      text += fmt::format(" {}={}", law.parameters[p].name, law.parameters[p].to_text(m.values[p]));
    text += '\n';
  }
  text += fmt::format("junctions {}\n", c.junctions.size());
  const auto out = std::back_inserter(text);
  for (const circuit::Junction& j : c.junctions)
    fmt::format_to(out, "{} {} {}\n", j.positive.index, j.negative.index, j.model);
  text += fmt::format("wires {}\n", c.resistors.size());
  for (const circuit::Resistor& r : c.resistors)
    fmt::format_to(out, "{} {} {}\n", r.a.index, r.b.index, to_text(r.resistance));
  return text + "end " + hash_of(text) + "\n";
}

circuit::Circuit read_network(std::string_view text, const std::string& where) {
  check_whole(text, where);
  Reader r(text.substr(0, text.rfind("\nend ") + 1), where);
  circuit::Circuit c;
  r.next();
  r.next();
  r.expect("title");
  c.title = one_line(r.line_);
  do r.next();
  while (r.is("remark"));
  r.expect("nodes");
  c.n_nodes = r.whole(r.word(), std::max<std::size_t>(text.size() * 64, 1), "a count of nodes");
  r.expect_end();
  c.is_connected.assign(c.n_nodes, true);
  for (r.next(); r.is("apart"); r.next()) r.expect("apart"), read_apart(r, c.is_connected);
  r.expect("capacitance");
  c.junction_capacitance = r.real(r.word(), "a capacitance");
  c.ground_capacitance = r.real(r.word(), "a capacitance");
  if (c.junction_capacitance < 0 || c.ground_capacitance < 0) r.refuse("a negative capacitance", ">= 0 F");
  r.expect_end();
  r.next();
  read_electrodes(r, c);
  r.expect("laws");
  const std::size_t n_laws = r.count(4, "a count of laws");
  r.expect_end();
  for (std::size_t k = 0; k < n_laws; ++k) r.next(), c.models.push_back(read_law(r));
  r.next();
  r.expect("junctions");
  const std::size_t n_junctions = r.count(6, "a count of junctions");
  r.expect_end();
  c.junctions.reserve(n_junctions);
  for (std::uint32_t k = 0; k < n_junctions; ++k) {
    r.next();
    const auto node = [&] { return NodeId{static_cast<std::uint32_t>(r.whole(r.word(), c.n_nodes, "a node"))}; };
    const NodeId positive = node(), negative = node();
    const auto model = static_cast<std::uint32_t>(r.whole(r.word(), n_laws, "a law"));
    r.expect_end();
    c.junctions.push_back({{k}, positive, negative, model});
  }
  r.next();
  r.expect("wires");
  const std::size_t n_wires = r.count(6, "a count of wires");
  r.expect_end();
  for (std::size_t k = 0; k < n_wires; ++k) {
    r.next();
    const auto node = [&] { return NodeId{static_cast<std::uint32_t>(r.whole(r.word(), c.n_nodes, "a node"))}; };
    const NodeId a = node(), b = node();
    const double ohm = r.real(r.word(), "a resistance");
    if (!(ohm > 0)) r.refuse("a resistance that is not positive", "> 0 ohm");
    r.expect_end();
    c.resistors.push_back({a, b, ohm});
  }
  if (r.next_ < r.text_.size()) r.next(), r.refuse("more lines than a network has");
  check_paths(c, where);
  return c;
}

}  // namespace somn::component
