// Configuration files: a TOML table that remembers which keys were asked for, so that typos cannot pass.
//
//   Config config = Config::from_file("film.toml");
//   Config drive = config.table("drive");
//   double amplitude = drive.quantity("amplitude", dimension::voltage);           // required
//   double rs = drive.quantity("series_resistance", dimension::resistance, 0.0);  // with default
//   config.refuse_unknown();   // InputError for every key nobody asked for, with the nearest valid one
//
// Every error says file:line: table.key.
#pragma once

#include <somn/core/units.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace somn {

class Config {
 public:
  static Config from_file(const std::filesystem::path&);
  static Config from_text(std::string_view toml, std::string source_name);
  Config(Config&&) noexcept;
  Config& operator=(Config&&) noexcept;
  ~Config();

  bool has(std::string_view key) const;
  bool is_table(std::string_view key) const;               // false where absent
  Config table(std::string_view key) const;                // an absent table is empty; shares the record of asked keys
  std::vector<Config> tables(std::string_view key) const;  // of a list of tables; an absent list is empty
  std::vector<std::string> keys() const;                   // in the order of the file

  double quantity(std::string_view key, Dimension, std::optional<double> fallback = {}) const;
  std::vector<double> quantities(std::string_view key, Dimension,
                                 std::optional<std::vector<double>> fallback = {}) const;
  long long integer(std::string_view key, std::optional<long long> fallback = {}) const;
  std::vector<long long> integers(std::string_view key, std::optional<std::vector<long long>> fallback = {}) const;
  bool boolean(std::string_view key, std::optional<bool> fallback = {}) const;
  std::string text(std::string_view key, std::optional<std::string> fallback = {}) const;
  // Lists; a single value is as good as a list of one.
  std::vector<std::string> texts(std::string_view key, std::optional<std::vector<std::string>> fallback = {}) const;
  // The elements of a list, each as TOML text that set() takes: 3, "10 mV", [1, 2].
  std::vector<std::string> items(std::string_view key) const;
  std::string item(std::string_view key) const;  // a value of any kind as such text
  // A number, quantity or string as the user wrote it ("10 mV", "0.62", "both"): for keys whose type a model decides.
  std::string raw(std::string_view key) const;

  std::string where(std::string_view key) const;  // "film.toml:12: drive.amplitude"
  std::filesystem::path folder() const;           // of the file: relative paths start there

  // KEY=VALUE of `--set`: dotted key, value as TOML where it parses as such, else as a string.
  void set(std::string_view dotted_key, std::string_view value);

  void refuse_unknown() const;
  // Dotted keys that readers have asked for, present or not, of the whole file: what it can hold.
  std::vector<std::string> asked() const;

 private:
  struct Document;
  struct View;
  explicit Config(std::unique_ptr<View>);
  std::unique_ptr<View> view_;
};

}  // namespace somn
