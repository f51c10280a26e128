// One reader of tables: what people's programs write, all of it the same table.
#include <somn/core/column_name.hpp>
#include <somn/core/columns.hpp>
#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/text_source.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <scratch.hpp>
#include <zlib.h>

using namespace somn;

namespace {

ColumnTable all_numbers(const std::string& text) {
  return parse_columns(text, "x", [](const std::vector<std::string>& header, const std::string&) {
    ColumnChoice choice;
    for (std::size_t k = 0; k < header.size(); ++k) choice.numbers.push_back(k);
    return choice;
  });
}

void check_same(const std::string& text) {
  INFO(text);
  const ColumnTable t = all_numbers(text);
  CHECK(t.header == std::vector<std::string>{"time_s", "v"});
  REQUIRE(t.n_rows == 3);
  CHECK(t.numbers[0].values == std::vector<double>{0, 0.5, 1});
  CHECK(t.numbers[1].values == std::vector<double>{1, -2.5, 3e-3});
}

std::string message_of(const std::string& text) {
  try {
    all_numbers(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string wide(const std::string& text, bool is_big, bool has_mark) {
  std::string bytes = !has_mark ? "" : is_big ? "\xfe\xff" : "\xff\xfe";
  for (const char c : text) {
    if (is_big) bytes += '\0';
    bytes += c;
    if (!is_big) bytes += '\0';
  }
  return bytes;
}

}  // namespace

TEST_CASE("separators, decimals, line ends, comments and quotes: the same table") {
  check_same("time_s,v\n0,1\n0.5,-2.5\n1,3e-3\n");
  check_same("time_s, v\r\n0, 1\r\n0.5, -2.5\r\n1, 0.003");
  check_same("time_s,v\r0,1\r0.5,-2.5\r1,3e-3\r");
  check_same("time_s;v\n0;1\n0,5;-2,5\n1;3e-3\n");
  check_same("time_s;v\n0;1\n0.5;-2.5\n1;3e-3\n");
  check_same("time_s\tv\n0\t1\n0,5\t-2,5\n1\t0,003\n");
  check_same("time_s v\n0 1\n0.5   -2.5\n  1 3e-3\n");
  check_same("time_s | v\n0 | 1\n0.5|-2.5\n1|3e-3\n");
  check_same("# a comment\n\ntime_s,v\n0,1\n# and one more\n0.5,-2.5\n\n1,3D-3\n");
  check_same("# time_s v\n0 1\n0.5 -2.5\n1 3e-3\n");
  check_same("# a title\n#time_s,v\n0,1\n0.5,-2.5\n1,3e-3\n");
  check_same("\"time_s\",\"v\"\n\"0\",\"1\"\n\"0.5\",\"-2.5\"\n1,3e-3\n");
  check_same("sep=;\ntime_s;v\n0;1\n0.5;-2.5\n1;3e-3\n");
  check_same("time_s,v\n0,1,\n0.5,-2.5,\n1,3e-3,\n");
  check_same("\xef\xbb\xbftime_s,v\n0,1\n0.5,-2.5\n1,3e-3\n");
  for (const char* mark : {"# ", "% ", "! ", "// ", "; ", "!", "//"})
    check_same(std::string(mark) + "measured, on; Monday\n" + mark + "by hand\ntime_s,v\n0,1\n0.5,-2.5\n1,3e-3\n");
  check_same("! time_s v\n0 1\n0.5 -2.5\n1 3e-3\n");
}

TEST_CASE("a semicolon before the first name is no comment: pandas parts its index so") {
  CHECK(all_numbers(";time_s;v\n0;0;1,5\n1;0,5;2\n").header == std::vector<std::string>{"", "time_s", "v"});
}

TEST_CASE("units in a row of their own below the names belong to them") {
  using Names = std::vector<std::string>;
  const auto names = [](const std::string& text) { return all_numbers(text).header; };
  CHECK(names("Time,A,B\n(ms),(V),(mV)\n\n0,1,2\n1,2,3\n") == Names{"Time (ms)", "A (V)", "B (mV)"});
  CHECK(names("Time;A\nms;\n0;1\n1;2\n") == Names{"Time (ms)", "A"});
  CHECK(names("t_s,A\ns,V\n0,1\n1,2\n") == Names{"t_s", "A (V)"});
  CHECK(names("x-axis,1\nsecond,Volt\n0,1\n1,2\n") == Names{"x-axis (second)", "1 (Volt)"});
  CHECK(message_of("Time,A\nlow,high\n0,1\n1,2\n").find("x:2: Time: not a number") != std::string::npos);
}

TEST_CASE("a comma that may part thousands is asked about, one that cannot is not") {
  const auto is_asked = [](const std::string& text) { return message_of(text).find("sed -i 's/,//g' x") != std::string::npos; };
  CHECK(is_asked("value\n1,053\n12,345\n"));
  CHECK(is_asked("value\n\"1,053\"\n999\n"));
  CHECK(is_asked("time_s\tv\n0\t1,053\n1\t987\n"));
  for (const char* text : {"value\n1,053\n12,34\n", "value\n0,053\n1,053\n", "value;v\n1,053;1,000\n", "value\n1,053\n1234,567\n"}) {
    INFO(text);
    CHECK(message_of(text) == "no error");
  }
  CHECK(message_of("value\n1\n1,234,567\n").find("write it without: 1234567") != std::string::npos);
  CHECK(message_of("a;b\n1;2\n1.234,5;3\n").find("write it without: 1234.5") != std::string::npos);
}

TEST_CASE("what instruments write besides numbers is refused with the line that helps") {
  const auto says = [](const std::string& text, const char* words) {
    const std::string message = message_of(text);
    INFO(message);
    CHECK(message.find(words) != std::string::npos);
  };
  says("Keithley 2400\nDate,today\ntime_s,v,i\n0,1,2\n1,2,3\n2,3,4\n", "tail -n +3 x > table.csv");
  says("Title\nby me at home\n\n0 1\n1 2\n2 3\n", "(echo time_s,...; tail -n +4 x) > table.csv");
  says("time,v\n00:00:01.5,2\n00:00:02.5,2\n", "seconds since the start");
  says("time,v\n2024-01-01 10:00:00,2\n2024-01-01 10:00:01,2\n", "seconds since the start");
  says("time,v\n1 ms,2 V\n2 ms,2 V\n", "sed '2,$s/ *ms//g'");
  says("time\tV(a)\tI(R1)\nStep Information: R=1K\n0\t1\t2\n1\t2\t3\n", "give its .raw file");
  says("time a time b\n0 1 0 2\n1 2 1 3\n", "set wr_singlescale");
  says("0 1 0 2\n1 2 1 3\n", "set wr_vecnames");
  says("0.1 0.2 0.3\n0.15 0.25\n", "echo time_s,unit; awk");
}

TEST_CASE("one column: with a blank in its name, with decimal commas") {
  const ColumnTable named = all_numbers("Spike times\n0.5\n1\n");
  CHECK(named.header == std::vector<std::string>{"Spike times"});
  CHECK(named.numbers[0].values == std::vector<double>{0.5, 1});
  CHECK(all_numbers("value\n1,5\n2,25\n").numbers[0].values == std::vector<double>{1.5, 2.25});
  const ColumnTable units = all_numbers("Time (s) Voltage [mV]\n0 1\n1 2\n");
  CHECK(units.header == std::vector<std::string>{"Time (s)", "Voltage [mV]"});
}

TEST_CASE("names of rows, as R writes them, are a column without a name") {
  const CsvTable t = parse_csv("\"from\" \"weight\"\n\"1\" \"a b\" 1.5\n\"2\" \"c\" 2\n", "x");
  CHECK(t.header == std::vector<std::string>{"", "from", "weight"});
  CHECK(t.rows[0] == std::vector<std::string>{"1", "a b", "1.5"});
  CHECK(all_numbers("time_s\tv\n1\t0\t1.5\n2\t0.5\t2\n").header == std::vector<std::string>{"", "time_s", "v"});
  CHECK(message_of("time_s\tv\n7\t0\t1.5\n2\t0.5\t2\n") != "no error");
  CHECK(message_of("\"1\" 0 1.5\n\"2\" 0.5 2\n").find("sed -i '1i row time_s name3' x") != std::string::npos);
}

TEST_CASE("pages printed by ngspice, alone and within a listing") {
  const std::string rule(40, '-'), head = "Index   time_s  v   \n" + rule + "\n";
  const std::string title = "            a title\n       Transient Analysis  Sun Nov 29 16:56:32  2026\n" + rule + "\n";
  const std::string listing = "Note: x\n\nCircuit: a\n\nNo. of Data Rows : 3\n" + title + head + "0\t0\t1\t\n1\t0.5\t-2.5\t\n\f\n" +
                              head + "2\t1\t3e-3\t\n\nTotal analysis time = 0.1\n";
  for (const std::string& text : {title + head + "0\t0\t1\t\n1\t0.5\t-2.5\t\n2\t1\t3e-3\t\n", listing}) {
    const ColumnTable t = all_numbers(text);
    CHECK(t.header == std::vector<std::string>{"Index", "time_s", "v"});
    CHECK(t.numbers[1].values == std::vector<double>{0, 0.5, 1});
    CHECK(t.numbers[2].values == std::vector<double>{1, -2.5, 3e-3});
  }
}

TEST_CASE("quotes hold separators and doubled quotes") {
  const CsvTable t = parse_csv("name,x\n\"a, \"\"b\"\"\",1\nplain,2\n", "x");
  CHECK(t.rows[0][0] == "a, \"b\"");
}

TEST_CASE("UTF-16 with and without its mark, gzip, and both at once, from a file") {
  const test::Scratch scratch;
  const std::string text = "time_s,v\n0,1\n0.5,-2.5\n1,3e-3\n", path = (scratch.path() / "t.csv").string();
  const auto read = [&] { return read_text(path); };
  for (const bool is_big : {false, true})
    for (const bool has_mark : {true, false}) {
      std::ofstream(path, std::ios::binary) << wide(text, is_big, has_mark);
      CHECK(read() == text);
    }
  const std::string bytes = wide(text, false, true);
  const gzFile gz = gzopen(path.c_str(), "wb");
  gzwrite(gz, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(gz);
  CHECK(read() == text);
  check_same(read());
  std::string cut = read_bytes(path);  // unpacked
  CHECK(cut == bytes);
  std::ofstream(path, std::ios::binary) << std::string("\x1f\x8b\x08\0\0\0\0\0\0\3\x4b", 11);
  CHECK_THROWS_AS(read(), InputError);
}

TEST_CASE("a letter of UTF-16 across two pieces of a file stays whole") {
  const test::Scratch scratch;
  const std::string path = (scratch.path() / "t.csv").string();
  std::string bytes = "\xff\xfe";
  for (int k = 0; k < (1 << 19) - 2; ++k) bytes += std::string("a\0", 2);
  bytes += std::string("\x3d\xd8\x00\xde", 4);  // U+1F600 as a pair, its halves on either side of 1 MiB
  std::ofstream(path, std::ios::binary) << bytes;
  const std::string text = read_text(path);
  CHECK(text.ends_with("a\xf0\x9f\x98\x80"));
  CHECK(text.size() == (1u << 19) - 2 + 4);
}

TEST_CASE("refusals say the line and what to do") {
  CHECK(message_of("1,2\n3,4\n").find("sed -i '1i time_s,name2' x") != std::string::npos);
  CHECK(message_of("a,b\n1,2\n1\n").find("x:3: 1 column where the header has 2") != std::string::npos);
  CHECK(message_of("a,b\n1,2\n1,x\n").find("x:3: b: not a number") != std::string::npos);
  CHECK(message_of("PK\x03\x04zip").find("save the sheet as CSV") != std::string::npos);
  CHECK(message_of("").find("no header line") != std::string::npos);
  CHECK(message_of("# only a comment\n").find("no header line") != std::string::npos);
}

TEST_CASE("the name of a column is a quantity and its unit") {
  const auto unit = [](const char* name) { return read_column_name(name).unit ? read_column_name(name).factor() : 0; };
  CHECK(unit("i_source_nA") == 1e-9);
  CHECK(unit("Current (nA)") == 1e-9);
  CHECK(unit("current [uA]") == 1e-6);
  CHECK(unit("I / mA") == 1e-3);
  CHECK(unit("Time [\xb5s]") == 1e-6);  // Latin-1
  CHECK(unit("Time (\u00b5s)") == 1e-6);
  CHECK(unit("v(s)") == 0);
  CHECK(unit("V(n001)") == 0);
  CHECK(unit("state_12_1") == 0);
  CHECK(read_column_name("v_set_mV").quantity == "v_set");
  for (const char* name : {"time", "Time", "TIME (ms)", "t", "t_s", "time/ms", "timestamp", "Timestamps [s]", "spike_times",
                           "Spike time (s)", "Time..s.", "elapsed time", "event-time_us", "Time in ms", "Time in seconds",
                           "Zeit", "Zeit (s)", "Temps [ms]", "tiempo"}) {
    INFO(name);
    CHECK(is_time_column(name));
  }
  for (const char* name : {"v", "time_V", "dt_s", "x", "lifetime_s", "trace", "Temperature"}) {
    INFO(name);
    CHECK_FALSE(is_time_column(name));
  }
  CHECK(seconds_per_unit("Time (ms)") == 1e-3);
  CHECK(seconds_per_unit("timestamp") == 1);
  CHECK(seconds_per_unit("dt_ms(post-pre)") == 1e-3);
  CHECK(seconds_per_unit("time (min)") == 60);
  CHECK(seconds_per_unit("Time in milliseconds") == 1e-3);
}

TEST_CASE("a column is found by its name but for case, unit and blanks, never by half of it") {
  const std::vector<std::string> header{"Time (s)", "Current (nA)", "v_1", "v_2"};
  CHECK(find_column(header, "current") == 1u);
  CHECK(find_column(header, "current_A") == 1u);
  CHECK(find_column(header, "v_1") == 2u);
  CHECK_FALSE(find_column(header, "v_3"));
  CHECK_FALSE(find_column(header, "v"));
  CHECK_FALSE(find_column(header, "current_V"));
}

TEST_CASE("times far from 0 keep every digit: they are counted from the first one's whole part") {
  const auto read = [](const std::string& text, double far) {
    return parse_columns(text, "x", [far](const std::vector<std::string>&, const std::string&) {
      return ColumnChoice{.numbers = {0}, .times = 0, .far = far};
    });
  };
  const NumberColumn t = read("t\n1700000000.078640\n1700000001,5\n1700000002\n1699999999.25\n1.7e9\n", 1e6).numbers[0];
  CHECK(t.origin == 1700000000);
  CHECK(t.values == std::vector<double>{0.078640, 1.5, 2, -0.75, 0});
  const NumberColumn near = read("t\n17.078640\n1700000001.5\n", 1e6).numbers[0];
  CHECK(near.origin == 0);
  CHECK(near.values == std::vector<double>{17.078640, 1700000001.5});
}
