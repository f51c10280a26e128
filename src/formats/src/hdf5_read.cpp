#include "hdf5_handle.hpp"

#include <somn/formats/hdf5.hpp>

#include <algorithm>

namespace somn::formats {
namespace {

std::string read_text(hid_t owner, const char* name, const std::filesystem::path& path) {
  const Handle attribute(H5Aopen(owner, name, H5P_DEFAULT), H5Aclose, path);
  const Handle type(H5Aget_type(attribute), H5Tclose, path), space(H5Aget_space(attribute), H5Sclose, path);
  constexpr std::size_t longest = 1000;
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0 || H5Sget_simple_extent_npoints(space) != 1 ||
      H5Tget_size(type) > longest)
    return "1";
  std::string text(H5Tget_size(type), '\0');
  check(H5Aread(attribute, type, text.data()), path);
  text.resize(text.find_last_not_of('\0') + 1);
  return text;
}

// Its values lie in this file: a link, or a dataset stored elsewhere, would have any file of the reader's read.
void refuse_elsewhere(hid_t file, const std::string& name, const std::filesystem::path& path) {
  H5L_info_t link;
  check(H5Lget_info(file, name.c_str(), &link, H5P_DEFAULT), path);
  if (link.type != H5L_TYPE_HARD)
    throw InputError({.what = "a link where a column is expected", .where = path.string() + ": " + name});
}

Column read_column(hid_t file, const std::string& name, const std::filesystem::path& path) {
  refuse_elsewhere(file, name, path);
  const Handle dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, path);
  const Handle space(H5Dget_space(dataset), H5Sclose, path);
  hsize_t rows = 0;
  if (H5Sget_simple_extent_ndims(space) != 1 || H5Sget_simple_extent_dims(space, &rows, nullptr) < 0)
    throw InputError({.what = "a dataset that is no column", .where = path.string() + ": " + name});
  const Handle creation(H5Dget_create_plist(dataset), H5Pclose, path);
  if (H5Pget_layout(creation) == H5D_VIRTUAL || H5Pget_external_count(creation) > 0)
    throw InputError({.what = "a column that is stored in another file", .where = path.string() + ": " + name});
  constexpr hsize_t most_per_byte = 2000;  // deflate makes at most 1032 bytes of one
  if (rows > most_per_byte * (std::filesystem::file_size(path) / sizeof(double) + 1))
    throw InputError({.what = "more rows announced than the file can hold",
                      .where = path.string() + ": " + name,
                      .value = std::to_string(rows)});
  Column column{.name = name, .unit = "1", .values = std::vector<double>(rows)};
  if (rows > 0) check(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, column.values.data()), path);
  if (H5Aexists(dataset, "unit") > 0) column.unit = read_text(dataset, "unit", path);
  return column;
}

std::vector<std::string> dataset_names(hid_t file, const std::filesystem::path& path) {
  H5G_info_t info;
  check(H5Gget_info(file, &info), path);
  const Handle root(H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose, path);
  const Handle properties(H5Gget_create_plist(root), H5Pclose, path);
  unsigned tracked = 0;
  check(H5Pget_link_creation_order(properties, &tracked), path);
  const H5_index_t order = (tracked & H5P_CRT_ORDER_TRACKED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
  std::vector<std::string> names;
  for (hsize_t k = 0; k < info.nlinks; ++k) {
    const ssize_t length = H5Lget_name_by_idx(file, ".", order, H5_ITER_INC, k, nullptr, 0, H5P_DEFAULT);
    if (length < 0) hdf5_failed(path);
    std::string name(static_cast<std::size_t>(length) + 1, '\0');
    H5Lget_name_by_idx(file, ".", order, H5_ITER_INC, k, name.data(), name.size(), H5P_DEFAULT);
    name.pop_back();
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

Trace read_hdf5(const std::filesystem::path& path) {
  const Silence silence;
  if (!std::filesystem::exists(path)) throw FileError("cannot read", path.string(), ENOENT);
  if (H5Fis_hdf5(path.c_str()) <= 0) throw InputError({.what = "not an HDF5 file", .where = path.string()});
  errno = 0;
  const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, path);
  Trace trace;
  for (const std::string& name : dataset_names(file, path)) trace.columns.push_back(read_column(file, name, path));
  const std::size_t rows = trace.at("time_s").values.size();
  for (const Column& column : trace.columns)
    if (column.values.size() != rows)
      throw InputError({.what = "columns of different lengths", .where = path.string() + ": " + column.name});
  const auto time =
      std::find_if(trace.columns.begin(), trace.columns.end(), [](auto& c) { return c.name == "time_s"; });
  std::rotate(trace.columns.begin(), time, time + 1);
  return trace;
}

}  // namespace somn::formats
