#include <somn/schema/completeness.hpp>
#include <somn/schema/fields.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

namespace somn::schema {
namespace {

enum class Side { left, right };
std::vector<std::pair<Side, const char*>> names_of(const Side*) {
  return {{Side::left, "left"}, {Side::right, "right"}};
}

struct Peak {
  double frequency = 1, height = 2;
};
Fields<Peak> fields_of(const Peak*) {
  return Fields<Peak>()
      .value("frequency_Hz", &Peak::frequency, {.unit = "Hz", .range = "(0, inf)", .meaning = "where it is"})
      .value("height", &Peak::height, {.unit = "1", .meaning = "over the background"});
}

struct Window {
  double start = 0.5;
  std::optional<double> end = {};
  std::int64_t n = 3;
  bool is_open = false;
  std::string reason = "none";
  Side side = Side::right;
  std::vector<double> times = {1, 2};
  std::vector<Peak> peaks = {{3, 4}, {5, 6}};
  Peak main = {};
  int scratch = 0;
};
Fields<Window> fields_of(const Window*) {
  return Fields<Window>()
      .value("start_s", &Window::start, {.unit = "s", .range = "[0, 10)", .meaning = "begin | of it"})
      .value("end_s", &Window::end, {.unit = "s", .range = "(0, inf)", .meaning = "end"})
      .value("n", &Window::n, {.range = "[1, 5]", .meaning = "how many"})
      .value("is_open", &Window::is_open)
      .value("reason", &Window::reason)
      .value("side", &Window::side)
      .value("times_s", &Window::times, {.unit = "s", .meaning = "of events"})
      .value("peaks", &Window::peaks)
      .column("peak_heights", &Window::peaks, &Peak::height)
      .computed("twice_s", [](const Window& w) { return 2 * w.start; }, {.unit = "s", .meaning = "two begins"})
      .merged(&Window::main)
      .left_out(&Window::scratch, "of the computation only");
}

struct Forgetful {
  double a = 0, b = 0;
};
Fields<Forgetful> fields_of(const Forgetful*) {
  return Fields<Forgetful>().value("a", &Forgetful::a);
}

std::string message(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("A struct is written in the order of its table, NaN as null") {
  Window w{.start = std::numeric_limits<double>::quiet_NaN()};
  CHECK(to_json(w).dump() ==
        R"({"start_s":null,"end_s":null,"n":3,"is_open":false,"reason":"none","side":"right","times_s":[1.0,2.0],)"
        R"("peaks":[{"frequency_Hz":3.0,"height":4.0},{"frequency_Hz":5.0,"height":6.0}],"peak_heights":[4.0,6.0],)"
        R"("twice_s":null,"frequency_Hz":1.0,"height":2.0})");
}

TEST_CASE("What is written reads back, value by value") {
  const Window w{.start = 1.25,
                 .end = 7,
                 .n = 4,
                 .is_open = true,
                 .reason = "so",
                 .side = Side::left,
                 .times = {9},
                 .peaks = {{8, 7}},
                 .main = {6, 5}};
  Window back;
  Json json = to_json(w);
  read(back, json, "w.json");
  CHECK(to_json(back) == json);
  CHECK(back.peaks.front().height == 7);
  CHECK(back.main.frequency == 6);
  CHECK(differences(to_json(Window{}), json).size() == 12);  // every key, computed ones too
}

TEST_CASE("A table of TOML reads with units, ranges and nearest names") {
  const auto config = [](const char* text) { return Config::from_text(text, "w.toml"); };
  Window w;
  read(w, config("start_s = \"20 ms\"\nend_s = 3\nside = \"left\"\ntimes_s = [\"1 ms\", 2]\n"
                 "peaks = [{ frequency_Hz = \"1 kHz\" }]\nheight = 9"));
  CHECK(w.start == 0.02);
  CHECK(w.end == 3.0);
  CHECK(w.side == Side::left);
  CHECK(w.times == std::vector<double>{1e-3, 2});
  CHECK(w.peaks.front().frequency == 1000);
  CHECK(w.main.height == 9);
  CHECK(message([&] { read(w, config("start_s = 10")); }) ==
        "w.toml:1: start_s: start_s out of range (got 10); allowed: [0, 10) s");
  CHECK_THAT(message([&] { read(w, config("side = \"lefd\"")); }), Catch::Contains("left"));
  CHECK_THAT(message([&] { read(w, config("n = 6")); }), Catch::Contains("[1, 5]"));
  CHECK_THAT(message([&] { read(w, config("start_s = \"3 V\"")); }), Catch::Contains("time"));
}

TEST_CASE("JSON of another kind, out of range or with an unknown key is refused") {
  Window w;
  CHECK_THAT(message([&] { read(w, Json{{"n", "three"}}, "w.json"); }), Catch::Contains("a whole number"));
  CHECK_THAT(message([&] { read(w, Json{{"n", 2.5}}, "w.json"); }), Catch::Contains("a whole number"));
  CHECK_THAT(message([&] { read(w, Json{{"start_s", -1}}, "w.json"); }), Catch::Contains("[0, 10) s"));
  CHECK_THAT(message([&] { read(w, Json{{"strat_s", 1}}, "w.json"); }), Catch::Contains("start_s"));
}

TEST_CASE("A member that the table forgets is noticed") {
  CHECK(is_complete<Window>());
  CHECK(is_complete<Peak>());
  CHECK_FALSE(is_complete<Forgetful>());
}

TEST_CASE("Pointers lead to what is written, and only there") {
  const std::vector<Description> fields = descriptions<Window>();
  for (const char* good : {"/start_s", "/peaks/0/height", "/times_s/1", "/peaks", "/twice_s", "/frequency_Hz"})
    CHECK(has_pointer(fields, good));
  for (const char* bad : {"/start", "/peaks/x/height", "/main/height", "/start_s/0", "/scratch"})
    CHECK_FALSE(has_pointer(fields, bad));
}

TEST_CASE("Documentation and JSON Schema come from the same table") {
  const std::string page = markdown(descriptions<Window>());
  CHECK_THAT(page, Catch::Contains("| `start_s` | s | [0, 10) | `0.5` | begin \\| of it |\n"));
  CHECK_THAT(page, Catch::Contains("| `peaks[].height` |"));
  const Json schema = json_schema(descriptions<Window>());
  CHECK(schema["properties"]["start_s"]["anyOf"][0]["exclusiveMaximum"] == 10.0);
  CHECK(schema["properties"]["side"]["enum"] == Json{"left", "right"});
  CHECK(schema["properties"]["peaks"]["items"]["properties"]["height"]["description"] == "over the background");
  CHECK(schema["additionalProperties"] == false);
}

}  // namespace somn::schema
