// Published values of FNV-1a, 64 bits (RFC 9923, test vectors).
#include <somn/core/digest.hpp>

#include <catch2/catch.hpp>

using somn::Digest;

namespace {

std::string of(std::string_view bytes) {
  Digest digest;
  digest.add_bytes(bytes);
  return digest.text();
}

}  // namespace

TEST_CASE("published values of FNV-1a") {
  CHECK(of("") == "cbf29ce484222325");
  CHECK(of("a") == "af63dc4c8601ec8c");
  CHECK(of("foobar") == "85944171f73967e8");
}

TEST_CASE("texts and lists count with their lengths") {
  Digest a, b;
  a.add(std::string("ab")), a.add(std::string("c"));
  b.add(std::string("a")), b.add(std::string("bc"));
  CHECK(a.value() != b.value());
}
