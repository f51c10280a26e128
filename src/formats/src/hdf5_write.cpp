#include "hdf5_disk.hpp"
#include "hdf5_handle.hpp"

#include <somn/core/file.hpp>
#include <somn/formats/hdf5.hpp>

#include <algorithm>
#include <set>

namespace somn::formats {
namespace {

void write_attribute(hid_t owner, const std::string& name, hid_t type, const void* value,
                     const std::filesystem::path& path) {
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, path);
  const Handle attribute(H5Acreate2(owner, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, path);
  check(H5Awrite(attribute, type, value), path);
}

void write_text(hid_t owner, const std::string& name, const std::string& text, const std::filesystem::path& path) {
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose, path);
  check(H5Tset_size(type, text.size() + 1), path);
  check(H5Tset_strpad(type, H5T_STR_NULLTERM), path);
  check(H5Tset_cset(type, H5T_CSET_UTF8), path);
  write_attribute(owner, name, type, text.c_str(), path);
}

void write_value(hid_t owner, const std::string& name, const MetadataValue& value, const std::filesystem::path& path) {
  if (const auto* text = std::get_if<std::string>(&value)) write_text(owner, name, *text, path);
  if (const auto* number = std::get_if<double>(&value)) write_attribute(owner, name, H5T_NATIVE_DOUBLE, number, path);
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    write_attribute(owner, name, H5T_NATIVE_INT64, whole, path);
}

void write_column(hid_t file, const Column& column, const std::filesystem::path& path) {
  constexpr hsize_t chunk_rows = 16384;  // 128 kB: one chunk fits HDF5's cache many times
  const hsize_t rows = column.values.size();
  const Handle space(H5Screate_simple(1, &rows, nullptr), H5Sclose, path);
  const Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, path);
  check(H5Pset_obj_track_times(properties, false), path);  // equal runs are equal files
  if (rows > 0) {
    const hsize_t chunk = std::min(rows, chunk_rows);
    check(H5Pset_chunk(properties, 1, &chunk), path);
    check(H5Pset_shuffle(properties), path);
    check(H5Pset_deflate(properties, 1), path);
  }
  const Handle dataset(
      H5Dcreate2(file, column.name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
      path);
  if (rows > 0) check(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, column.values.data()), path);
  write_text(dataset, "unit", column.unit, path);
}

// As many columns at a time as fit into 16 MB, each batch in one pass over the rows
void write_far_columns(hid_t file, const Trace& trace, const Hdf5Disk& disk, const std::filesystem::path& path) {
  const std::size_t n_rows = trace.n_rows(),
                    n_batch = std::max<std::size_t>(1, (1 << 21) / std::max<std::size_t>(1, n_rows));
  for (std::size_t first = 0; first < trace.far.size(); first += n_batch) {
    std::vector<Column> batch(
        trace.far.begin() + static_cast<std::ptrdiff_t>(first),
        trace.far.begin() + static_cast<std::ptrdiff_t>(std::min(first + n_batch, trace.far.size())));
    for (Column& column : batch) column.values.resize(n_rows);
    std::vector<double> values(batch.size());
    for (std::size_t k = 0; k < n_rows; ++k) {
      trace.rows->read(k, first, values);
      for (std::size_t c = 0; c < batch.size(); ++c) batch[c].values[k] = values[c];
    }
    for (const Column& column : batch) {
      write_column(file, column, path);
      disk.check();
    }
  }
}

void check_names(const Trace& trace, const std::filesystem::path& path) {
  std::set<std::string> names;
  for (std::size_t c = 0; c < trace.n_columns(); ++c)
    if (const Column& column = trace.header(c); column.name.empty() || column.name == "." ||
                                                column.name.find('/') != std::string::npos ||
                                                !names.insert(column.name).second)
      throw InputError({.what = "a column name that an HDF5 file cannot hold",
                        .where = path.string(),
                        .value = "\"" + column.name + "\"",
                        .allowed = "names without \"/\", each once"});
}

void write_all(const Trace& trace, const Metadata& metadata, const std::filesystem::path& file_name,
               const Hdf5Disk& disk, const std::filesystem::path& path) {
  errno = 0;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, path);
  // Since version 1.8 an attribute may be larger than 64 kB: whole experiments fit.
  check(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_LATEST), path);
  disk.use_for(access);
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, path);
  check(H5Pset_obj_track_times(creation, false), path);
  check(H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), path);
  Handle file(H5Fcreate(file_name.c_str(), H5F_ACC_TRUNC, creation, access), H5Fclose, path);
  for (const auto& [name, value] : metadata) write_value(file, name, value, path);
  for (const Column& column : trace.columns) {
    write_column(file, column, path);
    disk.check();
  }
  write_far_columns(file, trace, disk, path);
  file.close(path);
}

}  // namespace

void write_hdf5(const Trace& trace, const Metadata& metadata, const std::filesystem::path& path) {
  check_names(trace, path);
  const Silence silence;
  AtomicFile target(path);
  Hdf5Disk disk(target.temporary(), path);
  try {
    write_all(trace, metadata, target.temporary(), disk, path);
  } catch (const InputError&) {
    disk.check();  // the cause of what the library complains of
    throw;
  }
  disk.check();
  target.commit();
}

}  // namespace somn::formats
