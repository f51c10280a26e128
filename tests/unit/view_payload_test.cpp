#include <somn/core/error.hpp>
#include <somn/netgen/network.hpp>
#include <somn/view/layout.hpp>
#include <somn/view/page.hpp>
#include <somn/view/payload.hpp>
#include <somn/view/run.hpp>
#include <somn/view/scene.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <report_run_folder.hpp>

using namespace somn;
using namespace somn::view;

namespace {

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += word.size()) ++n;
  return n;
}

Json facts_of(const netgen::Network& network, Payload& payload) {
  Json facts{{"notes", Json::array()}};
  add_network(network, facts, payload);
  return facts;
}

}  // namespace

TEST_CASE("base64 is that of RFC 4648, section 10") {
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64(std::string("\xff\xfe\xfd", 3)) == "//79");
}

TEST_CASE("arrays stand one behind the other") {
  Payload payload;
  payload.add("a", std::vector<std::uint16_t>{1, 2, 300});
  payload.add("b", std::vector<float>{1, 2});
  payload.add("c", std::vector<double>{1});
  payload.add("d", std::vector<std::uint32_t>{7, 9}, 1);
  payload.add("e", std::vector<std::uint8_t>{});
  const Json arrays = payload.arrays();
  REQUIRE(arrays.size() == 5);
  CHECK(arrays[1]["at"] == 6);
  CHECK(arrays[2]["at"] == 14);
  CHECK(arrays[3] == Json{{"name", "d"}, {"type", "u32"}, {"n", 2}, {"at", 22}, {"stride", 1}});
  CHECK(arrays[4]["at"] == 30);
  CHECK(payload.n_bytes() == 30);
  CHECK(payload.deflated().size() > 8);
}

TEST_CASE("a network is laid out between -1 and 1") {
  Payload payload;
  const Json facts = facts_of(test::chain(), payload);  // four wires of 2 um, 1 um apart
  CHECK(facts["network"]["half_m"].get<double>() == Approx(1.5e-6));
  CHECK(facts["network"]["centre_m"][0].get<double>() == Approx(1.5e-6));
  CHECK(facts["network"]["n_junctions"] == 4);
  CHECK(facts["network"]["electrodes"][1] == Json{{"name", "source"}, {"nodes", {0}}});
  CHECK(facts["notes"].empty());

  netgen::Network bare = test::chain();
  bare.bodies.clear(), bare.positions.clear();
  Payload other;
  const Json without = facts_of(bare, other);
  CHECK(without["network"]["half_m"].is_null());
  CHECK(without["notes"].size() == 1);  // that the places are of a layout
}

TEST_CASE("a large graph without places is drawn as what it is") {
  constexpr std::uint32_t side = 50;  // a square sheet, by its junctions alone
  netgen::Network network;
  network.n_nodes = side * side + 2;  // the last two are apart
  for (std::uint32_t n = 0; n < side * side; ++n) {
    if (n % side + 1 < side) network.junctions.push_back({NodeId{n}, NodeId{n + 1}});
    if (n + side < side * side) network.junctions.push_back({NodeId{n}, NodeId{n + side}});
  }
  network.junctions.push_back({NodeId{side * side}, NodeId{side * side + 1}});
  network.electrodes = {{"source", {NodeId{0}}}, {"drain", {NodeId{side * side - 1}}}};
  const std::vector<netgen::Point> places = drawing_positions(network);
  const auto length = [&](std::uint32_t a, std::uint32_t b) {
    return std::hypot(places[a].x - places[b].x, places[a].y - places[b].y);
  };
  const std::uint32_t corner = side - 1, opposite = side * (side - 1);
  const double diagonal = length(0, side * side - 1);
  CHECK(length(corner, opposite) == Approx(diagonal).epsilon(0.1));
  CHECK(places[0].x < places[side * side - 1].x);  // source left, drain right
  CHECK(places[0].y == Approx(places[side * side - 1].y).margin(0.01 * diagonal));
  for (const netgen::Junction& j : network.junctions)
    if (j.positive.index < side * side) CHECK(length(j.positive.index, j.negative.index) < 0.1 * diagonal);
  const std::vector<netgen::Point> again = drawing_positions(network);
  CHECK((again[77].x == places[77].x && again[77].y == places[77].y));
}

TEST_CASE("an empty network has a page, too") {
  Payload payload;
  CHECK(facts_of(netgen::Network{}, payload)["network"]["n_nodes"] == 0);
}

TEST_CASE("structure of a chain: 0-1, 2-1, 2-3, 0-2") {
  Payload payload;
  Json facts = facts_of(test::chain(), payload);
  add_structure(test::chain(), facts, payload);
  CHECK(facts["structure"]["starts"] == 4);
  CHECK(facts["structure"]["rows"][0] == Json{"components", "1"});
  Json rows = facts["structure"]["rows"];
  CHECK(std::find(rows.begin(), rows.end(), Json{"cut junctions", "1"}) != rows.end());  // 2-3
}

TEST_CASE("no string of a file can end its place") {
  Json facts{{"notes", {"</script><script>alert(1)</script>", "<!--"}}};
  const std::string html = page("</title><script>alert(2)</script>", facts, Payload());
  CHECK(count(html, "alert(1)") == 1);
  CHECK(count(html, "</script><script>alert") == 0);
  CHECK(count(html, "<script>alert") == 0);
  CHECK(count(html, "<!--") == 0);
  CHECK(count(html.substr(0, html.find("<style>")), "</title>") == 1);
  CHECK(html.find("default-src 'none'; script-src 'sha256-") != std::string::npos);
}

TEST_CASE("what does not fit is left out and said") {
  Trace trace{.columns = {{"time_s", "s", {}}, {"i_source_A", "A", {}}}};
  for (int k = 0; k < 300000; ++k) {
    trace.columns[0].values.push_back(k);
    trace.columns[1].values.push_back(k == 77777 ? 5 : 0);
  }
  Payload payload;
  Json facts{{"notes", Json::array()}};
  const RunScene scene{.trace = trace, .events = {}, .n_junctions = 1};
  add_run(scene, facts, payload);
  REQUIRE(facts["notes"].size() == 1);
  for (const Json& array : payload.arrays())
    if (array["name"] == "trace_i") CHECK(array["n"].get<int>() <= 100000);
  CHECK(facts["run"]["t1_s"] == 299999);
}
