#include "library.hpp"

#include <cstdlib>
#include <dlfcn.h>
#include <string>

namespace somn::ngspice {
namespace {

constexpr const char* soname = "libngspice.so.0";  // of every version from 26 to 47

std::string loader_error() {
  const char* text = ::dlerror();
  return text ? text : "unknown error of the loader";
}

void* open_library() {
  if (const char* named = std::getenv("SOMN_NGSPICE_LIBRARY"); named && *named) return ::dlopen(named, RTLD_NOW);
  void* built_with = ::dlopen(SOMN_NGSPICE_LIBRARY, RTLD_NOW);
  return built_with ? built_with : ::dlopen(soname, RTLD_NOW);
}

template <class Function>
void find(void* library, const char* name, Function& function) {
  void* symbol = ::dlsym(library, name);
  if (!symbol) throw LibraryUnusable(loader_error());
  function = reinterpret_cast<Function>(symbol);
}

Library load() {
  void* handle = open_library();
  if (!handle) throw LibraryUnusable(loader_error());
  Library library{};
  find(handle, "ngSpice_Init", library.init);
  find(handle, "ngSpice_Command", library.command);
  find(handle, "ngSpice_Circ", library.circuit);
  find(handle, "ngGet_Vec_Info", library.vector_info);
  return library;
}

}  // namespace

const Library& libngspice() {
  static const Library library = load();
  return library;
}

}  // namespace somn::ngspice
