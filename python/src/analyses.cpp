// The analyses of the catalogue on arrays. They read files; a table of arrays is handed to them as one that exists in
// memory only, with as many digits as the numbers have: the numbers that they see are those of the arrays.
#include "core.hpp"

#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/schema/values.hpp>

#include <fcntl.h>
#include <pybind11/stl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace somn::python {
namespace {

using schema::Json;

class MemoryFile {
 public:
  explicit MemoryFile(const std::string& text) : descriptor_(::memfd_create("somnspice", MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw FileError("cannot make", "a file in memory", errno);
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t n = ::write(descriptor_, text.data() + at, text.size() - at);
      if (n < 0) throw FileError("cannot write", "a file in memory", errno);
      at += static_cast<std::size_t>(n);
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(descriptor_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

using Cells = std::vector<std::string>;

Cells cells_of(const py::handle& values) {
  Cells cells;
  const py::array array = py::array::ensure(values);
  if (!array || array.ndim() != 1) throw InputError({.what = "a column that is no list of values", .where = "analyse"});
  if (const char kind = array.dtype().kind(); kind == 'f') {
    const auto numbers = py::array_t<double, py::array::c_style | py::array::forcecast>(array);
    for (py::ssize_t k = 0; k < numbers.size(); ++k) cells.push_back(to_text(numbers.at(k)));
  } else if (kind == 'i' || kind == 'u' || kind == 'b') {
    const auto numbers = py::array_t<long long, py::array::c_style | py::array::forcecast>(array);
    for (py::ssize_t k = 0; k < numbers.size(); ++k) cells.push_back(std::to_string(numbers.at(k)));
  } else {
    for (const py::handle& item : array) cells.push_back(csv_cell(py::str(item).cast<std::string>()));
  }
  return cells;
}

std::string csv_of(const py::dict& table) {
  std::vector<Cells> columns;
  std::string text;
  for (const auto& [name, values] : table) {
    text += (columns.empty() ? "" : ",") + csv_cell(py::str(name).cast<std::string>());
    columns.push_back(cells_of(values));
    if (columns.back().size() != columns.front().size())
      throw InputError(
          {.what = "columns of different lengths", .where = "analyse: " + py::str(name).cast<std::string>()});
  }
  text += "\n";
  for (std::size_t k = 0; !columns.empty() && k < columns.front().size(); ++k)
    for (std::size_t c = 0; c < columns.size(); ++c) text += columns[c][k] + (c + 1 < columns.size() ? "," : "\n");
  return text;
}

Json converted(const Json& value, const schema::Description& d) {
  if (value.is_string()) return schema::value_of(value.get<std::string>(), d, d.key);
  if (!value.is_array()) return value;
  Json list = Json::array();
  for (const Json& one : value) list.push_back(converted(one, d));
  return list;
}

// Values with units become numbers, as on the command line.
Json options_of(const analysis::Analysis& a, const std::string& text) {
  Json options = Json::parse(text);
  for (const schema::Description& d : a.options()) {
    if (!options.contains(d.key)) continue;
    Json& value = options[d.key];
    if (d.is_list && !value.is_array()) value = Json::array({value});
    value = converted(value, d);
  }
  return options;
}

std::pair<std::string, std::string> answer(const std::string& name, const std::string& file,
                                           const std::string& options) {
  const analysis::Analysis& a = analysis::find_analysis(name);
  const Json read = options_of(a, options);
  const py::gil_scoped_release free;
  const analysis::Answer answer = a.analyse(file, read);
  return {answer.json.dump(), answer.text};
}

}  // namespace

void add_analyses(py::module_& m) {
  m.def("analyse_file", answer);
  m.def("analyse_table", [](const std::string& name, const py::dict& table, const std::string& options) {
    const MemoryFile file(csv_of(table));
    return answer(name, file.path(), options);
  });
  m.def("analyses", [] {
    static constexpr const char* inputs[] = {"events", "signals", "values", "table", "trace", "run"};
    py::list all;
    for (const analysis::Analysis* a : analysis::analyses()) {
      py::dict one;
      one["name"] = std::string(a->name), one["summary"] = std::string(a->summary);
      one["input"] = inputs[static_cast<std::size_t>(a->input)], one["file"] = std::string(a->file);
      one["stands_alone"] = a->analyse != nullptr;
      one["options"] = a->analyse ? schema::table_json(a->options()).dump() : "[]";
      py::list results;
      for (const analysis::Form& form : a->results)
        if (form.keys) results.append(py::make_tuple(std::string(form.what), schema::table_json(form.keys()).dump()));
      one["results"] = results;
      all.append(one);
    }
    return all;
  });
}

}  // namespace somn::python
