#include "hdf5_disk.hpp"
#include "hdf5_handle.hpp"

#include <somn/core/file.hpp>
#include <somn/formats/film.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace somn::formats {
namespace {

using Path = std::filesystem::path;

struct File {
  hid_t id;
  const Path& path;
};

void write_number(hid_t owner, const char* name, double value, const Path& path) {
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, path);
  const Handle attribute(H5Acreate2(owner, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, path);
  check(H5Awrite(attribute, H5T_NATIVE_DOUBLE, &value), path);
}

void write_text(hid_t owner, const char* name, const std::string& text, const Path& path) {
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose, path);
  check(H5Tset_size(type, text.size() + 1), path);
  check(H5Tset_cset(type, H5T_CSET_UTF8), path);
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, path);
  const Handle attribute(H5Acreate2(owner, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, path);
  check(H5Awrite(attribute, type, text.c_str()), path);
}

// One chunk a frame: a frame is what is read at a time.
Handle make(const File& file, const char* name, hid_t type, const std::vector<hsize_t>& shape) {
  const Handle space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, file.path);
  const Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, file.path);
  check(H5Pset_obj_track_times(properties, false), file.path);  // equal films are equal files
  std::vector<hsize_t> chunk = shape;
  if (chunk.size() == 2) chunk[0] = std::max<hsize_t>(1, std::min(chunk[0], 65536 / std::max<hsize_t>(1, chunk[1])));
  if (std::all_of(shape.begin(), shape.end(), [](hsize_t n) { return n > 0; })) {
    check(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()), file.path);
    check(H5Pset_shuffle(properties), file.path);
    check(H5Pset_deflate(properties, 4), file.path);
  }
  return Handle(H5Dcreate2(file.id, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose, file.path);
}

template <class T>
void write_list(const File& file, const char* name, hid_t disk, hid_t memory, const std::vector<T>& values) {
  const Handle set = make(file, name, disk, {values.size()});
  if (!values.empty()) check(H5Dwrite(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), file.path);
}

void write_coded(const File& file, const char* name, const Coded& coded, std::size_t n_frames, const std::string& unit) {
  const Handle set = make(file, name, H5T_STD_U16LE, {n_frames, n_frames > 0 ? coded.codes.size() / n_frames : 0});
  if (!coded.codes.empty())
    check(H5Dwrite(set, H5T_NATIVE_UINT16, H5S_ALL, H5S_ALL, H5P_DEFAULT, coded.codes.data()), file.path);
  write_number(set, "add_offset", coded.low, file.path);
  write_number(set, "scale_factor", coded.step, file.path);
  write_text(set, "unit", unit, file.path);
}

[[noreturn]] void refuse(const Path& path, const std::string& what) {
  throw InputError({.what = "not a film of a run: " + what,
                    .where = path.string(),
                    .remedy = "it is written by `somn run` where run.record holds film:AUTO"});
}

template <class T>
std::vector<T> read_set(const File& file, const char* name, hid_t memory, std::size_t n) {
  if (H5Lexists(file.id, name, H5P_DEFAULT) <= 0) refuse(file.path, std::string("no ") + name);
  const Handle set(H5Dopen2(file.id, name, H5P_DEFAULT), H5Dclose, file.path);
  const Handle space(H5Dget_space(set), H5Sclose, file.path);
  const hssize_t points = H5Sget_simple_extent_npoints(space);
  constexpr std::size_t any = std::numeric_limits<std::size_t>::max(), most = std::size_t{1} << 30;
  if (points < 0 || (n != any && static_cast<std::size_t>(points) != n) || static_cast<std::size_t>(points) > most)
    refuse(file.path, fmt::format("{} numbers in {}", static_cast<long long>(points), name));
  std::vector<T> values(static_cast<std::size_t>(points));
  if (points > 0) check(H5Dread(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), file.path);
  return values;
}

