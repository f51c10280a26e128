// HDF5 traces, from a file in memory. Bytes of a file are taken as they are; anything else is a recipe, byte by byte:
// mutated bytes of a file are turned away at its first block, a mutated recipe is a whole file of another kind.
//
//   recipe:   number of columns, each: name, type, rank, rows, layout (compact, contiguous, chunked, elsewhere), filters, unit
//             attribute; then groups and links; then bytes of the finished file changed
#include "driver.hpp"

#include <somn/core/error.hpp>
#include <somn/formats/hdf5.hpp>

#include <algorithm>
#include <cerrno>
#include <hdf5.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace {

class Recipe {
 public:
  explicit Recipe(const std::string& bytes) : bytes_(bytes) {}
  std::size_t next(std::size_t n) { return at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_++]) % n : 0; }
  bool is_over() const { return at_ >= bytes_.size(); }

 private:
  const std::string& bytes_;
  std::size_t at_ = 0;
};

hid_t make_type(Recipe& r) {
  const hid_t plain[] = {H5T_NATIVE_DOUBLE, H5T_NATIVE_DOUBLE, H5T_NATIVE_DOUBLE,  H5T_NATIVE_DOUBLE, H5T_IEEE_F32BE,
                         H5T_STD_I64LE,     H5T_STD_U8BE,      H5T_NATIVE_LDOUBLE, H5T_STD_REF_OBJ};
  switch (const std::size_t kind = r.next(14)) {
    case 9: {
      const hid_t text = H5Tcopy(H5T_C_S1);
      H5Tset_size(text, r.next(3) == 0 ? H5T_VARIABLE : 1 + r.next(40));
      return text;
    }
    case 10:
      return H5Tvlen_create(H5T_NATIVE_DOUBLE);
    case 11: {
      const hsize_t n = 1 + r.next(4);
      return H5Tarray_create2(H5T_NATIVE_DOUBLE, 1, &n);
    }
    case 12: {
      const hid_t pair = H5Tcreate(H5T_COMPOUND, 16);
      H5Tinsert(pair, "r", 0, H5T_NATIVE_DOUBLE), H5Tinsert(pair, "i", 8, H5T_NATIVE_DOUBLE);
      return pair;
    }
    case 13:
      return H5Tcreate(H5T_OPAQUE, 1 + r.next(16));
    default:
      return H5Tcopy(plain[kind]);
  }
}

hid_t make_space(Recipe& r, std::size_t rows, int& rank) {
  rank = r.next(6) == 5 ? static_cast<int>(r.next(4)) : 1;
  if (r.next(16) == 15) return H5Screate(H5S_NULL);
  const hsize_t dims[] = {r.next(32) == 31 ? hsize_t{1} << (20 + r.next(43)) : rows, 1 + r.next(3), 2, 1};
  const hsize_t most[] = {r.next(3) == 0 ? H5S_UNLIMITED : dims[0], dims[1], 2, 1};
  return rank == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(rank, dims, most);
}

hid_t make_properties(Recipe& r, std::size_t rows, int rank) {
  const hid_t p = H5Pcreate(H5P_DATASET_CREATE);
  switch (r.next(6)) {
    case 0:
      H5Pset_layout(p, H5D_COMPACT);
      break;
    case 1:
      H5Pset_layout(p, H5D_CONTIGUOUS);
      break;
    case 2:
      H5Pset_external(p, "/dev/null", 0, r.next(2) ? H5F_UNLIMITED : 8 * rows);
      break;
    default: {
      const hsize_t chunk[] = {r.next(16) == 15 ? hsize_t{1} << (20 + r.next(12)) : 1 + r.next(16), 1, 1, 1};
      H5Pset_chunk(p, std::max(rank, 1), chunk);
      if (r.next(2)) H5Pset_shuffle(p);
      if (r.next(2)) H5Pset_deflate(p, static_cast<unsigned>(r.next(10)));
      if (r.next(4) == 3) H5Pset_fletcher32(p);
      if (r.next(4) == 3) H5Pset_scaleoffset(p, H5Z_SO_FLOAT_DSCALE, static_cast<int>(r.next(20)));
      if (r.next(4) == 3) H5Pset_nbit(p);
    }
  }
  return p;
}

