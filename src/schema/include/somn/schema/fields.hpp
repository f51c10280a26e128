// One table per struct that meets a file: key, member, unit, legal range, meaning. Writing and reading, JSON, help,
// documentation, JSON Schema, and "do these two differ?" come from it; the default is that of the struct.
//
//   struct Window { double start = 0, end = 1; std::string reason = {}; };
//   inline Fields<Window> fields_of(const Window*) {
//     return Fields<Window>()
//         .value("start_s", &Window::start, {.unit = "s", .range = "[0, inf)", .meaning = "begin of the window"})
//         .value("end_s", &Window::end, {.unit = "s", .range = "(0, inf)", .meaning = "its end"})
//         .computed("length_s", [](const Window& w) { return w.end - w.start; }, {.unit = "s", .meaning = "..."})
//         .value("reason", &Window::reason, {.meaning = "why there is none"});
//   }
//   Json json = to_json(window);
//   Window w; read(w, json, "window.json"); read(w, config.table("window"));
//
// A member may be double, an integer, bool, std::string, std::filesystem::path, an enum with names_of(const E*),
// another struct with fields_of, and optional, vector or map<string, ...> of these.
#pragma once

#include <somn/core/config.hpp>
#include <somn/core/error.hpp>
#include <somn/schema/description.hpp>
#include <somn/schema/values.hpp>

#include <functional>
#include <set>
#include <utility>

namespace somn::schema {

// What is said of a field beside its key and member.
struct About {
  std::string unit = {};
  std::string range = {};
  std::string meaning = {};
  std::vector<std::string> choices = {};  // of a text: the legal ones
  bool is_required = false;               // a table of TOML must have the key
};

template <class S>
struct Field {
  Description about = {};
  std::function<void(const S&, Json&)> write = {};  // adds its key (or keys) to the object
  std::function<void(S&, const Json&, const std::string&)> from_json = {};
  std::function<void(S&, const Config&)> from_config = {};
};

// A struct as it is by default. A static one: g++ 12 takes members of a temporary for uninitialised.
template <class S>
const S& defaults() {
  static const S value{};
  return value;
}

template <class S>
class Fields;
template <Described S>
const Fields<S>& fields();  // the table of S, made once

template <class S>
class Fields {
 public:
  template <class T>
  Fields& value(std::string key, T S::*member, About about = {}) {
    Description d = describe<T>(std::move(key), std::move(about));
    if constexpr (std::is_default_constructible_v<S>) d.default_value = json_of(defaults<S>().*member);
    members_.insert(place(member));
    Field<S> f{.about = d};
    f.write = [key = d.key, member](const S& s, Json& json) { json[key] = json_of(s.*member); };
    f.from_json = [d, member](S& s, const Json& json, const std::string& where) {
      if (const auto found = json.find(d.key); found != json.end()) read_value(s.*member, *found, d, where);
    };
    f.from_config = [d, member](S& s, const Config& config) { read_value(s.*member, config, d); };
    fields_.push_back(std::move(f));
    return *this;
  }

  // Written, never read: something that follows from the members.
  template <class F>
  Fields& computed(std::string key, F function, About about = {}) {
    using T = std::decay_t<std::invoke_result_t<F, const S&>>;
    Description d = describe<T>(std::move(key), std::move(about));
    d.is_computed = true;
    fields_.push_back({.about = d, .write = [key = d.key, function](const S& s, Json& json) {
                         json[key] = json_of(std::invoke(function, s));
                       }});
    return *this;
  }

  // Of results that only some inputs have: the key is not written where there is nothing.
  template <class T>
  Fields& value_if_any(std::string key, std::optional<T> S::*member, About about = {}) {
    members_.insert(place(member));
    return computed_if_any(std::move(key), member, std::move(about));
  }
  template <class F>
  Fields& computed_if_any(std::string key, F function, About about = {}) {
    using T = typename std::decay_t<std::invoke_result_t<F, const S&>>::value_type;
    Description d = describe<T>(std::move(key), std::move(about));
    d.is_computed = d.may_be_absent = true;
    fields_.push_back({.about = d, .write = [key = d.key, function](const S& s, Json& json) {
                         if (const auto& value = std::invoke(function, s)) json[key] = json_of(*value);
                       }});
    return *this;
  }

  // The fields of what a function finds in the struct, written only.
  template <class F>
  Fields& all_of(F function) {
    using M = std::decay_t<std::invoke_result_t<F, const S&>>;
    for (const Field<M>& inner : fields<M>().all()) {
      Field<S> f{.about = inner.about};
      f.about.is_computed = true;
      f.write = [inner, function](const S& s, Json& json) { inner.write(std::invoke(function, s), json); };
      fields_.push_back(std::move(f));
    }
    return *this;
  }

  // The fields of a member that not every struct has, where it is there.
  template <class M>
  Fields& merged_if_any(std::optional<M> S::*member) {
    members_.insert(place(member));
    for (const Field<M>& inner : fields<M>().all()) {
      Field<S> f{.about = inner.about};
      f.about.is_computed = f.about.may_be_absent = true;
      f.write = [inner, member](const S& s, Json& json) {
        if (s.*member) inner.write(*(s.*member), json);
      };
      fields_.push_back(std::move(f));
    }
    return *this;
  }

  // One member of each element of a list, as a list: {"times_s": [...], "peaks": [...]}.
  template <class I, class T>
  Fields& column(std::string key, std::vector<I> S::*list, T I::*member, About about = {}) {
    members_.insert(place(list));
    return computed(
        std::move(key),
        [list, member](const S& s) {
          std::vector<T> values;
          for (const I& item : s.*list) values.push_back(item.*member);
          return values;
        },
        std::move(about));
  }