double read_number(const File& file, const char* set, const char* name) {
  double value = 0;
  const Handle attribute(H5Aopen_by_name(file.id, set, name, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, file.path);
  check(H5Aread(attribute, H5T_NATIVE_DOUBLE, &value), file.path);
  if (!std::isfinite(value)) refuse(file.path, std::string(set) + "." + name + " is not finite");
  return value;
}

std::string read_text(const File& file, const char* object, const char* name) {
  const Handle attribute(H5Aopen_by_name(file.id, object, name, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, file.path);
  const Handle type(H5Aget_type(attribute), H5Tclose, file.path);
  const std::size_t size = H5Tget_size(type);
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0 || size > 1 << 20)
    refuse(file.path, std::string(name) + " is no text");
  std::string text(size, '\0');
  check(H5Aread(attribute, type, text.data()), file.path);
  return text.substr(0, text.find('\0'));
}

Coded read_coded(const File& file, const char* name, std::size_t n) {
  return {read_number(file, name, "add_offset"), read_number(file, name, "scale_factor"),
          read_set<std::uint16_t>(file, name, H5T_NATIVE_UINT16, n)};
}

}  // namespace

Coded coded(const std::vector<float>& values, std::uint32_t levels) {
  float low = std::numeric_limits<float>::infinity(), high = -low;
  for (const float x : values)
    if (std::isfinite(x)) low = std::min(low, x), high = std::max(high, x);
  if (!(low <= high)) low = high = 0;
  Coded c{low, (static_cast<double>(high) - low) / (levels - 1), std::vector<std::uint16_t>(values.size())};
  for (std::size_t k = 0; k < values.size() && c.step > 0; ++k)
    if (std::isfinite(values[k]))
      c.codes[k] = static_cast<std::uint16_t>(std::clamp(std::round((values[k] - c.low) / c.step), 0.0, levels - 1.0));
  return c;
}

void write_film(const Film& film, const Path& path) {
  const Silence silence;
  AtomicFile target(path);
  errno = 0;
  {
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, path);
    check(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_LATEST), path);
    const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, path);
    check(H5Pset_obj_track_times(creation, false), path);
    Hdf5Disk disk(target.temporary(), path);
    disk.use_for(access);
    Handle handle(H5Fcreate(target.temporary().c_str(), H5F_ACC_TRUNC, creation, access), H5Fclose, path);
    const File file{handle, path};
    write_text(handle, "note", film.note, path);
    write_list(file, "time_s", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, film.times);
    for (const auto& [name, list] : {std::pair{"junction", &film.junctions}, std::pair{"node", &film.nodes},
                                     std::pair{"positive", &film.positive}, std::pair{"negative", &film.negative}})
      write_list(file, name, H5T_STD_U32LE, H5T_NATIVE_UINT32, *list);
    write_coded(file, "state", film.state, film.n_frames(), film.state_unit);
    write_coded(file, "log_g", film.log_g, film.n_frames(), "1");
    write_coded(file, "v", film.v, film.n_frames(), "V");
    disk.check();
    handle.close(path);
    disk.check();
  }
  target.commit();
}

Film read_film(const Path& path) {
  const Silence silence;
  errno = 0;
  const Handle handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, path);
  errno = 0;
  const File file{handle, path};
  constexpr std::size_t any = std::numeric_limits<std::size_t>::max();
  Film film;
  film.times = read_set<double>(file, "time_s", H5T_NATIVE_DOUBLE, any);
  film.junctions = read_set<std::uint32_t>(file, "junction", H5T_NATIVE_UINT32, any);
  film.nodes = read_set<std::uint32_t>(file, "node", H5T_NATIVE_UINT32, any);
  const std::size_t n = film.junctions.size();
  film.positive = read_set<std::uint32_t>(file, "positive", H5T_NATIVE_UINT32, n);
  film.negative = read_set<std::uint32_t>(file, "negative", H5T_NATIVE_UINT32, n);
  film.state = read_coded(file, "state", film.n_frames() * n);
  film.log_g = read_coded(file, "log_g", film.n_frames() * n);
  film.v = read_coded(file, "v", film.n_frames() * film.nodes.size());
  film.state_unit = read_text(file, "state", "unit");
  film.note = read_text(file, ".", "note");
  for (std::size_t k = 1; k < film.n_frames(); ++k)
    if (!(film.times[k] > film.times[k - 1])) refuse(path, "its times do not increase");
  for (const auto* ends : {&film.positive, &film.negative})
    for (const std::uint32_t end : *ends)
      if (end >= film.nodes.size()) refuse(path, fmt::format("a junction at column {} of {} nodes", end, film.nodes.size()));
  return film;
}

}  // namespace somn::formats
