// libngspice, as the worker uses it: one simulator per process, one circuit at a time.
#pragma once

#include "sender.hpp"

#include <ngspice/sharedspice.h>
#include <string>
#include <vector>

namespace somn::ngspice {

class Simulator {
 public:
  explicit Simulator(Sender& sender) : sender_(sender) {}

  // `home` holds an empty .spiceinit and spinit, read instead of the user's and the system's. Sends hello.
  void start(const std::string& home);
  // Loads the code model (none for an empty path) and makes ngspice stream without storing. Sends loaded.
  void load(const std::string& code_model);
  // A fresh circuit from the lines of the deck. Sends parsed.
  void parse(std::vector<std::string> lines, std::vector<std::string> record);
  // Runs the circuit, streams the recorded values, frees the circuit. Sends begin, rows, done; or unknown.
  void run();

 private:
  std::vector<std::string> ask(const std::string& command);  // what the command prints, kept from the transcript
  bool knows_device_value(const std::string& name);
  std::vector<std::string> unknown_device_values();
  protocol::Totals totals();

  void on_text(const char* line);
  void on_plot(const vecinfoall& plot);
  void on_point(const vecvaluesall& point);
  static int text_callback(char* line, int, void* self) noexcept;
  static int exit_callback(int status, NG_BOOL, NG_BOOL, int, void* self) noexcept;
  static int plot_callback(pvecinfoall plot, int, void* self) noexcept;
  static int point_callback(pvecvaluesall point, int, int, void* self) noexcept;
  static int thread_callback(NG_BOOL, int, void*) noexcept;

  Sender& sender_;
  std::vector<std::string>* answer_ = nullptr;  // where printed lines go instead of to the driver
  std::vector<std::string> record_;             // names as the deck knows them
  std::vector<int> positions_;                  // row[k] is value positions_[k] of ngspice's point
  std::vector<double> row_;
  bool running_ = false;    // between run's beginning and its end: commands of an included file are not asked for
  bool streaming_ = false;  // the plot that runs is the transient
  double wall_start_ = 0, cpu_start_ = 0;  // [s] at the deck's parsing
};

}  // namespace somn::ngspice
