#pragma once

#include <somn/core/error.hpp>
#include <somn/netgen/network.hpp>

namespace somn::netgen {

// What a format cannot hold and must not lose.
[[noreturn]] inline void refuse(std::string what, std::string where, std::string value) {
  throw InputError({.what = std::move(what),
                    .where = std::move(where),
                    .value = std::move(value),
                    .allowed = {},
                    .remedy = "write GraphML instead (.graphml holds everything)"});
}

inline void refuse_resistors(const Network& network, const std::string& format) {
  if (!network.resistors.empty())
    refuse(format + " has no room for resistors", "pieces of wire",
           std::to_string(network.resistors.size()) + " resistors");
}

}  // namespace somn::netgen
