// What the network is driven with: the voltage of the ideal source, or its current, as a function of time. SI units,
// t >= 0. The values of a current source are in amperes wherever a [V] stands below.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::circuit {

enum class DriveKind { dc, sine, triangle, pulse, steps, pwl, random, levels };

// Of random levels. uniform, binary and normal are independent and have the mean (low + high)/2; standard deviation:
// uniform (high - low)/sqrt(12), the others (high - low)/2. The last two are chaotic series (series.hpp) between low and
// high, whose start depends on the seed.
enum class Distribution { uniform, binary, normal, mackey_glass, lorenz };
std::vector<std::pair<Distribution, const char*>> names_of(const Distribution*);

struct Drive {
  DriveKind kind = DriveKind::dc;
  bool is_current = false;          // a current source, from ground into the node that it drives
  double offset = 0;                // [V] of every kind: the drive is offset + what the kind says
  double amplitude = 0;             // [V] dc level, or peak of the periodic kinds, or top of the pulse
  double frequency = 0;             // [Hz] sine and triangle; both start at 0 rising. random, levels: levels per second
  unsigned long long seed = 1;      // random: drives of one seed have the same course
  Distribution distribution = Distribution::uniform;  // random
  std::optional<double> low = {}, high = {};          // [V] random: absent: -amplitude, amplitude
  std::vector<double> mask = {};  // [1] random, levels: the part j of M equal parts of each level is mask[j] times the
                                  // level. Virtual nodes in time: L. Appeltant et al., Nat. Commun. 2, 468 (2011)
  double base = 0;                  // [V] pulse: level between pulses
  double width = 0, period = 0;     // [s] pulse: time at the top; repetition, 0 = once
  double rise = 0, fall = 0;        // [s] pulse: edges
  double delay = 0;                 // [s] pulse: start of the first edge
  std::vector<double> times = {};   // [s] steps and pwl, increasing, times[0] = 0
  std::vector<double> levels = {};  // [V] steps, random, levels: level k holds for times[k] <= t < times[k+1]; pwl: lines
  std::vector<double> series = {};  // [V] levels: the numbers before the mask
  double series_resistance = 0;     // [ohm] between the ideal source and the network
};

double voltage(const Drive&, double t);  // [V]
double largest(const Drive&);            // [V] no |voltage| is larger

Drive scaled(Drive, double factor);  // every level and the offset times the factor; times and the series resistance stay

// Fills times and levels. Of kind random: independent levels, each for 1/frequency, until t_stop; of kind levels: those
// of `series`, the last of which stays. Either in parts, where there is a mask.
void draw_levels(Drive&, double t_stop);

bool holds_levels(DriveKind);  // random, levels: one input for each 1/frequency
// The inputs, one for each 1/frequency until t_stop: the drive's value (offset included, mask left out) in each.
std::vector<double> inputs(const Drive&, double t_stop);

// Times in (0, t_stop) at which the voltage or its slope jumps, for engines that must land on them; at most `limit` of
// them for the periodic kinds.
std::vector<double> corners(const Drive&, double t_stop, std::size_t limit = 1000000);

// Throws InputError where a value is out of its range (negative width, times that do not increase, ...).
void validate(const Drive&, const std::string& where);

// A drive of kind pwl from a table with a column of times and one whose name has a unit of voltage: time_s, v_V.
Drive drive_from_file(const std::filesystem::path&);
// One number per row for a drive of kind levels: of the column called so, else of the only one that is no time; in V
// where its name has no unit.
std::vector<double> series_from_file(const std::filesystem::path&, const std::string& column);

// Begins later by `time` [s] >= 0: until then the first level holds. Drives with times (steps, pwl).
void delay(Drive&, double time, const std::string& where);

const char* name(DriveKind);
DriveKind drive_kind(const std::string& name, const std::string& where);  // "file" is not a kind here

}  // namespace somn::circuit
