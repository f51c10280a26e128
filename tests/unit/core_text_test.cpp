#include <somn/core/config.hpp>
#include <somn/core/error.hpp>
#include <somn/core/text.hpp>

#include <catch2/catch.hpp>

using namespace somn;

TEST_CASE("what is no UTF-8 becomes a replacement, byte by byte") {
  const std::string none = "\xef\xbf\xbd";
  CHECK(valid_text("µ–é \xf0\x9f\x98\x80") == "µ–é \xf0\x9f\x98\x80");
  CHECK(valid_text("a\xff") == "a" + none);
  CHECK(valid_text("\xc0\x80") == none + none);                        // a zero in two bytes
  CHECK(valid_text("\xed\xa0\x80") == none + none + none);             // a surrogate
  CHECK(valid_text("\xf4\x90\x80\x80") == none + none + none + none);  // above U+10FFFF
  CHECK(valid_text("\xe2\x82") == none + none);                        // cut off
  CHECK(valid_text("\xef\xbf\xbe") == none);                           // U+FFFE, which XML forbids
  CHECK(valid_text(std::string("a\0b\x1b\x7f", 5)) == "a" + none + "b" + none + none);
  CHECK(valid_text("\t\r\n") == "\t\r\n");
}

TEST_CASE("a printable text is one line") {
  CHECK(printable("a\r\nb\tc\vd\x1b[2J") == "a  b c d [2J");
  CHECK(printable("a\u0085b\u2028c\u2029d") == "a b c d");
  CHECK(printable("`$(x)` 'y' \"z\"") == "`$(x)` 'y' \"z\"");
}

TEST_CASE("a cell of CSV is quoted where it must be") {
  CHECK(csv_cell("plain text") == "plain text");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("a\"b") == "\"a\"\"b\"");
  CHECK(csv_cell(" a") == "\" a\"");
  CHECK(csv_cell("a\nb,c") == "\"a b,c\"");
  CHECK(csv_cell("").empty());
}

TEST_CASE("markup has no markup left") {
  CHECK(escape_markup("<a href=\"x\" b='y'>&\n\r\t\x01</a>") ==
        "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;&#10;&#13;&#9;\xef\xbf\xbd&lt;/a&gt;");
}

TEST_CASE("a string of TOML reads back, as a value and as a key") {
  for (const std::string text : {"plain", "a\"b\\c", "a\nb\tc\x1f\x7f", "'''\"\"\"", "# x = 1", "µ"}) {
    const Config value = Config::from_text("a = " + toml_string(text) + "\nb = 1", "text");
    CHECK(value.text("a") == text);
    CHECK(value.keys().size() == 2);
    const Config key = Config::from_text("[x." + toml_string(text) + "]\nb = 1", "text");
    CHECK(key.table("x").keys() == std::vector<std::string>{text});
  }
}

TEST_CASE("a text of Markdown stays in its cell") {
  CHECK(markdown("a|b <script>\nc") == "a\\|b &lt;script> c");
}

TEST_CASE("names of files are letters, digits and a few marks") {
  for (const char* name : {"a", "f_1-2+3.csv", "0", "_"}) CHECK(is_file_name(name));
  for (const char* name : {"", ".", "..", ".a", "-a", "a/b", "a b", "a\nb", "`a`", "$a", "a;b", "a|b", "<a", "é", "a'"})
    CHECK_FALSE(is_file_name(name));
  CHECK_FALSE(is_file_name(std::string(101, 'a')));
}

TEST_CASE("JSON of bytes that are no UTF-8 is still JSON") {
  struct Json {  // what nlohmann's has
    enum class error_handler_t { strict, replace };
    std::string dump(int, char, bool, error_handler_t handler) const {
      return handler == error_handler_t::replace ? "{}" : "";
    }
  };
  CHECK(json_text(Json{}) == "{}\n");
}

TEST_CASE("tables may not be nested so deep that the stack ends") {
  std::string dotted = "a", quoted = "\"a\"", nested = "1";
  for (int k = 0; k < 200000; ++k) dotted += ".a", quoted += " . 'b.c'";
  for (int k = 0; k < 1000; ++k) nested = "{ a = " + nested + " }";
  for (const std::string& text :
       {dotted + " = 1\n", "[" + dotted + "]\n", quoted + " = 1\n", "x = { " + dotted + " = 1 }\n",
        "x = " + nested + "\n", "x = " + std::string(100000, '[') + "\n"})
    CHECK_THROWS_AS(Config::from_text(text, "x.toml"), InputError);
  std::string sentence = "x = \"";
  for (int k = 0; k < 100; ++k) sentence += "One. Two words. ";
  CHECK(Config::from_text(sentence + "\"\n[a.b.c.d.e.f]\ny = [1.5, 2.5, 3.5]", "x.toml").has("x"));
}

TEST_CASE("texts on which toml++ has undefined behaviour are refused") {
  for (const char* text : {"[*a]\n", "[ ]\n", "[nalysis]\n[#]\n", "[=]", "[[*]]", "[a.*]", "é = 1", "a = 1 ß", "[б]"}) {
    INFO(text);
    CHECK_THROWS_WITH(Config::from_text(text, "x.toml"),
                      Catch::Contains("x.toml") && Catch::Contains("not valid TOML"));
  }
}