  // The fields of a member stand among those of the struct itself.
  template <class M>
  Fields& merged(M S::*member) {
    members_.insert(place(member));
    for (const Field<M>& inner : fields<M>().all()) {
      Field<S> f{.about = inner.about};
      f.write = [inner, member](const S& s, Json& json) { inner.write(s.*member, json); };
      if (inner.from_json)
        f.from_json = [inner, member](S& s, const Json& json, const std::string& where) {
          inner.from_json(s.*member, json, where);
        };
      if (inner.from_config)
        f.from_config = [inner, member](S& s, const Config& config) { inner.from_config(s.*member, config); };
      fields_.push_back(std::move(f));
    }
    return *this;
  }

  // A value that is no member: `get` tells it, `set` takes it.
  template <class T, class Get, class Set>
  Fields& through(std::string key, Get get, Set set, About about = {}) {
    Description d = describe<T>(std::move(key), std::move(about));
    if constexpr (std::is_default_constructible_v<S>) d.default_value = json_of(T(get(defaults<S>())));
    Field<S> f{.about = d};
    f.write = [key = d.key, get](const S& s, Json& json) { json[key] = json_of(T(get(s))); };
    f.from_json = [d, get, set](S& s, const Json& json, const std::string& where) {
      T value = get(s);
      if (const auto found = json.find(d.key); found != json.end()) read_value(value, *found, d, where);
      set(s, value);
    };
    f.from_config = [d, get, set](S& s, const Config& config) {
      T value = get(s);
      read_value(value, config, d);
      set(s, value);
    };
    fields_.push_back(std::move(f));
    return *this;
  }

  // A key that is read and written by hand: it stands in the tables and the JSON Schema.
  Fields& by_hand(std::string key, Kind kind, About about = {}) {
    Description d{
        .key = std::move(key), .unit = about.unit, .range = about.range, .meaning = about.meaning, .kind = kind};
    d.is_required = about.is_required;
    fields_.push_back({.about = std::move(d)});
    return *this;
  }

  // A member that is not in the file; `reason` is for the reader of the table.
  template <class T>
  Fields& left_out(T S::*member, const char* /*reason*/) {
    members_.insert(place(member));
    return *this;
  }

  // Members that stand in the file under other keys, or follow from them.
  template <class... T>
  Fields& elsewhere(T S::*... members) {
    (members_.insert(place(members)), ...);
    return *this;
  }

  // Less a key that a merged member brought.
  Fields& without(const std::string& key) {
    std::erase_if(fields_, [&](const Field<S>& f) { return f.about.key == key; });
    return *this;
  }

  const std::vector<Field<S>>& all() const& { return fields_; }
  std::vector<Field<S>> all() && { return std::move(fields_); }  // of a temporary, as in a loop's head
  std::size_t n_members() const { return members_.size(); }      // different members that the table names

 private:
  template <class T>
  static std::size_t place(T S::*member) {  // distinguishes members only
    alignas(S) static const unsigned char room[sizeof(S)]{};
    const S* s = reinterpret_cast<const S*>(room);
    return static_cast<std::size_t>(reinterpret_cast<const unsigned char*>(&(s->*member)) - room);
  }
  template <class T>
  static Description describe(std::string key, About about) {
    Description d = description_of<T>();
    d.key = std::move(key);
    d.unit = std::move(about.unit);
    if (!about.range.empty()) d.range = std::move(about.range);
    d.meaning = std::move(about.meaning);
    d.is_required = about.is_required;
    if (!about.choices.empty()) d.kind = Kind::choice, d.choices = std::move(about.choices);
    return d;
  }

  std::vector<Field<S>> fields_ = {};
  std::set<std::size_t> members_ = {};
};

template <Described S>
const Fields<S>& fields() {
  static const Fields<S> table = fields_of(static_cast<const S*>(nullptr));
  return table;
}

template <class S>
std::vector<Description> descriptions(const Fields<S>& table) {
  std::vector<Description> all;
  for (const Field<S>& f : table.all()) all.push_back(f.about);
  return all;
}
template <Described S>
std::vector<Description> descriptions() {
  return descriptions(fields<S>());
}

template <class S>
Json to_json(const S& s, const Fields<S>& table) {
  Json json = Json::object();
  for (const Field<S>& f : table.all())
    if (f.write) f.write(s, json);
  return json;
}
template <Described S>
Json to_json(const S& s) {
  return to_json(s, fields<S>());
}

// Reads every key that is there over the members; InputError for a value of another kind or out of range, and for a key
// that no field has.
template <Described S>
void read(S& s, const Json& json, const std::string& where) {
  require_object(json, descriptions<S>(), where);
  for (const Field<S>& f : fields<S>().all())
    if (f.from_json) f.from_json(s, json, where);
}

// The same of a table of TOML, where quantities carry units. Unknown keys are Config::refuse_unknown's matter.
template <class S>
void read(S& s, const Config& config, const Fields<S>& table) {
  for (const Field<S>& f : table.all())
    if (f.from_config) f.from_config(s, config);
}
template <Described S>
void read(S& s, const Config& config) {
  read(s, config, fields<S>());
}

// The keys as lines of TOML that read back to the same values; absent members are left out.
template <class S>
std::string to_toml(const S& s, const Fields<S>& table) {
  return toml_lines(to_json(s, table), descriptions(table));
}

}  // namespace somn::schema