void add_unit(Recipe& r, hid_t owner) {
  const std::size_t n = r.next(4);
  if (n == 0) return;
  const hid_t type = r.next(3) == 2 ? make_type(r) : H5Tcopy(H5T_C_S1);
  if (H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0) H5Tset_size(type, r.next(8) == 7 ? 2000 : n);
  int rank = 0;
  const hid_t space = r.next(4) == 3 ? make_space(r, 3, rank) : H5Screate(H5S_SCALAR);
  const hid_t attribute = H5Acreate2(owner, "unit", type, space, H5P_DEFAULT, H5P_DEFAULT);
  const std::string text(4096, "sVAS1\0\xff"[r.next(7)]);
  if (H5Sget_simple_extent_npoints(space) <= 8 && H5Tis_variable_str(type) <= 0 && H5Tget_class(type) != H5T_VLEN)
    H5Awrite(attribute, type, text.data());
  H5Aclose(attribute), H5Sclose(space), H5Tclose(type);
}

void add_column(Recipe& r, hid_t file, std::size_t rows) {
  const char* const names[] = {"time_s", "v_source_V", "i_source_A", "g_S", "state_0_1", ".", "a/b", "\xff", "time_s "};
  const hid_t type = make_type(r);
  int rank = 1;
  const hid_t space = make_space(r, rows + (r.next(8) == 7), rank), properties = make_properties(r, rows, rank);
  const char* const name = names[r.next(std::size(names))];
  const hid_t set = H5Dcreate2(file, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  if (set >= 0) {
    const std::vector<double> values(rows + 1, 0.1 * static_cast<double>(r.next(256)));
    const bool is_here = H5Pget_external_count(properties) == 0;  // never writes into another file
    if (r.next(8) && is_here && H5Sget_simple_extent_npoints(space) <= static_cast<hssize_t>(values.size()) &&
        H5Tget_class(type) == H5T_FLOAT)
      H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    add_unit(r, set);
    H5Dclose(set);
  }
  H5Pclose(properties), H5Sclose(space), H5Tclose(type);
}

std::string make_file(const std::string& bytes) {
  Recipe r(bytes);
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS), creation = H5Pcreate(H5P_FILE_CREATE);
  H5Pset_fapl_core(access, 1 << 16, false);
  if (r.next(2)) H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  if (r.next(2)) H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  if (r.next(8) == 7) H5Pset_userblock(creation, 512);
  const hid_t file = H5Fcreate("fuzz.h5", H5F_ACC_TRUNC, creation, access);
  const std::size_t n_columns = 1 + r.next(6), rows = r.next(12);
  for (std::size_t k = 0; k < n_columns; ++k) add_column(r, file, rows);
  switch (r.next(8)) {
    case 1:
      H5Lcreate_soft("/time_s", file, "soft", H5P_DEFAULT, H5P_DEFAULT);
      break;
    case 2:
      H5Lcreate_soft("/nowhere", file, "lost", H5P_DEFAULT, H5P_DEFAULT);
      break;
    case 3:
      H5Lcreate_external("/dev/null", "/x", file, "away", H5P_DEFAULT, H5P_DEFAULT);
      break;
    case 4:
      H5Gclose(H5Gcreate2(file, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
      break;
    case 5:
      H5Lcreate_hard(file, "/", file, "loop", H5P_DEFAULT, H5P_DEFAULT);
      break;
    case 6:
      H5Lcreate_hard(file, "time_s", file, "twin", H5P_DEFAULT, H5P_DEFAULT);
      break;
    default:
      break;
  }
  H5Fflush(file, H5F_SCOPE_GLOBAL);
  const ssize_t size = H5Fget_file_image(file, nullptr, 0);
  std::string image(static_cast<std::size_t>(std::max<ssize_t>(size, 0)), '\0');
  if (size > 0) H5Fget_file_image(file, image.data(), image.size());
  H5Fclose(file), H5Pclose(access), H5Pclose(creation);
  while (!r.is_over() && !image.empty()) {
    const std::size_t place = (r.next(256) << 8 | r.next(256)) % image.size();
    image[place] = static_cast<char>(r.next(256));
  }
  return image;
}

}  // namespace

void somn::fuzz::target(const std::string& bytes) {
  static const bool is_silent = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
  static const int memory = ::memfd_create("fuzz", MFD_CLOEXEC);
  static const std::string name = "/proc/self/fd/" + std::to_string(memory);
  if (!is_silent) throw FileError("cannot silence HDF5", name, errno);
  const std::string image = bytes.starts_with("\x89HDF") ? bytes : make_file(bytes);
  if (::ftruncate(memory, 0) != 0 ||
      ::pwrite(memory, image.data(), image.size(), 0) != static_cast<ssize_t>(image.size()))
    throw FileError("cannot write", name, errno);
  const Trace trace = formats::read_hdf5(name);
  for (const Column& column : trace.columns)
    if (column.values.size() != trace.n_rows()) broken("columns of different lengths");
}
